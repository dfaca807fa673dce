//! Points of the free shop: the family's own statement, the same at the desk with ways to give and take, and what
//! an area gives every month.

mod desk;
mod journal;
mod own;
mod policy;
mod statement;

use axum::Router;

use crate::{
    actions::points as actions,
    handle::{act, show, show_and_act},
    state::AppState,
};

/// Pages about points.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/home/points", show(own::page))
        .route("/desk/households/{id}/points", show_and_act(desk::page, actions::by_hand))
        .route("/desk/households/{id}/points/{journal}", show(journal::page))
        .route("/desk/households/{id}/points/{journal}/reverse", act(actions::reverse, journal::page))
        .route("/admin/areas/{id}/points", show_and_act(policy::page, actions::policy))
        .route("/admin/areas/{id}/points/clear", act(actions::policy_clear, policy::page))
}
