//! Menu of cities or districts beside a page title.

use leptos::prelude::*;

use super::Icon;

/// An entry of the menu.
pub(crate) struct Choice {
    /// Address it links to.
    pub to: String,
    /// Its label.
    pub label: String,
    /// Whether it is the current one.
    pub chosen: bool,
}

/// Renders a menu of areas that works without a script.
pub(crate) fn area_menu(areas: Vec<Choice>) -> impl IntoView {
    let chosen =
        areas.iter().find(|area| area.chosen).map_or_else(|| t!("feed-all-areas"), |area| area.label.trim().to_owned());
    let links = areas
        .into_iter()
        .map(|area| view! { <a href=area.to aria-current=area.chosen.then_some("true")>{area.label}</a> })
        .collect_view();
    view! {
        <details class="menu">
            <summary class="area-pick"><span class="visually-hidden">{t!("feed-area")}" "</span>{chosen}<Icon name="chevron-down" /></summary>
            <div class="menu-list">{links}</div>
        </details>
    }
}
