//! The family's home: goods to collect, hand-overs to confirm, its wishes, and a new wish.

use domain::orders::{Order, OrderState};
use leptos::prelude::*;
use store::ops::today::home::HomeDoors;

use crate::{
    components::{Empty, Icon, More, Spoken, Stages, Tile, caseworker_line, tint, wish_pill},
    i18n::{end_reason, lang},
    pages::{claims::pickup, orders::family::order, wishes::family::Own},
    web::{Cx, Here, Page, Shown},
};

/// Wishes that stand on the page; the others are folded up.
const SHOWN: usize = 3;
/// Wishes that stand below goods to collect or to confirm, so that the page stays short.
const SHOWN_BELOW_TASKS: usize = 1;

/// Renders `GET /home`.
pub async fn page(cx: Cx) -> Shown {
    let errands = cx.store.errands(&cx.actor).await?;
    let wishes = cx.store.household_wishes(&cx.actor, cx.actor.household).await?;
    let all = Own::all(wishes, errands);
    let openings = pickup::openings(&cx, &all).await?;
    let mut orders = cx.store.own_orders(&cx.actor, 0).await?.items;
    let ordered_before = !orders.is_empty();
    orders.retain(|order| order.state == OrderState::Held);
    let HomeDoors { points, disputed, on_loan, entitled, paired, jobs } = cx.store.home_doors(&cx.actor).await?;
    let caseworker = cx.store.own_caseworker(&cx.actor).await?;
    Ok(Page::new(cx.lang.t("home-title"), Here::Home, move || {
        let none = all.is_empty();
        let ready: Vec<&Own> = all.iter().filter(|own| own.ready().next().is_some()).collect();
        let mut described = Vec::new();
        let pickups = ready
            .iter()
            .map(|own| pickup::pickup(own, ready.len() == 1, &openings, &mut described))
            .collect_view();
        let confirms = all.iter().flat_map(pickup::to_confirm).collect_view();
        let (live, over): (Vec<_>, Vec<_>) = all
            .iter()
            .filter(|own| own.ready().chain(own.to_confirm()).next().is_none())
            .partition(|own| own.is_live());
        let mut cards: Vec<AnyView> = live.into_iter().map(|own| card(own).into_any()).collect();
        let has_tasks = !pickups.is_empty() || !confirms.is_empty();
        let folded = cards.split_off(cards.len().min(if has_tasks { SHOWN_BELOW_TASKS } else { SHOWN }));
        let has_cards = !cards.is_empty();
        view! {
            {none.then(|| view! {
                <Empty title=t!("home-empty") pictogram="bridge" action=("/home/wishes/new", t!("home-new"))>{t!("home-empty-text")}</Empty>
            })}
            <div class="live" id="home" data-live="home mine">
                {has_tasks.then(|| view! { <div class="cards">{pickups}{confirms}</div> })}
                {to_collect(&orders)}
                {has_cards.then(|| view! { <ul class="cards">{cards}</ul> })}
                {more(folded)}
            </div>
            {asked(entitled, paired, jobs)}
            {doors(ordered_before, disputed, points, on_loan)}
            {past(&over)}
            {caseworker_line(caseworker)}
            {(!none).then(|| new_wish(if has_tasks { "after-tasks" } else { "thumb-bar" }))}
        }
    })
    .no_index()
    .live()
    .kept())
}

/// Renders the wishes beyond the first ones, folded up.
fn more(cards: Vec<AnyView>) -> Option<AnyView> {
    let n = i64::try_from(cards.len()).unwrap_or(i64::MAX);
    (n > 0).then(|| view! { <More summary=t!("home-more", n = n)><ul class="cards">{cards}</ul></More> }.into_any())
}

/// Renders one wish: picture, steps and state.
fn card(own: &Own) -> impl IntoView + use<> {
    let wish = &own.file.wish;
    let (title, stage) = (own.title(lang()), own.stage());
    // What a person who does not read wants to hear first: which wish, and how far it is.
    let words = format!("{title}，{stage}");
    view! {
        <li class=format!("my-wish card {}", tint(wish.category))>
            <Tile key=wish.key.clone() photo=wish.photo />
            <h2><a href=format!("/home/wishes/{}", wish.id)>{title}</a></h2>
            <div class="need">
                <Stages state=wish.state quantity=wish.quantity progress=own.file.progress sent=own.is_sent() />
                <Spoken key="" words class="line"><span>{stage}</span></Spoken>
            </div>
        </li>
    }
}

/// Renders orders held in a shop.
fn to_collect(orders: &[Order]) -> Option<impl IntoView + use<>> {
    let rows = orders.iter().map(order::waiting).collect_view();
    (!orders.is_empty()).then(|| view! { <ul class="rows">{rows}</ul> })
}

/// Renders the links to what the family is asked: a policy it may want, a helper it may accept, and jobs.
fn asked(entitled: bool, paired: bool, jobs: i64) -> Option<impl IntoView> {
    let waits = || Some(t!("home-waits-for-you"));
    (entitled || paired || jobs > 0).then(|| {
        view! {
            <nav class="doors" aria-label=t!("home-waits-for-you")>
                {entitled.then(|| door("/home/entitlements", "gift", "home-entitlements", waits()))}
                {paired.then(|| door("/home/pairings", "hand", "home-pairings", waits()))}
                {(jobs > 0).then(|| door("/home/jobs", "building", "home-jobs", Some(t!("home-jobs-asked", n = jobs))))}
            </nav>
        }
    })
}

/// Renders the large links to the family's other pages: what it uses each week, and the others folded up, so that the page
/// stays within three screens of a phone.
fn doors(orders: bool, disputes: bool, points: i64, on_loan: i64) -> impl IntoView {
    view! {
        <nav class="doors two" aria-label=t!("home-doors")>
            {door("/home/points", "star", "points-door", Some(t!("points-count", n = points)))}
            {orders.then(|| door("/home/orders", "list", "home-orders", None))}
            {(on_loan > 0).then(|| door("/home/loans", "calendar", "home-loans", Some(t!("home-loans-count", n = on_loan))))}
            {disputes.then(|| door("/home/disputes", "alert", "home-disputes", None))}
            {door("/home/cases", "file", "cases-own-title", None)}
            {door("/home/household", "file", "home-household", None)}
        </nav>
        <More summary=t!("home-doors-more")>
            <nav class="doors two" aria-label=t!("home-doors-more")>
                {door("/home/appointments", "calendar", "home-appointments", None)}
                {door("/home/groups", "users", "home-groups", None)}
                {door("/home/courses", "star", "home-courses", None)}
                {door("/home/jobs", "building", "home-jobs", None)}
                {door("/home/market", "leaf", "home-market", None)}
                {door("/questions", "info", "questions-title", None)}
                {door("/home/received", "gift", "received-title", None)}
                {door("/home/household/openings", "eye", "home-openings", None)}
            </nav>
        </More>
    }
}

fn door(to: &'static str, icon: &'static str, key: &'static str, small: Option<String>) -> impl IntoView {
    view! {
        <Spoken key class="line">
            <a class="door" href=to><Icon name=icon /><span>{t!(key)}</span>{small.map(|small| view! { <small>{small}</small> })}</a>
        </Spoken>
    }
}

/// Renders the button for a new wish: within reach of the thumb, unless there is a code to show, which it would cover.
fn new_wish(class: &'static str) -> impl IntoView {
    view! {
        <div class=class>
            <Spoken key="home-new" class="wide">
                <a class="btn btn-main btn-wide" href="/home/wishes/new"><Icon name="plus" />{t!("home-new")}</a>
            </Spoken>
        </div>
    }
}

/// Renders wishes that are over.
fn past(over: &[&Own]) -> Option<impl IntoView + use<>> {
    (!over.is_empty()).then(|| {
        let rows = over
            .iter()
            .map(|own| {
                let wish = &own.file.wish;
                let reason = end_reason(&own.file.reason);
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
            <More summary=t!("home-past")>
                <ul class="rows">{rows}</ul>
            </More>
        }
    })
}
