//! Stock-takes: the list, a new one, its sheet, settling differences, and the sheet on paper.

pub mod actions;
mod list;
mod new;
mod paper;
mod settle;
mod sheet;

use domain::{permission::Action, stock::counts::TakeState};
use leptos::prelude::*;

use crate::{
    components::StatePill,
    web::{bodies::Large, routes::Routes},
};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/shop/stock-takes", list::page)
        .show_and_act("/shop/stock-takes/new", new::page, actions::open)
        .show("/shop/stock-takes/{id}", sheet::page)
        .show("/shop/stock-takes/{id}/paper", paper::page)
        .act("/shop/stock-takes/{id}/count", actions::count, sheet::page)
        .takes("/shop/stock-takes/{id}/count", Large::rows(&[Action::KeepStock]))
        .act("/shop/stock-takes/{id}/scan", actions::scan, sheet::page)
        .takes("/shop/stock-takes/{id}/scan", Large::rows(&[Action::KeepStock]))
        .act("/shop/stock-takes/{id}/recount", actions::recount, sheet::page)
        .act("/shop/stock-takes/{id}/finish", actions::finish, sheet::page)
        .takes("/shop/stock-takes/{id}/finish", Large::rows(&[Action::KeepStock]))
        .act("/shop/stock-takes/{id}/approve", actions::approve, sheet::page)
        .act("/shop/stock-takes/{id}/reject", actions::reject, sheet::page)
        .act("/shop/stock-takes/{id}/cancel", actions::cancel, sheet::page)
}

/// Renders the state of a stock-take.
fn pill(state: TakeState) -> AnyView {
    let text = crate::i18n::lang().named("take-state", state.as_str());
    match state {
        TakeState::Counting => view! { <StatePill tone="amber" icon="list" text /> }.into_any(),
        TakeState::Counted => view! { <StatePill tone="amber" icon="eye" text /> }.into_any(),
        TakeState::Approved => view! { <StatePill tone="tea" icon="check" text /> }.into_any(),
        TakeState::Cancelled => view! { <StatePill tone="soft" icon="close" text /> }.into_any(),
    }
}

/// Names the shelves counted: one category, or everything for "".
fn category(category: &str) -> String {
    if category.is_empty() { t!("takes-everything") } else { crate::i18n::lang().named("category", category) }
}
