//! Choice of the language, and of the size of the display.

use leptos::prelude::*;

use crate::web::{scene, session::Display};

/// Every offered language under its own name; posts to `/language`, which redirects back.
#[component]
pub fn LangSwitch() -> impl IntoView {
    let scene = scene();
    let buttons = scene
        .offer
        .langs()
        .map(|lang| {
            let pressed = if lang == scene.lang { "true" } else { "false" };
            view! {
                <button name="lang" value=lang.tag() lang=lang.tag() dir=lang.direction() aria-pressed=pressed>
                    {lang.own_name()}
                </button>
            }
        })
        .collect_view();
    view! { <form class="lang-switch" method="post" action="/language">{buttons}</form> }
}

/// Form with a button per size of the display.
#[component]
pub fn DisplaySwitch(
    /// The current one.
    display: Display,
) -> impl IntoView {
    let buttons = Display::ALL
        .iter()
        .map(|one| {
            let current = (*one == display).then_some("true");
            view! { <button name="view" value=one.as_str() aria-current=current>{display_name(*one)}</button> }
        })
        .collect_view();
    view! { <form class="lang-switch" method="post" action="/view" aria-label=t!("me-view")>{buttons}</form> }
}

/// Name of a size of the display.
pub(crate) fn display_name(display: Display) -> String {
    match display {
        Display::Normal => t!("me-view-normal"),
        Display::Elder => t!("me-view-elder"),
        Display::Largest => t!("me-view-largest"),
    }
}
