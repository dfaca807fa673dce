//! Stock on hand: item by size by location. Every number links to the entries it is the sum of.

use domain::{
    catalogue::Category,
    ledger::{Place, StockLine},
    permission::Action,
    tables::{Sort, StockColumn, filters::ListKind},
};
use leptos::prelude::*;
use store::{
    ledger::views::StockQuery,
    stock::on_hand::{LINES, StockPage},
};

use super::{
    pieces::location_filter,
    transfers::kits,
    words::{grouped, link, place},
};
use crate::{
    components::{
        Empty, Icon,
        tables::{
            Column, DataTable, Line,
            bar::{ListBar, MoreRows, print_head},
            bulk::Verdicts,
            prints,
        },
    },
    i18n::{self, lang},
    sheets::{self, File, Format},
    web::{Cx, Here, Page, Shown},
};

/// Largest number of a page that is looked at.
const MOST_PAGES: i64 = 1_000;
/// Most lines of a printout.
const PRINTED: i64 = 5_000;

/// Most items below their minimum that the link counts.
const MOST_MISSING: usize = 1_000;

/// Places in the order of the columns.
const PLACES: [Place; 3] = [Place::Shelf, Place::Reserved, Place::Quarantine];

/// Reads the filters; `page` is a number that was typed, in place of the line with which the page begins.
fn query(cx: &Cx) -> StockQuery {
    let page = domain::text::half_width(cx.query("page")).trim().parse::<i64>().unwrap_or(0).clamp(0, MOST_PAGES);
    let from = if page > 0 { (page - 1) * LINES } else { cx.query_i64("from").max(0) };
    let (location, category) = (cx.shop(), cx.query("category").parse().ok());
    StockQuery { location, q: cx.query("q").chars().take(40).collect(), category, from }
}

/// Reads the order of the list; by shop, item and size without one.
fn order(cx: &Cx) -> Sort<StockColumn> {
    cx.query("sort").parse().unwrap_or(Sort::up(StockColumn::Place))
}

/// Serves `GET /shop/stock/file?format`, with the filters and the order of the list.
pub(super) async fn file(cx: Cx) -> domain::Result<File> {
    cx.actor.must_somewhere(Action::ReadStock)?;
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    sheets::lists::stock(&cx.store, &cx.by(), cx.lang, format, &query(&cx), order(&cx)).await
}

/// Renders `GET /shop/stock?location&q&category&sort&from&page`, or with `print` all of it.
pub async fn page(cx: Cx) -> Shown {
    let (mut query, sort, print) = (query(&cx), order(&cx), prints(&cx));
    let most = if print { PRINTED } else { LINES };
    if print {
        query.from = 0;
    }
    let mut found = cx.store.stock_table(&cx.actor, &query, sort, most).await?;
    if found.lines.is_empty() && query.from > 0 {
        // An offset beyond the end, e.g. after the page's last line was issued, restarts at 0.
        query.from = 0;
        found = cx.store.stock_table(&cx.actor, &query, sort, most).await?;
    }
    let StockQuery { location, q, category, from } = query;
    let locations = cx.store.shops(&cx.actor, Action::ReadStock).await?;
    let table = grid(&cx, locations.len() > 1, sort);
    let missing = cx.store.to_reorder(&cx.actor, location, MOST_MISSING).await?.len();
    // The sums cover all lines, so their entries get the same filters as this page.
    let narrowing = [
        ("location", if location == 0 { String::new() } else { location.to_string() }),
        ("q", q.clone()),
        ("category", category.map_or(String::new(), |c| c.as_str().to_owned())),
    ];
    if print {
        return Ok(Page::new(cx.lang.t("stock-title"), Here::Stock, move || {
            let left = (found.of > most).then_some(());
            let head = print_head(found.lines.len(), MoreRows::of(left.as_ref()));
            view! { {head}{drawn(&table, &found, &narrowing)} }
        })
        .back(cx.address_with(&[("print", "")]))
        .plain()
        .wide()
        .no_index());
    }
    let kits = match q.is_empty() {
        true => Vec::new(),
        false => cx.store.kits_at_hand(&cx.actor, location, &q).await?,
    };
    let bar = ListBar::load(&cx, ListKind::Stock, "/shop/stock/file").await?;
    let may_keep = cx.actor.may_somewhere(Action::KeepStock);
    let pages = Pages::of(&cx, from, found.of);
    let narrowed = location != 0 || !q.is_empty() || category.is_some();
    let sorted = cx.query("sort").to_owned();
    Ok(Page::new(cx.lang.t("stock-title"), Here::Stock, move || {
        let filter = view! {
            <form class="filter-row" role="search">
                {(!sorted.is_empty()).then(|| view! { <input type="hidden" name="sort" value=sorted /> })}
                {location_filter(&locations, location)}
                {category_filter(category)}
                <input type="search" name="q" value=q placeholder=t!("stock-search") aria-label=t!("stock-search") maxlength="40" />
                <button class="btn btn-quiet">{t!("stock-filter")}</button>
                <a class="btn btn-quiet" href="/shop/items"><Icon name="list" />{t!("stock-items")}</a>
                <a class="btn btn-quiet" href="/shop/scan"><Icon name="scan" />{t!("stock-scan")}</a>
            </form>
        };
        let list = match (found.lines.is_empty(), narrowed) {
            (true, true) => view! { <Empty title=t!("stock-none-found") action=("/shop/stock?location=0", t!("stock-show-all"))>{t!("stock-none-found-text")}</Empty> }.into_any(),
            (true, false) if may_keep => view! { <Empty title=t!("stock-empty") pictogram="cat-home" action=("/shop/receive", t!("stock-receive"))>{t!("stock-empty-text")}</Empty> }.into_any(),
            (true, false) => view! { <Empty title=t!("stock-empty") pictogram="cat-home">{t!("stock-empty-reader")}</Empty> }.into_any(),
            _ => drawn(&table, &found, &narrowing),
        };
        view! {
            {bar.chips()}
            {filter}
            {list}
            {kits::at_hand(kits)}
            {pages.drawn()}
            {(!found.lines.is_empty()).then(|| view! {
                <form id="labels" action="/shop/labels"><button class="btn btn-quiet"><Icon name="print" />{t!("stock-labels")}</button></form>
            })}
            {bar.fold(&table)}
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

/// Builds the table; the shop is a column where there are several.
fn grid(cx: &Cx, several: bool, sort: Sort<StockColumn>) -> DataTable {
    let mut columns = vec![Column::text("item", cx.lang.t("field-item"))];
    if several {
        columns.push(Column::text("place", cx.lang.t("stock-location")).sorted());
    }
    for at in PLACES {
        let column = Column::number(at.as_str(), cx.lang.named("stock-place", at.as_str()));
        columns.push(if at == Place::Quarantine { column } else { column.sorted() });
    }
    columns.push(Column::number("value", cx.lang.t("stock-value")));
    let title = cx.lang.t("stock-title");
    DataTable::of(cx, ListKind::Stock, title, columns, Some(sort)).with_cards().with_boxes("labels", "of")
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

fn drawn(table: &DataTable, found: &StockPage, narrowing: &[(&str, String)]) -> AnyView {
    let several = table.has("place");
    let lines = found.lines.iter().enumerate().map(|(n, stock)| line(n, stock, several)).collect();
    let sums = [found.on_hand, found.reserved, found.quarantine];
    let totals = PLACES
        .iter()
        .zip(sums)
        .filter(|(at, _)| table.shows(at.as_str()))
        .map(|(at, sum)| {
            let pairs: Vec<_> = narrowing.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let to = link("/shop/entries", &[pairs.as_slice(), &[("place", at.as_str())]].concat());
            view! { <td class="num" data-label=place(*at)><a class="total" href=to>{grouped(sum)}</a></td> }
        })
        .collect_view();
    // The value is the sum of its column where all lines are shown, as in a printout.
    let whole = i64::try_from(found.lines.len()).is_ok_and(|lines| lines == found.of);
    let value = whole.then(|| i18n::money(found.lines.iter().map(StockLine::value).sum()));
    let sums = view! {
        <tfoot>
            <tr>
                <th scope="row">{t!("stock-total")}</th>
                {table.shows("place").then(|| view! { <td></td> })}
                {totals}
                {table.shows("value").then(|| view! { <td class="num" data-label=t!("stock-value")>{value}</td> })}
            </tr>
        </tfoot>
    };
    table.drawn(lines, &Verdicts::default(), Some(sums.into_any()))
}

fn of(line: &StockLine, at: Place) -> i64 {
    match at {
        Place::Shelf => line.on_hand,
        Place::Reserved => line.reserved,
        Place::Quarantine => line.quarantine,
        _ => 0,
    }
}

/// Renders a line of stock as row `n` of its page.
fn line(n: usize, line: &StockLine, several: bool) -> Line {
    let (item, location) = (line.item.to_string(), line.location.to_string());
    let numbers = PLACES.map(|at| {
        let n = of(line, at);
        let to = link(
            "/shop/entries",
            &[("item", &item), ("size", &line.size), ("location", &location), ("place", at.as_str())],
        );
        let orders = (at == Place::Reserved && line.ordered > 0).then(|| {
            view! { " "<small class="soft">{t!("stock-ordered", n = grouped(line.ordered))}</small> }
        });
        // 0 is shown on the shelf only; elsewhere the cell stays empty.
        match (n, at) {
            (0, Place::Shelf) => view! { <span class="soft">"0"</span> }.into_any(),
            (0, _) => ().into_any(),
            _ => view! { <a class="total" href=to>{grouped(n)}</a>{orders} }.into_any(),
        }
    });
    let place = several.then(|| line.location_name.clone().into_any());
    let value = (line.value() > 0).then(|| i18n::money(line.value())).into_any();
    let note = line
        .short
        .then(|| view! { " "<span class="pill pill-amber"><Icon name="alert" />{t!("stock-short")}</span> }.into_any());
    Line {
        id: i64::try_from(n).unwrap_or_default(),
        to: link("/shop/lots", &[("item", &item), ("location", &location)]),
        title: i18n::item_title(&line.key, &line.name, line.item, &line.size),
        note,
        pick: Some(format!("{item}|{}", line.size)),
        cells: place.into_iter().chain(numbers).chain([value]).collect(),
    }
}

/// The pages of the list: before, after, and one whose number is typed.
struct Pages {
    before: Option<String>,
    after: Option<String>,
    from: i64,
    of: i64,
    keep: Vec<(&'static str, String)>,
}

impl Pages {
    fn of(cx: &Cx, from: i64, of: i64) -> Self {
        let at = |from: i64| {
            let from = if from == 0 { String::new() } else { from.to_string() };
            cx.query_with(&[("from", &from), ("page", "")])
        };
        let keep = ["location", "q", "category", "sort"].map(|name| (name, cx.query(name).to_owned())).to_vec();
        let before = (from > 0).then(|| at((from - LINES).max(0)));
        let after = (from + LINES < of).then(|| at(from + LINES));
        Pages { before, after, from, of, keep }
    }

    fn drawn(self) -> Option<impl IntoView> {
        let Pages { before, after, from, of, keep } = self;
        (before.is_some() || after.is_some()).then(|| {
            let words = t!("stock-rows", from = grouped(from + 1), to = grouped((from + LINES).min(of)), of = grouped(of));
            let keep = keep
                .into_iter()
                .filter(|(_, value)| !value.is_empty())
                .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
                .collect_view();
            let (last, now) = (((of + LINES - 1) / LINES).to_string(), (from / LINES + 1).to_string());
            view! {
                <nav class="pager" aria-label=t!("pager")>
                    {before.map(|to| view! { <a class="btn btn-quiet" rel="prev" href=to>{t!("stock-before")}</a> })}
                    <span>{words}</span>
                    <form class="cluster only-wide" action="/shop/stock">
                        {keep}
                        <input type="number" name="page" min="1" max=last value=now aria-label=t!("pager-page") required />
                        <button class="btn btn-quiet btn-small">{t!("pager-go")}</button>
                    </form>
                    {after.map(|to| view! { <a class="btn btn-quiet" rel="next" href=to>{t!("stock-after")}</a> })}
                </nav>
            }
        })
    }
}
