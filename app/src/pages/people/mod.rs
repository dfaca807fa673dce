//! Signing in, registering, and what is one's own.

mod me;
mod pin;
mod register;
mod sign_in;
mod sign_in_card;
mod sign_in_code;

use axum::Router;

use crate::{
    actions::{cards, people as actions, sign_in as ways},
    handle::{act, show, show_and_act},
    state::AppState,
};

/// Pages about the person.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/sign-in", show_and_act(sign_in::page, actions::sign_in))
        .route("/sign-in/card", act(ways::card, sign_in::page))
        .route("/sign-in/code", act(ways::code, sign_in::page))
        .route("/card/{secret}", show(sign_in_card::page))
        .route("/register", show_and_act(register::page, actions::register))
        .route("/sign-out", act(actions::sign_out, me::page))
        .route("/language", act(actions::language, me::page))
        .route("/view", act(actions::view, me::page))
        .route("/me", show(me::page))
        .route("/me/password", act(actions::password, me::page))
        .route("/me/pin", act(cards::pin, me::page))
}
