//! Goods that expire soon or are expired, each with its actions.

use domain::{ledger::Place, permission::Action};
use leptos::prelude::*;
use store::stock::expiry::{DatedGoods, Within};

use super::{
    super::{
        pieces::{best_before, location_filter},
        words::{grouped, link, place},
    },
    chips, send_link,
};
use crate::{
    components::{Empty, Pager},
    i18n::item_title,
    pages::reports::wanted::wishes_of,
    web::{Cx, Here, Page, Shown},
};

/// The choices: query value and range.
const CHOICES: [(&str, Within); 3] = [("7", Within::Days(7)), ("30", Within::Days(30)), ("expired", Within::Expired)];

/// Renders `GET /shop/expiry?within=7|30|expired&location&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let location = cx.shop();
    let (chosen, within) =
        CHOICES.into_iter().find(|(name, _)| *name == cx.query("within")).unwrap_or(("30", Within::Days(30)));
    let found = cx.store.dated(&cx.actor, location, within, cx.query_i64("cursor")).await?;
    let locations = cx.store.shops(&cx.actor, Action::ReadStock).await?;
    let kept: Vec<i64> = if cx.actor.may_somewhere(Action::KeepStock) {
        cx.store.shops(&cx.actor, Action::KeepStock).await?.iter().map(|shop| shop.id).collect()
    } else {
        Vec::new()
    };
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let tabs = CHOICES.map(|(name, _)| (name, cx.address_with(&[("within", name), ("cursor", "")])));
    let several = locations.len() > 1;
    Ok(Page::new(cx.lang.t("moving-expiry"), Here::Moving, move || {
        let tabs = tabs
            .map(|(name, to)| {
                let label = t!(&format!("expiry-within-{name}"));
                view! { <a class="chip" href=to aria-current=(name == chosen).then_some("true")>{label}</a> }
            })
            .collect_view();
        let filter = location_filter(&locations, location).map(|select| {
            view! {
                <form class="filter-row">
                    <input type="hidden" name="within" value=chosen />
                    {select}
                    <button class="btn btn-quiet">{t!("stock-filter")}</button>
                </form>
            }
        });
        let list = if found.items.is_empty() {
            let words = t!(&format!("expiry-none-{chosen}"));
            view! { <Empty title=words action=("/shop/stock", t!("stock-back"))>{t!("expiry-none-text")}</Empty> }
                .into_any()
        } else {
            table(&found.items, &kept, several)
        };
        view! {
            {chips("/shop/expiry")}
            <nav class="chips" aria-label=t!("expiry-when")>{tabs}</nav>
            <div class="table-wrap" tabindex="0" role="region" aria-label=t!("moving-expiry")>
                {filter}
                {list}
            </div>
            <Pager next />
        }
    })
    .wide()
    .no_index())
}

fn table(lines: &[DatedGoods], kept: &[i64], several: bool) -> AnyView {
    let rows = lines.iter().map(|line| row(line, kept.contains(&line.location), several)).collect_view();
    view! {
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">{t!("field-item")}</th>
                    <th scope="col">{t!("field-expires")}</th>
                    {several.then(|| view! { <th scope="col">{t!("stock-location")}</th> })}
                    <th scope="col">{t!("stock-place")}</th>
                    <th scope="col" class="num">{t!("field-quantity")}</th>
                    <th scope="col" class="num">{t!("expiry-wanted")}</th>
                    <th scope="col"><span class="visually-hidden">{t!("stock-acts")}</span></th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(line: &DatedGoods, may_keep: bool, several: bool) -> impl IntoView + use<> {
    let [item, location, lot] = [line.item, line.location, line.lot].map(|n| n.to_string());
    let lots = link("/shop/lots", &[("item", &item), ("location", &location)]);
    let entries = link(
        "/shop/entries",
        &[
            ("item", &item),
            ("size", &line.size),
            ("lot", &lot),
            ("location", &location),
            ("place", line.place.as_str()),
        ],
    );
    let title = item_title(&line.key, &line.name, line.item, &line.size);
    let (shop, wanted) = (line.location_name.clone(), (line.wanted > 0).then(|| grouped(line.wanted)));
    let wishes = wishes_of(line.item, &line.size, 0);
    let wanted = wanted.map(|n| view! { <a class="total" href=wishes>{n}</a> });
    view! {
        <tr>
            <th scope="row" data-label=t!("field-item")><a href=lots>{title}</a></th>
            <td data-label=t!("field-expires")>{best_before(line.expires)}</td>
            {several.then(|| view! { <td data-label=t!("stock-location")>{shop}</td> })}
            <td data-label=t!("stock-place")>{place(line.place)}</td>
            <td class="num" data-label=t!("field-quantity")><a class="total" href=entries>{grouped(line.quantity)}</a></td>
            <td class="num" data-label=t!("expiry-wanted")>{wanted}</td>
            <td class="acts">{acts(line, may_keep)}</td>
        </tr>
    }
}

/// Renders the actions on goods where they lie; reserved goods link to their claim or order.
fn acts(line: &DatedGoods, may_keep: bool) -> AnyView {
    let past = line.expires <= crate::web::scene().now;
    let lot = line.lot;
    let step = |what: &str| {
        let [item, location, lot] = [line.item, line.location, line.lot].map(|n| n.to_string());
        link(
            "/shop/lots",
            &[("item", &item), ("location", &location), ("lot", &lot), ("place", line.place.as_str()), ("do", what)],
        )
    };
    let forward = link(&format!("/shop/lots/{lot}/forward"), &[("location", &line.location.to_string())]);
    let links: Vec<(String, String)> = match line.place {
        Place::Reserved => {
            vec![(format!("/shop/claims/{}", line.owner), t!("stock-claim", n = format!("#{}", line.owner)))]
        }
        Place::Ordered => {
            vec![(format!("/shop/orders/{}", line.owner), t!("expiry-order", n = format!("#{}", line.owner)))]
        }
        Place::Shelf if past => vec![],
        Place::Shelf if may_keep => vec![
            (forward, t!("expiry-forward")),
            (send_link(line.location, lot, 0), t!("expiry-send")),
            (step("write-off"), t!("stock-do-write-off")),
        ],
        Place::Shelf => vec![(forward, t!("expiry-forward"))],
        _ if may_keep => vec![(step("return"), t!("stock-do-return")), (step("write-off"), t!("stock-do-write-off"))],
        _ => vec![],
    };
    links
        .into_iter()
        .map(|(to, label)| {
            let named = t!("stock-do-named", what = label.clone(), lot = format!("#{lot}"));
            view! { <a class="btn btn-quiet btn-small" href=to aria-label=named>{label}</a>" " }
        })
        .collect_view()
        .into_any()
}
