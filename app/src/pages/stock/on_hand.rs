//! Stock on hand: item by size by location. Every number links to the entries it is the sum of.

use domain::{
    catalogue::Category,
    ledger::{Place, StockLine},
    permission::Action,
};
use leptos::prelude::*;
use store::{
    ledger::views::StockQuery,
    stock::on_hand::{LINES, StockPage},
};

use super::{
    pieces::location_filter,
    words::{grouped, link, place},
};
use crate::{
    components::{Empty, Icon, tint},
    i18n::{self, lang},
    web::{Cx, Here, Page, Shown},
};

/// Places in the order of the columns.
const PLACES: [Place; 3] = [Place::Shelf, Place::Reserved, Place::Quarantine];

/// Renders `GET /shop/stock?location&q&category&from`.
pub async fn page(cx: Cx) -> Shown {
    let location = cx.shop();
    let q: String = cx.query("q").chars().take(40).collect();
    let category: Option<Category> = cx.query("category").parse().ok();
    let mut query = StockQuery { location, q: q.clone(), category, from: cx.query_i64("from").max(0) };
    let mut found = cx.store.stock_page(&cx.actor, &query).await?;
    if found.lines.is_empty() && query.from > 0 {
        // An offset beyond the end, e.g. after the page's last line was issued, restarts at 0.
        query.from = 0;
        found = cx.store.stock_page(&cx.actor, &query).await?;
    }
    let locations = cx.store.shops(&cx.actor, Action::ReadStock).await?;
    let may_keep = cx.actor.may_somewhere(Action::KeepStock);
    let missing = cx.store.minimums(&cx.actor, location).await?.iter().filter(|line| line.missing() > 0).count();
    let from = query.from;
    let link_from = |from: i64| cx.query_with(&[("from", &if from == 0 { String::new() } else { from.to_string() })]);
    let before = (from > 0).then(|| link_from((from - LINES).max(0)));
    let after = (from + LINES < found.of).then(|| link_from(from + LINES));
    let several = locations.len() > 1;
    // The sums cover all lines, so their entries get the same filters as this page.
    let narrowing = [
        ("location", if location == 0 { String::new() } else { location.to_string() }),
        ("q", q.clone()),
        ("category", category.map_or(String::new(), |c| c.as_str().to_owned())),
    ];
    let narrowed = location != 0 || !q.is_empty() || category.is_some();
    Ok(Page::new(cx.lang.t("stock-title"), Here::Stock, move || {
        let filter = view! {
            <form class="filter-row" role="search">
                {location_filter(&locations, location)}
                {category_filter(category)}
                <input type="search" name="q" value=q placeholder=t!("stock-search") aria-label=t!("stock-search") maxlength="40" />
                <button class="btn btn-quiet">{t!("stock-filter")}</button>
                <a class="btn btn-quiet" href="/shop/items"><Icon name="list" />{t!("stock-items")}</a>
                <a class="btn btn-quiet" href="/shop/scan"><Icon name="scan" />{t!("stock-scan")}</a>
            </form>
        };
        let table = match (found.lines.is_empty(), narrowed) {
            (true, true) => view! { <Empty title=t!("stock-none-found") action=("/shop/stock?location=0", t!("stock-show-all"))>{t!("stock-none-found-text")}</Empty> }.into_any(),
            (true, false) if may_keep => view! { <Empty title=t!("stock-empty") pictogram="cat-home" action=("/shop/receive", t!("stock-receive"))>{t!("stock-empty-text")}</Empty> }.into_any(),
            (true, false) => view! { <Empty title=t!("stock-empty") pictogram="cat-home">{t!("stock-empty-reader")}</Empty> }.into_any(),
            _ => table(&found, several, &narrowing),
        };
        view! {
            <div class="table-wrap" tabindex="0" role="region" aria-label=t!("stock-title")>
                {filter}
                {table}
            </div>
            {pager(before, after, from, found.of)}
            {(!found.lines.is_empty()).then(|| view! {
                <form id="labels" action="/shop/labels"><button class="btn btn-quiet"><Icon name="print" />{t!("stock-labels")}</button></form>
            })}
            <p class="cluster">
                {may_keep.then(|| view! { <a class="link" href="/shop/import">{t!("import-title")}</a> })}
                <a class="link" href="/shop/export">{t!("export-title")}</a>
                <a class="link" href="/shop/reorder">{t!("reorder-some", n = missing)}</a>
            </p>
        }
    })
    .wide()
    .tools(move || {
        view! {
            <a class="btn btn-quiet" href="/shop/stock-takes"><Icon name="list" />{t!("takes-title")}</a>
            {may_keep.then(|| view! { <a class="btn btn-main" href="/shop/receive"><Icon name="plus" />{t!("stock-receive")}</a> })}
        }
    })
    .no_index())
}

fn category_filter(chosen: Option<Category>) -> impl IntoView {
    let options = Category::ALL
        .iter()
        .map(|category| {
            let name = category.as_str();
            view! { <option value=name selected=Some(*category) == chosen>{lang().named("category", name)}</option> }
        })
        .collect_view();
    view! {
        <select name="category" aria-label=t!("goods-category")>
            <option value="">{t!("stock-all-categories")}</option>
            {options}
        </select>
    }
}

fn table(found: &StockPage, several: bool, narrowing: &[(&str, String)]) -> AnyView {
    let rows = found.lines.iter().map(|line| row(line, several)).collect_view();
    let sums = [found.on_hand, found.reserved, found.quarantine];
    let totals = PLACES
        .iter()
        .zip(sums)
        .map(|(at, sum)| {
            let pairs: Vec<_> = narrowing.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let to = link("/shop/entries", &[pairs.as_slice(), &[("place", at.as_str())]].concat());
            view! { <td class="num" data-label=place(*at)><a class="total" href=to>{grouped(sum)}</a></td> }
        })
        .collect_view();
    let heads = PLACES.map(|at| view! { <th scope="col" class="num">{place(at)}</th> }).collect_view();
    view! {
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">{t!("field-item")}</th>
                    {several.then(|| view! { <th scope="col">{t!("stock-location")}</th> })}
                    {heads}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
            <tfoot>
                <tr>
                    <th scope="row">{t!("stock-total")}</th>
                    {several.then(|| view! { <td></td> })}
                    {totals}
                </tr>
            </tfoot>
        </table>
    }
    .into_any()
}

fn of(line: &StockLine, at: Place) -> i64 {
    match at {
        Place::Shelf => line.on_hand,
        Place::Reserved => line.reserved,
        Place::Quarantine => line.quarantine,
        _ => 0,
    }
}

fn row(line: &StockLine, several: bool) -> impl IntoView + use<> {
    let (item, location) = (line.item.to_string(), line.location.to_string());
    let lots = link("/shop/lots", &[("item", &item), ("location", &location)]);
    let numbers = PLACES
        .map(|at| {
            let n = of(line, at);
            let to = link(
                "/shop/entries",
                &[("item", &item), ("size", &line.size), ("location", &location), ("place", at.as_str())],
            );
            let orders = (at == Place::Reserved && line.ordered > 0).then(|| {
                view! { " "<small class="soft">{t!("stock-ordered", n = grouped(line.ordered))}</small> }
            });
            // 0 is shown on the shelf only; elsewhere the cell stays empty.
            let shown = match (n, at) {
                (0, Place::Shelf) => Some(view! { <span class="soft">"0"</span> }.into_any()),
                (0, _) => None,
                _ => Some(view! { <a class="total" href=to>{grouped(n)}</a>{orders} }.into_any()),
            };
            view! { <td class="num" data-label=place(at)>{shown}</td> }
        })
        .collect_view();
    let place = line.location_name.clone();
    let short = line.short.then(|| {
        view! { " "<span class="pill pill-amber"><Icon name="alert" />{t!("stock-short")}</span> }
    });
    let title = i18n::item_title(&line.key, &line.name, line.item, &line.size);
    let (of, pick) = (format!("{item}|{}", line.size), t!("stock-labels-of", what = title.clone()));
    view! {
        <tr class=tint(line.category)>
            <th scope="row" data-label=t!("field-item")>
                <span class="pick"><label><input type="checkbox" form="labels" name="of" value=of aria-label=pick /></label><a href=lots>{title}</a>{short}</span>
            </th>
            {several.then(|| view! { <td data-label=t!("stock-location")>{place}</td> })}
            {numbers}
        </tr>
    }
}

fn pager(before: Option<String>, after: Option<String>, from: i64, of: i64) -> Option<impl IntoView> {
    (before.is_some() || after.is_some()).then(|| {
        let words = t!("stock-rows", from = grouped(from + 1), to = grouped((from + LINES).min(of)), of = grouped(of));
        view! {
            <nav class="pager" aria-label=t!("pager")>
                {before.map(|to| view! { <a class="btn btn-quiet" rel="prev" href=to>{t!("stock-before")}</a> })}
                <span>{words}</span>
                {after.map(|to| view! { <a class="btn btn-quiet" rel="next" href=to>{t!("stock-after")}</a> })}
            </nav>
        }
    })
}
