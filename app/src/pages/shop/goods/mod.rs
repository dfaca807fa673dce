//! What the shops keep: the list of items, one item, its barcodes and labels, and what a scanned code stands for.

mod code128;
mod form;
mod item;
mod labels;
mod list;
mod pieces;
mod scan;

pub(super) use labels::of_lot;

use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

use crate::{
    actions::items as actions,
    handle::{act, missing, show, show_and_act},
    page::Cx,
    state::AppState,
};

/// Phones send photos of 4 MB.
const PHOTO: usize = 12 * 1024 * 1024;

/// Pages of items.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/shop/items", show(list::page))
        .route("/shop/items/new", show_and_act(form::page, actions::add))
        .route("/shop/items/{id}", show_and_act(item::page, actions::change))
        .route("/shop/items/{id}/terms", act(actions::terms, item::page))
        .route("/shop/items/{id}/barcodes", act(actions::barcode_add, item::page))
        .route("/shop/items/{id}/barcodes/remove", act(actions::barcode_remove, item::page))
        .route("/shop/items/{id}/photo", act(actions::photo, item::page).layer(DefaultBodyLimit::max(PHOTO)))
        .route("/shop/items/{id}/photo/remove", act(actions::photo_remove, item::page))
        .route("/shop/scan", show(scan::page))
        .route("/shop/scan/photo", act(actions::scan_photo, scan::page).layer(DefaultBodyLimit::max(PHOTO)))
        .route("/shop/labels", show(labels::page))
        .route("/item-photos/{id}", get(photo))
}

/// An own item's picture. A new picture gets a new number, so a browser may keep it for a day.
async fn photo(state: State<AppState>, cx: Cx) -> Response {
    let bytes = match cx.id("id") {
        Ok(id) => cx.store.item_photo(id).await.ok(),
        Err(_) => None,
    };
    let Some(bytes) = bytes else { return missing(state, cx).await };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400")),
    ];
    (StatusCode::OK, headers, bytes).into_response()
}
