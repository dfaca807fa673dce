//! A claimer's pages: the promise, and what becomes of it.

mod claim;
mod list;
mod sheet;

use axum::Router;
use domain::{
    claims::{Claim, ClaimState},
    ledger::Location,
};
use leptos::prelude::*;

use crate::{
    actions::claims as actions,
    handle::{act, show, show_and_act},
    i18n::Lang,
    parts::Icon,
    state::AppState,
};

/// Pages about claims.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/wishes/{id}/claim", show_and_act(sheet::page, actions::take))
        .route("/claims", show(list::page))
        .route("/claims/{id}", show(claim::page))
        .route("/claims/{id}/on-the-way", act(actions::send, claim::page))
        .route("/claims/{id}/extend", act(actions::extend, claim::page))
        .route("/claims/{id}/cancel", act(actions::cancel, claim::page))
}

/// What was promised: 书包 · 1–3 年级 × 2.
fn title(lang: Lang, claim: &Claim) -> String {
    let title = lang.title(&claim.key, &claim.size);
    if claim.quantity == 1 { title } else { format!("{title} × {}", claim.quantity) }
}

/// Whether the claimer's promise is still under way.
fn is_live(state: ClaimState) -> bool {
    state.is_owed() || matches!(state, ClaimState::Arrived | ClaimState::HandedOver)
}

/// Where things are brought.
fn place(location: Location) -> impl IntoView {
    let hours = location.hours;
    view! {
        <div class="place">
            <Icon name="pin" />
            <p>
                <b>{t!("claims-bring-to", place = location.name)}</b>
                <span>{location.address}</span>
                {(!hours.is_empty()).then(|| view! { <small>{hours}</small> })}
            </p>
        </div>
    }
}
