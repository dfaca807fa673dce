//! The kits of a root area: how many are ready at a shop, and how many its stock would make.

use domain::{permission::Action, stock::kits::Kit};
use leptos::prelude::*;
use store::stock::kits::views::KitAtHand;

use super::{
    super::{
        pieces::location_filter,
        words::{grouped, link},
    },
    chips,
};
use crate::{
    components::{Empty, Pager, Row},
    i18n::item_title,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /shop/kits?location&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let locations = cx.store.shops(&cx.actor, Action::ReadStock).await?;
    let location = match cx.shop() {
        0 => locations.first().map_or(0, |shop| shop.id),
        asked => asked,
    };
    let found = cx.store.kits(&cx.actor, location, cx.query_i64("cursor")).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let may_keep = cx.actor.may_somewhere(Action::KeepStock);
    Ok(Page::new(cx.lang.t("moving-kits"), Here::Moving, move || {
        let filter = location_filter(&locations, location).map(|select| {
            view! { <form class="filter-row">{select}<button class="btn btn-quiet">{t!("stock-filter")}</button></form> }
        });
        let list = match found.items.is_empty() {
            true if may_keep => view! { <Empty title=t!("kits-none") action=("/shop/items/new", t!("kits-new"))>{t!("kits-none-text")}</Empty> }.into_any(),
            true => view! { <Empty title=t!("kits-none")>{t!("kits-none-reader")}</Empty> }.into_any(),
            false => {
                let rows = found.items.iter().map(|kit| row(kit, location)).collect_view();
                view! { <ul class="rows">{rows}</ul>{may_keep.then(|| view! { <p class="note">{t!("kits-more")}" "<a class="link" href="/shop/items">{t!("kits-items")}</a></p> })} }.into_any()
            }
        };
        view! {
            {chips("/shop/kits")}
            {filter}
            {list}
            <Pager next />
        }
    })
    .no_index())
}

/// Lists the parts of a kit in one line: `书包 × 1、练习本 × 5`.
pub(crate) fn contents(kit: &Kit) -> String {
    let parts = kit
        .parts
        .iter()
        .map(|part| format!("{} × {}", item_title(&part.key, &part.name, part.item, &part.size), part.quantity));
    parts.collect::<Vec<_>>().join("、")
}

/// Lists kits that shops have, or could put together from what lies there, each with the link to do so; nothing
/// without any.
pub(crate) fn at_hand(kits: Vec<KitAtHand>) -> Option<AnyView> {
    if kits.is_empty() {
        return None;
    }
    let rows = kits
        .into_iter()
        .map(|kit| {
            let to = link(&format!("/shop/kits/{}", kit.item), &[("location", &kit.location.to_string())]);
            let (ready, possible) = (grouped(kit.ready), grouped(kit.possible));
            view! {
                <Row to picture=kit.key tint="tint-all" title=kit.name line=kit.location_name>
                    <b>{t!("kits-ready", n = ready)}</b>
                    <small>{t!("kits-possible", n = possible)}</small>
                </Row>
            }
        })
        .collect_view();
    Some(
        view! {
            <section class="stack" aria-labelledby="kits">
                <h2 id="kits">{t!("moving-kits")}</h2>
                <ul class="rows">{rows}</ul>
            </section>
        }
        .into_any(),
    )
}

fn row(kit: &Kit, location: i64) -> impl IntoView + use<> {
    let to = link(&format!("/shop/kits/{}", kit.item), &[("location", &location.to_string())]);
    let (key, title, line) = (kit.key.clone(), kit.name.clone(), contents(kit));
    let (ready, possible) = (grouped(kit.ready), grouped(kit.possible));
    view! {
        <Row to picture=key tint="tint-all" title line>
            <b>{t!("kits-ready", n = ready)}</b>
            <small>{t!("kits-possible", n = possible)}</small>
        </Row>
    }
}
