//! What a page says about something that is now true.

use leptos::prelude::*;

use super::Icon;

/// A sentence on top of a page.
#[component]
pub fn Banner(
    /// `tea` (done), `amber` (soon), `plum` (wrong), or nothing.
    #[prop(optional)]
    tone: &'static str,
    /// The sentence.
    children: Children,
) -> impl IntoView {
    let (class, icon) = match tone {
        "tea" => ("banner banner-tea", "check"),
        "amber" => ("banner banner-amber", "clock"),
        "plum" => ("banner banner-plum", "alert"),
        _ => ("banner", "info"),
    };
    view! { <div class=class role="status"><Icon name=icon /><div>{children()}</div></div> }
}
