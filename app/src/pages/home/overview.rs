//! Home: what to collect, what to confirm, where each wish is, and the way to a new one.

use domain::orders::{Order, OrderState};
use leptos::prelude::*;

use super::{Own, order, pickup};
use crate::{
    i18n::lang,
    page::{Cx, Here, Page, Shown},
    parts::{Empty, Icon, Stages, Tile, tint, wish_pill},
};

/// `/home`
pub async fn page(cx: Cx) -> Shown {
    let errands = cx.store.errands(&cx.actor).await?;
    let wishes = cx.store.household_wishes(&cx.actor, cx.actor.household).await?;
    let all = Own::all(wishes, errands);
    let mut orders = cx.store.own_orders(&cx.actor, 0).await?.items;
    let ordered_before = !orders.is_empty();
    orders.retain(|order| order.state == OrderState::Held);
    let points = cx.store.my_points(&cx.actor).await?.points.balance;
    Ok(Page::new(cx.lang.t("home-title"), Here::Home, move || {
        let none = all.is_empty();
        let ready: Vec<&Own> = all.iter().filter(|own| own.ready().next().is_some()).collect();
        let pickups = ready.iter().map(|own| pickup::pickup(own, ready.len() == 1)).collect_view();
        let confirms = all.iter().flat_map(pickup::to_confirm).collect_view();
        let (live, over): (Vec<_>, Vec<_>) = all
            .iter()
            .filter(|own| own.ready().chain(own.to_confirm()).next().is_none())
            .partition(|own| own.is_live());
        let cards = live.into_iter().map(card).collect_view();
        let (has_tasks, has_cards) = (!pickups.is_empty() || !confirms.is_empty(), !cards.is_empty());
        view! {
            {none.then(|| view! {
                <Empty title=t!("home-empty") pictogram="bridge" action=("/home/wishes/new", t!("home-new"))>{t!("home-empty-text")}</Empty>
            })}
            {has_tasks.then(|| view! { <div class="cards">{pickups}{confirms}</div> })}
            {to_collect(&orders)}
            {has_cards.then(|| view! { <ul class="cards">{cards}</ul> })}
            {doors(!none, ordered_before, points)}
            {past(&over)}
        }
    })
    .no_index())
}

/// One wish: its picture, how far it is, and a word for it.
fn card(own: &Own) -> impl IntoView + use<> {
    let wish = &own.file.wish;
    view! {
        <li class=format!("my-wish card {}", tint(wish.category))>
            <Tile key=wish.key.clone() photo=wish.photo />
            <h2><a href=format!("/home/wishes/{}", wish.id)>{own.title(lang())}</a></h2>
            <p class="need">
                <Stages state=wish.state quantity=wish.quantity progress=own.file.progress />
                {own.stage()}
            </p>
        </li>
    }
}

/// Orders that wait in a shop.
fn to_collect(orders: &[Order]) -> Option<impl IntoView + use<>> {
    let rows = orders.iter().map(order::waiting).collect_view();
    (!orders.is_empty()).then(|| view! { <ul class="rows">{rows}</ul> })
}

/// Where to go from here, as big links.
fn doors(new: bool, orders: bool, points: i64) -> impl IntoView {
    view! {
        <nav class="doors" aria-label=t!("home-doors")>
            {new.then(|| view! {
                <a class="door door-main" href="/home/wishes/new"><Icon name="plus" /><span>{t!("home-new")}</span></a>
            })}
            <a class="door" href="/home/shop"><Icon name="shop" /><span>{t!("home-free-shop")}</span></a>
            <a class="door" href="/home/points">
                <Icon name="star" /><span>{t!("points-door")}</span><small>{t!("points-count", n = points)}</small>
            </a>
            {orders.then(|| view! {
                <a class="door" href="/home/orders"><Icon name="list" /><span>{t!("home-orders")}</span></a>
            })}
            <a class="door" href="/home/received"><Icon name="gift" /><span>{t!("received-title")}</span></a>
            <a class="door" href="/home/household/openings"><Icon name="eye" /><span>{t!("home-openings")}</span></a>
            <a class="door" href="/home/household"><Icon name="file" /><span>{t!("home-household")}</span></a>
        </nav>
    }
}

/// Wishes that are over.
fn past(over: &[&Own]) -> Option<impl IntoView + use<>> {
    (!over.is_empty()).then(|| {
        let rows = over
            .iter()
            .map(|own| {
                let wish = &own.file.wish;
                let reason = own.file.reason.clone();
                view! {
                    <li>
                        <a class=format!("row {}", tint(wish.category)) href=format!("/home/wishes/{}", wish.id)>
                            <Tile key=wish.key.clone() size="small" photo=wish.photo />
                            <span class="row-main">
                                <b>{own.title(lang())}</b>
                                {(!reason.is_empty()).then(|| view! { <small>{reason}</small> })}
                            </span>
                            <span class="row-end">{wish_pill(wish.state)}</span>
                        </a>
                    </li>
                }
            })
            .collect_view();
        view! {
            <section class="stack" aria-labelledby="past">
                <h2 id="past">{t!("home-past")}</h2>
                <ul class="rows">{rows}</ul>
            </section>
        }
    })
}
