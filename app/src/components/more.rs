//! What is needed seldom, folded away.

use leptos::prelude::*;

use crate::web::scene;

/// A fold. It stands open again when the form in it was refused.
#[component]
pub fn More(
    /// What is in it.
    #[prop(into)]
    summary: String,
    /// Where the form in it posts to.
    #[prop(optional, into)]
    to: String,
    /// Open from the start.
    #[prop(optional)]
    open: bool,
    /// A form, or words.
    children: Children,
) -> impl IntoView {
    let posted = scene().form;
    let refused = posted.error.is_some() && !to.is_empty() && *posted.to == *to;
    view! { <details class="more" open=refused || open><summary>{summary}</summary>{children()}</details> }
}
