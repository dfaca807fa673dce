//! Offers: a donor asks the shop before bringing goods.

pub mod actions;
pub(crate) mod counter;
mod list;
mod new;
mod offer;
mod pieces;

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

pub(crate) use pieces::{facts, offer_pill, photos, reason};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/shop/offers", counter::list)
        .show("/shop/offers/{id}", counter::page)
        .act("/shop/offers/{id}/accept", actions::accept, counter::page)
        .act("/shop/offers/{id}/decline", actions::decline, counter::page)
        .show("/offers", list::page)
        .show_and_act("/offers/new", new::page, actions::post)
        .takes("/offers/new", Large::pictures(&[Action::OfferGoods]))
        .show("/offers/{id}", offer::page)
        .act("/offers/{id}/withdraw", actions::withdraw, offer::page)
        .get("/offer-photos/{id}", photo)
}

/// Serves a photo of an offer, to its donor and the shop's staff.
async fn photo(state: State<AppState>, headers: HeaderMap, cx: Cx) -> Response {
    let picture = match cx.id("id") {
        Ok(id) => cx.store.offer_photo(&cx.actor, id).await.ok(),
        Err(_) => None,
    };
    let Some(picture) = picture else { return missing(state, cx).await };
    fitting(&headers, &cx, &picture, HeaderValue::from_static("private, max-age=600"))
}
