//! Wishes as everybody sees them.

mod feed;
mod picture;
pub(crate) mod wanted;
mod wish;

use axum::{Router, routing::get};

use crate::{handle::show, state::AppState};

/// Public pages.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/", show(feed::page))
        .route("/wanted", show(wanted::page))
        .route("/wishes/{id}", show(wish::page))
        .route("/wishes/{id}/picture", get(picture::shared))
        .route("/photos/{id}", get(picture::photo))
        .route("/photos/kept/{id}", get(picture::kept))
}
