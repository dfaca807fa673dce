//! A family's own offers: made, taken back, and who fetched what.

use domain::{
    DAY,
    community::markets::{Fetching, MarketState, Reservation, ReservationState},
};
use leptos::prelude::*;

use super::{facts, pill, reservation_pill, rows, yuan};
use crate::{
    components::{ActionForm, Banner, Empty, Field, More, RowForm, Select, Submit, thumb_link},
    i18n::{day_value, lang},
    web::{Cx, Here, Page, Shown, scene},
};

/// Renders `GET /home/market`.
pub async fn list(cx: Cx) -> Shown {
    let offers = cx.store.own_market_offers(&cx.actor).await?;
    Ok(Page::new(cx.lang.t("home-market"), Here::Home, move || {
        view! {
            <p class="note">{t!("home-market-note")}</p>
            {if offers.is_empty() {
                view! { <Empty title=t!("home-market-none") /> }.into_any()
            } else {
                rows(&offers, "/home/market")
            }}
            <p class="cluster"><a class="btn btn-quiet" href="/market">{t!("market-title")}</a></p>
            <p><a class="btn btn-main btn-wide" href="/home/market/new">{t!("market-new")}</a></p>
            {thumb_link("/home/market/new".to_owned(), t!("market-new"), "plus")}
        }
    })
    .back("/home")
    .narrow()
    .no_index())
}

/// Renders `GET /home/market/new`.
pub async fn new(cx: Cx) -> Shown {
    cx.actor.must_be_family()?;
    let places = cx.store.market_places(&cx.actor).await?;
    let (today, latest) = (day_value(cx.now), day_value(cx.now + 90 * DAY));
    let tomorrow = day_value(cx.now + DAY);
    Ok(Page::new(cx.lang.t("market-new"), Here::Home, move || {
        let places = places.into_iter().map(|(id, name)| (id.to_string(), name)).collect::<Vec<_>>();
        view! {
            <ActionForm to="/home/market/new">
                <Field name="title" label=t!("market-what") hint=t!("market-what-hint") required=true max_length=30 autocomplete="off" />
                <Field name="quantity" label=t!("market-quantity") kind="number" inputmode="numeric" value="10" required=true min="1" max="1000" />
                <Field name="unit" label=t!("market-unit") hint=t!("market-unit-hint") required=true max_length=8 autocomplete="off" />
                <Field
                    name="price" label=t!("market-price-each") hint=t!("market-price-hint") required=true inputmode="decimal"
                    autocomplete="off" max_length=10
                />
                <Select name="location" label=t!("market-where") options=places required=true />
                <Field name="opens" label=t!("market-day") kind="date" value=tomorrow required=true min=today max=latest />
                <Field name="from" label=t!("market-from") kind="time" value="08:00" required=true />
                <Field name="closes" label=t!("market-until") kind="time" value="12:00" required=true />
                <p class="note">{t!("market-review-note")}</p>
                <div class="thumb-bar"><Submit label=t!("market-new-do") wide=true /></div>
            </ActionForm>
        }
    })
    .back("/home/market")
    .narrow()
    .no_index())
}

/// Renders `GET /home/market/{id}`, for the family and for staff who post for it.
pub async fn offer(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let reservations = cx.store.offer_reservations(&cx.actor, id).await?;
    let offer = cx.store.market_offer(&cx.actor, id).await?;
    let (here, back) = match cx.actor.household {
        0 => (Here::Market, "/desk/market"),
        _ => (Here::Home, "/home/market"),
    };
    let own = cx.actor.household != 0;
    Ok(Page::new(offer.title.clone(), here, move || {
        let live = matches!(offer.state, MarketState::Waiting | MarketState::Shown);
        let begun = scene().now >= offer.opens;
        let none = reservations.is_empty();
        let rows = reservations.into_iter().map(|one| row(id, one, begun)).collect_view();
        view! {
            <p class="cluster">{pill(offer.state)}</p>
            {offer.unreviewed.then(|| view! {
                <Banner>{t!("market-unreviewed")}</Banner>
                {own.then(|| view! { <p><a class="btn btn-main btn-wide" href="/home/market/new">{t!("market-new-again")}</a></p> })}
            })}
            {facts(&offer)}
            {(own && offer.state == MarketState::Refused).then(|| view! {
                <p><a class="btn btn-main btn-wide" href="/home/market/new">{t!("market-new-changed")}</a></p>
            })}
            <section class="stack" aria-labelledby="reservations">
                <h2 id="reservations">{t!("market-reservations")}</h2>
                {none.then(|| view! { <p class="soft">{t!("market-reservations-none")}</p> })}
                <ul class="rows">{rows}</ul>
            </section>
            {live.then(|| view! {
                <More summary=t!("market-withdraw") to=format!("/home/market/{id}/withdraw")>
                    <ActionForm to=format!("/home/market/{id}/withdraw")>
                        <p class="note">{t!("market-withdraw-note")}</p>
                        <Submit label=t!("market-withdraw") tone="bad" />
                    </ActionForm>
                </More>
            })}
        }
    })
    .back(back)
    .narrow()
    .no_index())
}

/// Renders a reservation, and two buttons for what became of it.
fn row(offer: i64, of: Reservation, begun: bool) -> impl IntoView {
    let Reservation { id, name, quantity, unit, price, state, .. } = of;
    let line = t!("market-reserved-line", n = quantity, unit = unit, price = yuan(price));
    // Accounts of families have no name: the number tells neighbours apart who come to fetch.
    let who = if name.is_empty() { t!("market-neighbour") } else { name };
    let line = format!("{} · {line}", t!("market-number", n = id));
    let asks = begun && state == ReservationState::Reserved;
    let buttons = asks.then(|| {
        Fetching::ALL
            .iter()
            .map(|fetching| {
                view! {
                    <RowForm to=format!("/home/market/{offer}/settle")>
                        <input type="hidden" name="reservation" value=id />
                        <input type="hidden" name="fetching" value=fetching.as_str() />
                        <button class="btn btn-soft btn-small">{lang().named("market-fetching", fetching.as_str())}</button>
                    </RowForm>
                }
            })
            .collect_view()
    });
    view! {
        <li class="row">
            <span class="row-main"><b>{who}</b><small>{line}</small></span>
            <span class="row-end">{reservation_pill(state)}{buttons}</span>
        </li>
    }
}
