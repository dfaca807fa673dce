//! What families offer, for all; and what the reader reserved.

use domain::community::markets::{MarketState, Reservation, ReservationState};
use leptos::prelude::*;

use super::{facts, pill, reservation_pill, rows, window, yuan};
use crate::{
    components::{ActionForm, Empty, Icon, Pager, RowForm, Stepper, Submit},
    web::{Cx, Here, Page, Shown, scene},
};

/// Renders `GET /market?cursor`.
pub async fn page(cx: Cx) -> Shown {
    let found = cx.store.market(&cx.actor, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let signed_in = cx.actor.is_signed_in();
    Ok(Page::new(cx.lang.t("market-title"), Here::Feed, move || {
        let none = found.items.is_empty();
        view! {
            <p class="note">{t!("market-intro")}</p>
            {signed_in.then(|| view! {
                <nav class="doors" aria-label=t!("market-more")>
                    <a class="door" href="/market/reservations"><Icon name="list" /><span>{t!("market-mine")}</span></a>
                </nav>
            })}
            {if none {
                view! { <Empty title=t!("market-empty")>{t!("market-empty-text")}</Empty> }.into_any()
            } else {
                rows(&found.items, "/market")
            }}
            <Pager next />
        }
    })
    .narrow())
}

/// Renders `GET /market/{id}`.
pub async fn offer(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let offer = cx.store.market_offer(&cx.actor, id).await?;
    let own = offer.household.is_some() && offer.household == Some(cx.actor.household);
    let signed_in = cx.actor.is_signed_in();
    Ok(Page::new(offer.title.clone(), Here::Feed, move || {
        let open = offer.state == MarketState::Shown && scene().now < offer.closes && offer.left > 0 && !own;
        let (left, state) = (offer.left, offer.state);
        view! {
            <p class="cluster">{pill(state)}</p>
            {facts(&offer)}
            {(open && signed_in).then(|| view! {
                <ActionForm to=format!("/market/{id}/reserve")>
                    <Stepper name="quantity" label=t!("market-quantity") max=left />
                    <p class="note">{t!("market-pay-note")}</p>
                    <div class="thumb-bar"><Submit label=t!("market-reserve") wide=true /></div>
                </ActionForm>
            })}
            {(open && !signed_in).then(|| view! {
                <a class="btn btn-main btn-wide" href=format!("/sign-in?next=/market/{id}")>{t!("market-sign-in")}</a>
            })}
        }
    })
    .back("/market")
    .narrow()
    .no_index())
}

/// Renders `GET /market/reservations`.
pub async fn mine(cx: Cx) -> Shown {
    let found = cx.store.my_reservations(&cx.actor).await?;
    Ok(Page::new(cx.lang.t("market-mine"), Here::Feed, move || {
        if found.is_empty() {
            return view! { <Empty title=t!("market-mine-none") action=("/market", t!("market-title")) /> }.into_any();
        }
        let rows = found.into_iter().map(row).collect_view();
        view! { <ul class="rows">{rows}</ul> }.into_any()
    })
    .back("/market")
    .narrow()
    .no_index())
}

fn row(of: Reservation) -> impl IntoView {
    let Reservation { id, offer, title, quantity, unit, price, location_name, opens, closes, state, .. } = of;
    let line = t!("market-reserved-line", n = quantity, unit = unit, price = yuan(price));
    let line = format!("{} · {line}", t!("market-number", n = id));
    let when = format!("{} · {location_name}", window(opens, closes));
    let cancels = state == ReservationState::Reserved && scene().now < closes;
    view! {
        <li class="row">
            <span class="row-main">
                <b><a class="link" href=format!("/market/{offer}")>{title}</a></b>
                <small>{line}</small>
                <small>{when}</small>
            </span>
            <span class="row-end">
                {reservation_pill(state)}
                {cancels.then(|| view! {
                    <RowForm to=format!("/market/reservations/{id}/cancel")>
                        <button class="btn btn-quiet btn-small">{t!("market-cancel")}</button>
                    </RowForm>
                })}
            </span>
        </li>
    }
}
