//! Wishes as everybody sees them.

mod feed;
mod wish;

use axum::Router;

use crate::{handle::show, state::AppState};

/// Public pages.
pub fn routes() -> Router<AppState> {
    Router::new().route("/", show(feed::page)).route("/wishes/{id}", show(wish::page))
}
