//! Stock-takes: the list, a new sheet, counting on it, looking at the differences, and a sheet on paper.

mod list;
mod new;
mod paper;
mod settle;
mod sheet;

use axum::Router;
use domain::stock_takes::TakeState;
use leptos::prelude::*;

use crate::{
    actions::stock_takes as actions,
    handle::{act, show, show_and_act},
    parts::StatePill,
    state::AppState,
};

/// Pages of stock-takes.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/shop/stock-takes", show(list::page))
        .route("/shop/stock-takes/new", show_and_act(new::page, actions::open))
        .route("/shop/stock-takes/{id}", show(sheet::page))
        .route("/shop/stock-takes/{id}/paper", show(paper::page))
        .route("/shop/stock-takes/{id}/count", act(actions::count, sheet::page))
        .route("/shop/stock-takes/{id}/scan", act(actions::scan, sheet::page))
        .route("/shop/stock-takes/{id}/finish", act(actions::finish, sheet::page))
        .route("/shop/stock-takes/{id}/approve", act(actions::approve, sheet::page))
        .route("/shop/stock-takes/{id}/reject", act(actions::reject, sheet::page))
        .route("/shop/stock-takes/{id}/cancel", act(actions::cancel, sheet::page))
}

/// Where a stock-take stands.
fn pill(state: TakeState) -> AnyView {
    let text = crate::i18n::lang().named("take-state", state.as_str());
    match state {
        TakeState::Counting => view! { <StatePill tone="amber" icon="list" text /> }.into_any(),
        TakeState::Counted => view! { <StatePill tone="amber" icon="eye" text /> }.into_any(),
        TakeState::Approved => view! { <StatePill tone="tea" icon="check" text /> }.into_any(),
        TakeState::Cancelled => view! { <StatePill tone="soft" icon="close" text /> }.into_any(),
    }
}

/// Which shelves: 学习, or all of them.
fn category(category: &str) -> String {
    if category.is_empty() { t!("takes-everything") } else { crate::i18n::lang().named("category", category) }
}
