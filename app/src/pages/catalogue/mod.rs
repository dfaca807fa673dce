//! Items of the shops: the list, one item, barcodes, labels and scanning.

pub mod actions;
mod code128;
mod form;
mod item;
mod labels;
mod list;
mod pieces;
mod scan;

pub(crate) use labels::of_lot;

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue},
    response::Response,
};
use domain::permission::Action;

use crate::{
    pages::wishes::picture::fitting,
    web::{Cx, bodies::Large, handler::missing, routes::Routes, state::AppState},
};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/shop/items", list::page)
        .show_and_act("/shop/items/new", form::page, actions::add)
        .show_and_act("/shop/items/{id}", item::page, actions::change)
        .act("/shop/items/{id}/terms", actions::terms, item::page)
        .act("/shop/items/{id}/barcodes", actions::barcode_add, item::page)
        .act("/shop/items/{id}/barcodes/remove", actions::barcode_remove, item::page)
        .act("/shop/items/{id}/photo", actions::photo, item::page)
        .takes("/shop/items/{id}/photo", Large::pictures(&[Action::KeepStock]))
        .act("/shop/items/{id}/photo/remove", actions::photo_remove, item::page)
        .show("/shop/scan", scan::page)
        .act("/shop/scan/photo", actions::scan_photo, scan::page)
        .takes("/shop/scan/photo", Large::pictures(&[Action::ReadStock]))
        .show("/shop/labels", labels::page)
        .get("/item-photos/{id}", photo)
}

/// Serves an own item's picture, cacheable for a day: a new picture gets a new id.
async fn photo(state: State<AppState>, headers: HeaderMap, cx: Cx) -> Response {
    let picture = match cx.id("id") {
        Ok(id) => cx.store.item_photo(id).await.ok(),
        Err(_) => None,
    };
    let Some(picture) = picture else { return missing(state, cx).await };
    fitting(&headers, &cx, &picture, HeaderValue::from_static("public, max-age=86400"))
}
