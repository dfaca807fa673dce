//! What is where: item by size by location, and behind every number the entries it is the sum of.

use domain::{
    catalogue,
    ledger::{Place, StockLine},
    permission::Action,
};
use leptos::prelude::*;

use super::{
    pieces::location_filter,
    words::{grouped, link, place},
};
use crate::{
    i18n::lang,
    page::{Cx, Here, Page, Shown},
    parts::{Empty, Icon, tint},
};

/// Rows on one page.
const ROWS: usize = 100;
/// The numbers of a row, in the order of the columns.
const PLACES: [Place; 3] = [Place::Shelf, Place::Reserved, Place::Quarantine];

/// `/shop/stock?location&q&from`
pub async fn page(cx: Cx) -> Shown {
    let location = cx.query_i64("location");
    let q: String = cx.query("q").chars().take(40).collect();
    let lines = cx.store.stock(&cx.actor, location, &q).await?;
    let locations = cx.store.shops(&cx.actor, Action::ReadStock).await?;
    let may_keep = cx.actor.may_somewhere(Action::KeepStock);
    let from = usize::try_from(cx.query_i64("from")).unwrap_or(0).min(lines.len());
    let link_from = |from: usize| cx.query_with(&[("from", &if from == 0 { String::new() } else { from.to_string() })]);
    let before = (from > 0).then(|| link_from(from.saturating_sub(ROWS)));
    let after = (from + ROWS < lines.len()).then(|| link_from(from + ROWS));
    let several = locations.len() > 1;
    let narrowed = location != 0 || !q.is_empty();
    Ok(Page::new(cx.lang.t("stock-title"), Here::Stock, move || {
        let filter = view! {
            <form class="filter-row" role="search">
                {location_filter(&locations, location)}
                <input type="search" name="q" value=q placeholder=t!("stock-search") aria-label=t!("stock-search") maxlength="40" />
                <button class="btn btn-quiet">{t!("stock-filter")}</button>
            </form>
        };
        let table = match (lines.is_empty(), narrowed) {
            (true, true) => view! { <Empty title=t!("stock-none-found") action=("/shop/stock", t!("stock-show-all"))>{t!("stock-none-found-text")}</Empty> }.into_any(),
            (true, false) if may_keep => view! { <Empty title=t!("stock-empty") pictogram="cat-home" action=("/shop/receive", t!("stock-receive"))>{t!("stock-empty-text")}</Empty> }.into_any(),
            (true, false) => view! { <Empty title=t!("stock-empty") pictogram="cat-home">{t!("stock-empty-reader")}</Empty> }.into_any(),
            _ => table(&lines, from, several),
        };
        view! {
            <div class="table-wrap" tabindex="0" role="region" aria-label=t!("stock-title")>
                {filter}
                {table}
            </div>
            {pager(before, after, from, lines.len())}
        }
    })
    .wide()
    .tools(move || {
        may_keep.then(|| view! { <a class="btn btn-main" href="/shop/receive"><Icon name="plus" />{t!("stock-receive")}</a> })
    })
    .no_index())
}

fn table(lines: &[StockLine], from: usize, several: bool) -> AnyView {
    let rows = lines.iter().skip(from).take(ROWS).map(|line| row(line, several)).collect_view();
    let totals = PLACES
        .map(|at| {
            let sum = lines.iter().map(|line| of(line, at)).sum();
            view! { <td class="num" data-label=place(at)>{grouped(sum)}</td> }
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
    let tinted = catalogue::find(line.item).map(|i| tint(i.category)).unwrap_or_default();
    let numbers = PLACES
        .map(|at| {
            let n = of(line, at);
            let to = link(
                "/shop/entries",
                &[("item", &item), ("size", &line.size), ("location", &location), ("place", at.as_str())],
            );
            // Nothing says nothing, except where people look for it.
            let shown = match (n, at) {
                (0, Place::Shelf) => Some(view! { <span class="soft">"0"</span> }.into_any()),
                (0, _) => None,
                _ => Some(view! { <a class="total" href=to>{grouped(n)}</a> }.into_any()),
            };
            view! { <td class="num" data-label=place(at)>{shown}</td> }
        })
        .collect_view();
    let place = line.location_name.clone();
    view! {
        <tr class=tinted>
            <th scope="row" data-label=t!("field-item")><a href=lots>{lang().title(&line.key, &line.size)}</a></th>
            {several.then(|| view! { <td data-label=t!("stock-location")>{place}</td> })}
            {numbers}
        </tr>
    }
}

fn pager(before: Option<String>, after: Option<String>, from: usize, of: usize) -> Option<impl IntoView> {
    (before.is_some() || after.is_some()).then(|| {
        let number = |n: usize| grouped(i64::try_from(n).unwrap_or(i64::MAX));
        let words = t!("stock-rows", from = number(from + 1), to = number((from + ROWS).min(of)), of = number(of));
        view! {
            <nav class="pager" aria-label=t!("pager")>
                {before.map(|to| view! { <a class="btn btn-quiet" rel="prev" href=to>{t!("stock-before")}</a> })}
                <span>{words}</span>
                {after.map(|to| view! { <a class="btn btn-quiet" rel="next" href=to>{t!("stock-after")}</a> })}
            </nav>
        }
    })
}
