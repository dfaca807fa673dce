//! The counter: one search for codes, numbers and words, with the lists of due work below.

use domain::{claims::ClaimFile, permission::Action, pickup::PickUpCode};
use leptos::prelude::*;

use super::hits::found;
use crate::{
    components::Empty,
    pages::{
        stock::pieces::{Find, claim_rows},
        today::worklist,
    },
    web::{Cx, Here, Page, Shown},
};

/// Rows of a short list; a link leads to the rest.
const SHORT: usize = 5;
/// Most rows that the store returns for a list.
const MOST: usize = 100;

/// Renders `GET /shop?find&list`.
pub async fn page(cx: Cx) -> Shown {
    let find: String = cx.query("find").chars().take(200).collect();
    // A look-up is counted, so only a visit makes one.
    if !find.is_empty() && !cx.ahead {
        return found(cx, find).await;
    }
    if let Some(name) = LISTS.iter().find(|name| **name == cx.query("list")) {
        let files = list(&cx, name).await?;
        return Ok(whole_list(&cx, name, files));
    }
    let mut lists = Vec::with_capacity(LISTS.len());
    for name in LISTS {
        lists.push((name, list(&cx, name).await?));
    }
    let may_keep = cx.actor.may_somewhere(Action::KeepStock);
    // Quiet when nothing is missing: a line that is always there is not read.
    let missing = match cx.actor.may_somewhere(Action::ReadStock) {
        true => cx.store.minimums(&cx.actor, cx.shop()).await?.iter().filter(|line| line.missing() > 0).count(),
        false => 0,
    };
    // The lists above are what the counter hands over; this is the rest of what waits for the shop and its keeper.
    let mut waits = if may_keep { cx.store.today(&cx.within()).await?.waits } else { Vec::new() };
    waits.retain(|one| one.work.is_of_shop());
    let now = cx.now;
    Ok(Page::new(cx.lang.t("shop-title"), Here::Counter, move || {
        let idle = lists.iter().all(|(_, files)| files.is_empty());
        let chips = lists.iter().map(|(name, files)| chip(name, files.len())).collect_view();
        let lists = if idle {
            let (to, label) = if may_keep { ("/shop/fill", "shop-idle-action") } else { ("/shop/stock", "shop-idle-stock") };
            view! { <Empty title=t!("shop-idle") pictogram="bridge" action=(to, t!(label))>{t!("shop-idle-text")}</Empty> }.into_any()
        } else {
            let lists = lists.into_iter().map(|(name, files)| short_list(name, files)).collect_view();
            view! {
                <nav class="chips only-phone" aria-label=t!("shop-lists")>{chips}</nav>
                <div class="cards">{lists}</div>
            }
            .into_any()
        };
        view! {
            {find_card(String::new())}
            <div class="live" id="shop" data-live="shop">
                {lists}
                {worklist::groups(&waits, now)}
            </div>
            {(missing > 0).then(|| view! {
                <p class="soft"><a class="link" href="/shop/reorder">{t!("reorder-some", n = missing)}</a></p>
            })}
        }
    })
    .no_index()
    .live()
    .kept())
}

pub(crate) fn find_card(value: String) -> impl IntoView {
    view! {
        <section class="card">
            <h2>{t!("shop-find-title")}</h2>
            <div><Find value ready=true /></div>
            <p class="hint">{t!("shop-find-hint")}</p>
        </section>
    }
}

/// The counter's lists, in display order.
const LISTS: [&str; 3] = ["expected", "ready", "checks"];

/// Loads the claims of the list of this name.
pub(crate) async fn list(cx: &Cx, name: &str) -> domain::Result<Vec<ClaimFile>> {
    Ok(match name {
        "expected" => cx.store.arrivals(&cx.actor).await?,
        "ready" => cx.store.ready(&cx.actor).await?,
        _ => cx.store.checks_waiting(&cx.actor).await?,
    })
}

/// Renders the link to a list further down, for phones.
fn chip(name: &'static str, count: usize) -> impl IntoView + use<> {
    view! {
        <a class="chip" href=format!("#shop-{name}")>
            {t!(&format!("shop-{name}"))}
            <b class="count">{shown(count)}</b>
        </a>
    }
}

fn shown(count: usize) -> String {
    if count >= MOST { format!("{MOST}+") } else { count.to_string() }
}

fn short_list(name: &'static str, mut files: Vec<ClaimFile>) -> impl IntoView {
    let count = files.len();
    files.truncate(SHORT);
    let shown = shown(count);
    let more = (count > SHORT).then(|| {
        view! { <a class="link" href=format!("/shop?list={name}")>{t!("shop-list-all", n = shown.clone())}</a> }
    });
    let heading = format!("shop-{name}");
    view! {
        <section class="stack" aria-labelledby=heading.clone()>
            <h2 id=heading.clone()>{t!(&heading)}" "<b class="count">{shown.clone()}</b></h2>
            {if count == 0 {
                view! { <p class="soft">{t!(&format!("{heading}-none"))}</p> }.into_any()
            } else {
                claim_rows(files, "", 0).into_any()
            }}
            {more}
        </section>
    }
}

fn whole_list(cx: &Cx, name: &str, files: Vec<ClaimFile>) -> Page {
    let key = format!("shop-{name}");
    let cut = files.len() >= MOST;
    let none = format!("{key}-none");
    Page::new(cx.lang.t(&key), Here::Counter, move || {
        let list = if files.is_empty() {
            view! { <Empty title=t!(&none) action=("/shop", t!("shop-back")) /> }.into_any()
        } else {
            claim_rows(files, "", 0).into_any()
        };
        view! {
            <Find />
            <div class="live" id="shop" data-live="shop">{list}</div>
            {cut.then(|| view! { <p class="note">{t!("shop-list-cut")}</p> })}
        }
    })
    .back("/shop")
    .no_index()
    .live()
    .kept()
}

/// Returns the pick-up code that a list of hits or the hand-over before carried in its link.
/// It is what the shopkeeper typed there, and is judged and counted when it is sent.
pub(crate) fn carried_code(cx: &Cx) -> String {
    cx.query("code").parse().map_or_else(|_| String::new(), |code: PickUpCode| code.as_str().to_owned())
}
