//! Wishes as everybody sees them.

mod feed;
pub(crate) mod wanted;
mod wish;

use axum::{
    Router,
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

use crate::{
    handle::{missing, show},
    page::Cx,
    state::AppState,
};

/// Public pages.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/", show(feed::page))
        .route("/wanted", show(wanted::page))
        .route("/wishes/{id}", show(wish::page))
        .route("/photos/{id}", get(photo))
}

/// A wish's picture. It has a number of its own, so a browser may keep it; but not for long, because a
/// picture that was taken away is to be gone.
async fn photo(state: State<AppState>, cx: Cx) -> Response {
    let bytes = match cx.id("id") {
        Ok(id) => cx.store.photo(&cx.actor, id).await.ok(),
        Err(_) => None,
    };
    let Some(bytes) = bytes else { return missing(state, cx).await };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=600")),
    ];
    (StatusCode::OK, headers, bytes).into_response()
}
