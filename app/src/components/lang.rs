//! Choice of the language.

use leptos::prelude::*;

use crate::web::scene;

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
