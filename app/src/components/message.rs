//! Banners with the state of a page or the result of an action.

use leptos::prelude::*;

use super::Icon;

/// A banner at the top of a page.
#[component]
pub fn Banner(
    /// `tea` (done), `amber` (soon), `plum` (wrong), or empty for information.
    #[prop(optional)]
    tone: &'static str,
    /// The message.
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
