//! The shopkeeper's counter, the shelves and the books.

mod board;
mod claim;
mod claim_forms;
mod claim_queue;
mod counter;
mod entries;
mod fill;
mod goods;
mod inspect;
mod journal;
mod journals;
mod lot;
mod lots;
mod month;
mod moving;
mod offers;
mod order;
mod orders;
mod pieces;
mod receipts;
mod receive;
mod receive_form;
mod receive_rows;
mod scan_row;
mod stock;
mod stock_takes;
mod walk_in;
pub(crate) mod words;

pub(crate) use pieces::{condition_choices, location_choice};
pub(crate) use words::grouped;

use axum::Router;

use crate::{
    actions::{offers as offered, orders as ordering, receipts as received, shop, stock as books},
    handle::{act, piece, show, show_and_act},
    state::AppState,
};

pub(crate) use moving::chosen as chosen_lots;
pub(crate) use receive_rows::typed;

/// Pages of the shop.
pub fn routes() -> Router<AppState> {
    Router::new()
        .merge(goods::routes())
        .route("/shop/scan/row", piece(scan_row::page))
        .route("/shop", show(counter::page))
        .route("/shop/claims/{id}", show(claim::page))
        .route("/shop/claims/{id}/arrive", act(shop::arrive, claim::page))
        .route("/shop/claims/{id}/refuse", act(shop::refuse, claim::page))
        .route("/shop/claims/{id}/check", act(shop::check, claim::page))
        .route("/shop/claims/{id}/hand-over", act(shop::hand_over, claim::page))
        .route("/shop/fill", show(fill::list))
        .route("/shop/fill/{id}", show_and_act(fill::page, shop::fill))
        .route("/shop/orders", show(orders::page))
        .route("/shop/orders/capacity", act(ordering::capacity, orders::page))
        .route("/shop/orders/{id}", show(order::page))
        .route("/shop/orders/{id}/hand-over", act(ordering::hand_over, order::page))
        .route("/shop/orders/{id}/cancel", act(ordering::cancel, order::page))
        .route("/shop/orders/{id}/replace", act(ordering::replace, order::page))
        .route("/shop/walk-in", show_and_act(walk_in::page, ordering::find))
        .route("/shop/walk-in/{id}", show_and_act(walk_in::family, ordering::issue))
        .route("/shop/receive", show_and_act(receive::page, received::receive))
        .route("/shop/receipts", show(receipts::list))
        .route("/shop/receipts/{id}", show(receipts::page))
        .route("/shop/receipts/{id}/close", act(received::close, receipts::page))
        .route("/shop/offers", show(offers::list))
        .route("/shop/offers/{id}", show(offers::page))
        .route("/shop/offers/{id}/accept", act(offered::accept, offers::page))
        .route("/shop/offers/{id}/decline", act(offered::decline, offers::page))
        .route("/shop/inspect", show(inspect::list))
        .route("/shop/inspect/{id}", show_and_act(inspect::page, offered::inspect))
        .route("/shop/board", show(board::page))
        .route("/shop/stock", show(stock::page))
        .route("/shop/entries", show(entries::page))
        .route("/shop/lots", show(lots::page))
        .route("/shop/lots/{id}/count", act(books::count, lots::page))
        .route("/shop/lots/{id}/transfer", act(books::transfer, lots::page))
        .route("/shop/lots/{id}/write-off", act(books::write_off, lots::page))
        .route("/shop/lots/{id}/inspect", act(books::inspect, lots::page))
        .route("/shop/lots/{id}/return", act(books::give_back, lots::page))
        .merge(stock_takes::routes())
        .merge(month::routes())
        .merge(moving::routes())
        .route("/shop/journals", show(journals::page))
        .route("/shop/journals/{id}", show(journal::page))
        .route("/shop/journals/{id}/reverse", act(books::reverse, journal::page))
}
