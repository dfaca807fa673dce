//! Banners with the state of a page or the result of an action.

use leptos::prelude::*;

use super::Icon;
use crate::web;

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

/// The number of a request that failed, for a person to tell the staff; the log has a line with it.
#[component]
pub(crate) fn TraceNumber() -> impl IntoView {
    let number = web::scene().trace.number().to_owned();
    (!number.is_empty()).then(|| view! { <span>{t!("refused-number")}" "<bdi class="nowrap">{number}</bdi></span> })
}
