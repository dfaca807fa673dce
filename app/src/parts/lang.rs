//! The choice of language.

use leptos::prelude::*;

use crate::i18n::{Lang, lang};

/// Every language, in its own words; posts to `/language` and comes back.
#[component]
pub fn LangSwitch() -> impl IntoView {
    let chosen = lang();
    let names = [(Lang::Zh, "中文"), (Lang::En, "English")];
    let buttons = names
        .into_iter()
        .map(|(lang, name)| {
            let pressed = if lang == chosen { "true" } else { "false" };
            view! { <button name="lang" value=lang.tag() lang=lang.tag() aria-pressed=pressed>{name}</button> }
        })
        .collect_view();
    view! { <form class="lang-switch" method="post" action="/language">{buttons}</form> }
}
