//! Goods that have to move: before their date, to another shop, into a kit and out of it.

mod expiry;
mod forward;
mod kit;
mod kits;
mod send;
mod transfer;
mod transfers;

pub(crate) use send::chosen;

use axum::Router;
use leptos::prelude::*;

use super::words::link;
use crate::{
    actions::moving as actions,
    handle::{act, show, show_and_act},
    state::AppState,
};

/// Pages of dates, transfers and kits.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/shop/expiry", show(expiry::page))
        .route("/shop/lots/{id}/forward", show(forward::page))
        .route("/shop/transfers", show(transfers::page))
        .route("/shop/transfers/new", show_and_act(send::page, actions::send))
        .route("/shop/transfers/{id}", show(transfer::page))
        .route("/shop/transfers/{id}/receive", act(actions::receive, transfer::page))
        .route("/shop/transfers/{id}/cancel", act(actions::cancel, transfer::page))
        .route("/shop/transfers/{id}/settle", act(actions::settle, transfer::page))
        .route("/shop/kits", show(kits::page))
        .route("/shop/kits/{id}", show(kit::page))
        .route("/shop/kits/{id}/parts", act(actions::part, kit::page))
        .route("/shop/kits/{id}/assemble", act(actions::assemble, kit::page))
        .route("/shop/kits/{id}/take-apart", act(actions::take_apart, kit::page))
}

/// The three lists, beside each other.
fn chips(here: &'static str) -> impl IntoView {
    let all =
        [("/shop/expiry", "moving-expiry"), ("/shop/transfers", "moving-transfers"), ("/shop/kits", "moving-kits")];
    let links = all
        .map(|(to, key)| view! { <a class="chip" href=to aria-current=(to == here).then_some("page")>{t!(key)}</a> })
        .collect_view();
    view! { <nav class="chips" aria-label=t!("moving")>{links}</nav> }
}

/// The page where goods of a location are sent away.
fn send_link(location: i64, lot: i64, to: i64) -> String {
    let [from, lot, to] = [location, lot, to].map(|n| if n == 0 { String::new() } else { n.to_string() });
    link("/shop/transfers/new", &[("from", &from), ("lot", &lot), ("to", &to)])
}
