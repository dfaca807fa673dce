//! What the person was told.

mod list;

use axum::Router;

use crate::{
    actions::notices as actions,
    handle::{act, show},
    state::AppState,
};

pub(crate) use list::leads_to;

/// Pages of notices.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/notices", show(list::page))
        .route("/notices/read", act(actions::read, list::page))
        .route("/notices/{id}/open", act(actions::open, list::page))
}
