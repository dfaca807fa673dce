//! Expiry, transfers between shops, and kits.

pub mod actions;
mod expiry;
mod forward;
mod kit;
pub(crate) mod kits;
pub(crate) mod list;
mod paper;
pub(crate) mod scans;
mod send;
mod transfer;

use domain::permission::Action;
use leptos::prelude::*;

use super::words::link;
use crate::web::{bodies::Large, routes::Routes};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/shop/expiry", expiry::page)
        .show("/shop/lots/{id}/forward", forward::page)
        .show("/shop/transfers", list::page)
        .get("/shop/transfers/file", list::file)
        .show_and_act("/shop/transfers/new", send::page, actions::send)
        .show("/shop/transfers/{id}", transfer::page)
        .show("/shop/transfers/{id}/paper", paper::page)
        .takes("/shop/transfers/new", Large::rows(&[Action::KeepStock]))
        .takes("/shop/transfers/{id}/receive", Large::rows(&[Action::KeepStock]))
        .act("/shop/transfers/{id}/receive", actions::receive, transfer::page)
        .act("/shop/transfers/{id}/cancel", actions::cancel, transfer::page)
        .act("/shop/transfers/{id}/settle", actions::settle, transfer::page)
        .show("/shop/kits", kits::page)
        .show("/shop/kits/{id}", kit::page)
        .act("/shop/kits/{id}/parts", actions::part, kit::page)
        .act("/shop/kits/{id}/assemble", actions::assemble, kit::page)
        .act("/shop/kits/{id}/take-apart", actions::take_apart, kit::page)
}

/// Renders the links between the lists.
pub(crate) fn chips(here: &'static str) -> impl IntoView {
    let all = [
        ("/shop/expiry", "moving-expiry"),
        ("/shop/transfers", "moving-transfers"),
        ("/shop/kits", "moving-kits"),
        ("/shop/recalls", "moving-recalls"),
    ];
    let links = all
        .map(|(to, key)| view! { <a class="chip" href=to aria-current=(to == here).then_some("page")>{t!(key)}</a> })
        .collect_view();
    view! { <nav class="chips" aria-label=t!("moving")>{links}</nav> }
}

/// Returns the URL of the form that sends goods; 0 leaves a value out.
fn send_link(location: i64, lot: i64, to: i64) -> String {
    let [from, lot, to] = [location, lot, to].map(|n| if n == 0 { String::new() } else { n.to_string() });
    link("/shop/transfers/new", &[("from", &from), ("lot", &lot), ("to", &to)])
}
