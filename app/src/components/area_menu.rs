//! The choice of a city or district at the right of a title.

use leptos::prelude::*;

use super::Icon;

/// One choice among several: where it leads, what it is called, whether it is chosen.
pub(crate) struct Choice {
    /// Where it leads.
    pub to: String,
    /// What it is called.
    pub label: String,
    /// Whether it is the present one.
    pub chosen: bool,
}

/// A menu of areas that needs no script.
pub(crate) fn area_menu(areas: Vec<Choice>) -> impl IntoView {
    let chosen = areas.iter().find(|area| area.chosen).map_or_else(|| t!("feed-all-areas"), |area| area.label.clone());
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
