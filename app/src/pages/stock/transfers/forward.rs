//! Who could use goods that expire soon: open wishes, and shops below their minimum.

use leptos::prelude::*;
use store::stock::expiry::Forward;

use super::{
    super::{
        pieces::{best_before, keeps},
        words::{grouped, link},
    },
    send_link,
};
use crate::{
    components::{Empty, Fact, Facts, Tile, waited_pill},
    i18n::item_title,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /shop/lots/{id}/forward?location`.
pub async fn page(cx: Cx) -> Shown {
    let found = cx.store.forward(&cx.actor, cx.id("id")?, cx.query_i64("location")).await?;
    let may_keep = keeps(&cx, found.location).await?;
    let title = cx.lang.item_title(&found.key, &found.name, found.item, &found.size);
    Ok(Page::new(title, Here::Moving, move || {
        let (key, shop, minimum) = (found.key.clone(), found.location_name.clone(), found.minimum);
        let [item, location, lot] = [found.item, found.location, found.lot].map(|n| n.to_string());
        let entries = link(
            "/shop/entries",
            &[("item", &item), ("size", &found.size), ("lot", &lot), ("location", &location), ("place", "shelf")],
        );
        let no_taker = found.wishes.is_empty() && found.short_of.is_empty();
        view! {
            <div class="cluster"><Tile key size="small" /><b>{item_title(&found.key, &found.name, found.item, &found.size)}</b></div>
            <Facts>
                <Fact name=t!("stock-location")>{shop}</Fact>
                <Fact name=t!("expiry-free")><a class="total" href=entries>{grouped(found.quantity)}</a></Fact>
                {best_before(found.expires).map(|day| view! { <Fact name=t!("field-expires")>{day}</Fact> })}
                {(minimum > 0).then(|| view! { <Fact name=t!("expiry-minimum")>{grouped(minimum)}</Fact> })}
            </Facts>
            {no_taker.then(|| view! { <Empty title=t!("expiry-no-taker") action=("/shop/expiry", t!("expiry-back"))>{t!("expiry-no-taker-text")}</Empty> })}
            {wishes(&found, may_keep)}
            {shops(&found, may_keep)}
        }
    })
    .back("/shop/expiry")
    .narrow()
    .no_index())
}

fn wishes(found: &Forward, may_keep: bool) -> Option<impl IntoView + use<>> {
    let rows = found
        .wishes
        .iter()
        .map(|wish| {
            let to = if may_keep { format!("/shop/fill/{}", wish.wish) } else { format!("/wishes/{}", wish.wish) };
            let (units, district, since) = (wish.units, wish.district.clone(), wish.since);
            view! {
                <li><a class="row" href=to>
                    <span class="row-main"><b>{t!("expiry-wish", n = units)}</b><small>{district}</small></span>
                    <span class="row-end">{waited_pill(since)}</span>
                </a></li>
            }
        })
        .collect_view();
    (!found.wishes.is_empty()).then(|| {
        view! { <section class="stack"><h2>{t!("expiry-wishes")}</h2><ul class="rows">{rows}</ul></section> }
    })
}

fn shops(found: &Forward, may_keep: bool) -> Option<impl IntoView + use<>> {
    let rows = found
        .short_of
        .iter()
        .map(|(id, name, there)| {
            let (name, words) = (name.clone(), t!("expiry-shop-has", n = grouped(*there)));
            let inner = view! { <span class="row-main"><b>{name}</b><small>{words}</small></span> };
            let to = send_link(found.location, found.lot, *id);
            if may_keep {
                view! { <li><a class="row" href=to>{inner}<span class="row-end"><span class="link">{t!("expiry-send")}</span></span></a></li> }.into_any()
            } else {
                view! { <li><div class="row">{inner}</div></li> }.into_any()
            }
        })
        .collect_view();
    (!found.short_of.is_empty()).then(|| {
        view! { <section class="stack"><h2>{t!("expiry-shops")}</h2><ul class="rows">{rows}</ul></section> }
    })
}
