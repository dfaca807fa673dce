//! Signing in, registering, and what is one's own.

mod me;
mod register;
mod sign_in;

use axum::Router;

use crate::{
    actions::people as actions,
    handle::{act, show, show_and_act},
    state::AppState,
};

/// Pages about the person.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/sign-in", show_and_act(sign_in::page, actions::sign_in))
        .route("/register", show_and_act(register::page, actions::register))
        .route("/sign-out", act(actions::sign_out, me::page))
        .route("/language", act(actions::language, me::page))
        .route("/view", act(actions::view, me::page))
        .route("/me", show(me::page))
        .route("/me/password", act(actions::password, me::page))
}
