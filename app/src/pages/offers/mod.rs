//! A donor offers things and asks the shop first.

mod list;
mod new;
mod offer;
mod pieces;

use axum::{
    Router,
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

use crate::{
    actions::offers,
    handle::{act, missing, show, show_and_act},
    page::Cx,
    state::AppState,
};

pub(crate) use pieces::{facts, offer_pill, photos, reason};

/// Pages of a donor's own offers.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/offers", show(list::page))
        .route("/offers/new", show_and_act(new::page, offers::post))
        .route("/offers/{id}", show(offer::page))
        .route("/offers/{id}/withdraw", act(offers::withdraw, offer::page))
        .route("/offer-photos/{id}", get(photo))
}

/// A picture of an offer, for whoever sees the offer.
async fn photo(state: State<AppState>, cx: Cx) -> Response {
    let bytes = match cx.id("id") {
        Ok(id) => cx.store.offer_photo(&cx.actor, id).await.ok(),
        Err(_) => None,
    };
    let Some(bytes) = bytes else { return missing(state, cx).await };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=600")),
    ];
    (StatusCode::OK, headers, bytes).into_response()
}
