//! Folded parts of a page, for what is seldom needed.

use leptos::prelude::*;

use crate::web::scene;

/// A foldable part. It is open again after the form in it was rejected.
#[component]
pub fn More(
    /// Label of the fold.
    #[prop(into)]
    summary: String,
    /// Address that the form inside posts to, or empty without one.
    #[prop(optional, into)]
    to: String,
    /// Whether it is open initially.
    #[prop(optional)]
    open: bool,
    /// Content.
    children: Children,
) -> impl IntoView {
    let posted = scene().form;
    let refused = posted.error.is_some() && !to.is_empty() && *posted.to == *to;
    view! { <details class="more" open=refused || open><summary>{summary}</summary>{children()}</details> }
}
