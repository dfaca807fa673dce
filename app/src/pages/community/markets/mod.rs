//! Market days: what families grow or make, by the number of the stall; reserved here, paid and fetched elsewhere.

pub mod actions;
mod family;
mod list;
mod staff;

use domain::community::markets::{MarketOffer, MarketState, ReservationState};
use leptos::prelude::*;

use crate::{
    components::{Fact, Facts, StatePill},
    i18n::lang,
    web::routes::Routes,
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .show("/market", list::page)
        .show("/market/reservations", list::mine)
        .act("/market/reservations/{id}/cancel", actions::cancel, list::mine)
        .show("/market/{id}", list::offer)
        .act("/market/{id}/reserve", actions::reserve, list::offer)
        .show("/home/market", family::list)
        .show_and_act("/home/market/new", family::new, actions::post)
        .show("/home/market/{id}", family::offer)
        .act("/home/market/{id}/withdraw", actions::withdraw, family::offer)
        .act("/home/market/{id}/settle", actions::settle, family::offer)
        .show("/desk/market", staff::page)
        .act("/desk/market/{id}/show", actions::show, staff::page)
        .act("/desk/market/{id}/refuse", actions::refuse, staff::page)
}

/// Formats fen as yuan: `15`, `15.50`.
fn yuan(fen: i64) -> String {
    if fen % 100 == 0 { (fen / 100).to_string() } else { format!("{}.{:02}", fen / 100, fen % 100) }
}

/// Formats the price of a unit: `15 元 / 斤`, or that it is a gift.
fn price(offer: &MarketOffer) -> String {
    match offer.price {
        0 => t!("market-free"),
        fen => t!("market-price", price = yuan(fen), unit = offer.unit.clone()),
    }
}

/// Formats when it can be fetched.
fn window(opens: i64, closes: i64) -> String {
    format!("{} – {}", lang().clock(opens), lang().clock(closes))
}

fn pill(state: MarketState) -> impl IntoView {
    let (tone, icon) = match state {
        MarketState::Waiting => ("amber", "clock"),
        MarketState::Shown => ("tea", "eye"),
        MarketState::Refused => ("plum", "close"),
        MarketState::Withdrawn | MarketState::Over => ("soft", "undo"),
    };
    view! { <StatePill tone icon text=lang().named("market-state", state.as_str()) /> }
}

fn reservation_pill(state: ReservationState) -> impl IntoView {
    let (tone, icon) = match state {
        ReservationState::Reserved => ("amber", "clock"),
        ReservationState::Fetched => ("tea", "check"),
        ReservationState::NotFetched => ("plum", "close"),
        ReservationState::Cancelled | ReservationState::Unsaid => ("soft", "undo"),
    };
    view! { <StatePill tone icon text=lang().named("market-reservation", state.as_str()) /> }
}

/// Renders offers as rows that lead below `to`.
fn rows(offers: &[MarketOffer], to: &'static str) -> AnyView {
    let rows = offers
        .iter()
        .map(|offer| {
            let (title, line) = (offer.title.clone(), format!("{} · {}", price(offer), offer.location_name));
            let left = t!("market-left", n = offer.left, unit = offer.unit.clone());
            let shown = offer.state == MarketState::Shown;
            let state = offer.state;
            view! {
                <li>
                    <a class="row" href=format!("{to}/{}", offer.id)>
                        <span class="row-main"><b>{title}</b><small>{line}</small><small>{window(offer.opens, offer.closes)}</small></span>
                        <span class="row-end">{shown.then(|| view! { <b>{left}</b> })}{(!shown).then(|| pill(state))}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

/// Renders what an offer says: price, units, when and where.
fn facts(offer: &MarketOffer) -> impl IntoView + use<> {
    let MarketOffer { id, unit, left, quantity, location_name, address, opens, closes, reason, .. } = offer.clone();
    let price = price(offer);
    view! {
        <Facts>
            <Fact name=t!("market-stall")>{id}</Fact>
            <Fact name=t!("market-price-name")>{price}</Fact>
            <Fact name=t!("market-units")>{t!("market-left-of", n = left, all = quantity, unit = unit)}</Fact>
            <Fact name=t!("market-when")>{window(opens, closes)}</Fact>
            <Fact name=t!("market-where")>{location_name}" · "{address}</Fact>
            {reason.map(|reason| view! { <Fact name=t!("market-reason")>{lang().named("market-refusal", reason.as_str())}</Fact> })}
        </Facts>
    }
}
