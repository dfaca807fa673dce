//! The ledger of goods, newest first. Totals on other pages link here, filtered to their journals.

use axum::{extract::State, response::Response};
use domain::{
    DAY,
    ledger::{JournalKind, Location},
    permission::Action,
    tables::{JournalColumn, Lines, Sort, filters::ListKind},
};
use leptos::prelude::*;
use store::ledger::{
    entries::MovedUnits,
    journals::{JournalQuery, Sum},
    views::JournalFile,
};

use crate::{
    components::{
        Empty, Icon, Near,
        tables::{
            Column, DataTable, Line, PageLinks,
            bar::{ListBar, MoreRows, print_head},
            bulk::Verdicts,
            prints, window,
        },
    },
    i18n::{day_end, end_reason, item_title},
    pages::{
        imports::answer,
        stock::{
            pieces::location_filter,
            words::{grouped, kind, signed},
        },
    },
    sheets::{self, File, Format},
    web::{Cx, Here, Page, Shown, state::AppState},
};

/// Kinds of journals with goods; points alone are posted to no shop.
const KINDS: [JournalKind; 17] = [
    JournalKind::Receive,
    JournalKind::Inspect,
    JournalKind::Issue,
    JournalKind::Reserve,
    JournalKind::Release,
    JournalKind::Return,
    JournalKind::WriteOff,
    JournalKind::Count,
    JournalKind::Send,
    JournalKind::Arrive,
    JournalKind::Transfer,
    JournalKind::Assemble,
    JournalKind::TakeApart,
    JournalKind::Expire,
    JournalKind::Lend,
    JournalKind::GiveBack,
    JournalKind::Reverse,
];

/// Parses the query; `from` and `to` are whole days.
fn query(cx: &Cx) -> JournalQuery {
    let size: String = cx.query("size").chars().take(40).collect();
    let query = JournalQuery {
        location: cx.query_i64("location"),
        item: cx.query_i64("item"),
        size,
        kinds: cx.query("kind").split(',').filter_map(|kind| kind.parse().ok()).collect(),
        from: day_end(cx.query("from")).map_or(0, |end| end - DAY + 1),
        to: day_end(cx.query("to")).map_or(0, |end| end + 1),
        claim: cx.query_i64("claim"),
        receipt: cx.query_i64("receipt"),
        order: cx.query_i64("order"),
        transfer: cx.query_i64("transfer"),
        stock_take: cx.query_i64("stock_take"),
        import: cx.query_i64("import"),
        giver: cx.query_i64("giver"),
        reason_of: cx.query_i64("reason_of"),
        cursor: 0,
    };
    // A number of another page that leads here names what it counts; the whole list begins with the reader's own shop.
    if query.is_narrow() { query } else { JournalQuery { location: cx.shop(), ..query } }
}

/// Reads the order of the list; the newest first without one.
fn order(cx: &Cx) -> Sort<JournalColumn> {
    cx.query("sort").parse().unwrap_or(Sort::down(JournalColumn::Number))
}

/// Builds the table; the shop is a column where there are several.
fn grid(cx: &Cx, locations: &[Location]) -> DataTable {
    let mut columns = vec![
        Column::text("number", cx.lang.t("stock-what")).sorted(),
        Column::text("item", cx.lang.t("field-item")),
        Column::text("at", cx.lang.t("stock-when")),
        Column::text("by", cx.lang.t("stock-who")),
    ];
    if locations.len() > 1 {
        columns.push(Column::text("place", cx.lang.t("stock-location")).sorted());
    }
    columns.push(Column::text("why", cx.lang.t("stock-why")));
    DataTable::of(cx, ListKind::Journals, cx.lang.t("journals-title"), columns, Some(order(cx))).with_cards()
}

/// Renders a journal as a row; `several` adds the shop.
fn line(journal: &JournalFile, moved: &[MovedUnits], several: bool) -> Line {
    let at = journal.at;
    let mut cells =
        vec![things(journal.id, moved).into_any(), view! { <Near at /> }.into_any(), poster(journal).into_any()];
    cells.extend(several.then(|| journal.location_name.clone().into_any()));
    cells.push(why(journal).into_any());
    let (id, title) = (journal.id, format!("{} #{}", kind(journal.kind), journal.id));
    Line { id, to: format!("/shop/journals/{id}"), title, note: None, pick: None, cells }
}

/// Serves `GET /shop/journals/file?format`, with the filters and the order of the list.
pub(super) async fn file(state: State<AppState>, cx: Cx) -> Response {
    let made = exported(&cx).await;
    answer(state, cx, made).await
}

async fn exported(cx: &Cx) -> domain::Result<File> {
    cx.actor.must_somewhere(Action::ReadStock)?;
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    sheets::lists::shop::journals(&cx.store, &cx.by(), cx.lang, format, &query(cx), order(cx)).await
}

/// Renders `GET /shop/journals?sort`, filtered by every field of [`JournalQuery`], or with `print` all of it.
pub async fn page(cx: Cx) -> Shown {
    let query = query(&cx);
    let Lines { items, next } = cx.store.journal_table(&cx.actor, &query, window(&cx, order(&cx))).await?;
    let (head, left) = (prints(&cx).then_some(items.len()), MoreRows::of(next.as_ref()));
    let numbers: Vec<_> = items.iter().map(|journal| journal.id).collect();
    let moved = cx.store.moved_by(&cx.actor, &numbers).await?;
    let sum = if query.is_narrow() { Some(cx.store.journals_sum(&cx.actor, &query).await?) } else { None };
    let locations = cx.store.shops(&cx.actor, Action::ReadStock).await?;
    let bar = ListBar::load(&cx, ListKind::Journals, "/shop/journals/file").await?;
    let (grid, links) = (grid(&cx, &locations), PageLinks::of(&cx, next));
    let several = locations.len() > 1;
    let chosen = chosen(&cx, &query, &moved);
    let typed = ["from", "to", "sort"].map(|name| cx.query(name).to_owned());
    Ok(Page::new(cx.lang.t("journals-title"), Here::Journals, move || {
        let list = match (items.is_empty(), query.is_narrow() || query.location != 0) {
            (true, false) => view! { <Empty title=t!("journals-empty") pictogram="cat-home">{t!("journals-empty-text")}</Empty> }.into_any(),
            (true, true) => view! { <Empty title=t!("journals-none-found") action=("/shop/journals?location=0", t!("stock-show-all"))>{t!("journals-none-found-text")}</Empty> }.into_any(),
            _ => {
                let lines = items.iter().map(|journal| line(journal, &moved, several)).collect();
                grid.drawn(lines, &Verdicts::default(), None)
            }
        };
        view! {
            {bar.chips()}
            {chips(chosen.clone())}
            {sum.map(|sum| sum_line(sum, query.location != 0))}
            {head.map(|rows| print_head(rows, left))}
            {filter(&query, &locations, typed, chosen)}
            {list}
            {links.drawn()}
            {bar.fold(&grid)}
        }
    })
    .wide()
    .tools(|| {
        view! {
            <a class="btn btn-quiet" href="/shop/notice"><Icon name="file" />{t!("month-title")}</a>
            <a class="btn btn-quiet" href="/shop/stock-takes"><Icon name="list" />{t!("takes-title")}</a>
        }
    })
    .no_index())
}

/// A filter without a form field of its own.
///
/// Query name, value, words (empty: no chip), and the URL without it.
#[derive(Clone)]
struct Chosen {
    name: &'static str,
    value: String,
    words: String,
    without: String,
}

fn chosen(cx: &Cx, query: &JournalQuery, moved: &[MovedUnits]) -> Vec<Chosen> {
    let mut all = Vec::new();
    if query.item != 0 {
        let named = moved.iter().find(|m| m.item == query.item);
        let words = named
            .map_or_else(|| format!("#{}", query.item), |m| cx.lang.item_title(&m.key, &m.name, m.item, &query.size));
        let without = cx.address_with(&[("item", ""), ("size", ""), ("cursor", "")]);
        all.push(Chosen { name: "item", value: query.item.to_string(), words, without });
        if !query.size.is_empty() {
            let without = cx.address_with(&[("size", ""), ("cursor", "")]);
            all.push(Chosen { name: "size", value: query.size.clone(), words: String::new(), without });
        }
    }
    if query.kinds.len() > 1 {
        let words: Vec<_> = query.kinds.iter().map(|k| cx.lang.named("stock-kind", k.as_str())).collect();
        let value: Vec<_> = query.kinds.iter().map(|k| k.as_str()).collect();
        let without = cx.address_with(&[("kind", ""), ("cursor", "")]);
        all.push(Chosen { name: "kind", value: value.join(","), words: words.join(" · "), without });
    }
    let subjects = [
        ("claim", query.claim, "stock-claim"),
        ("receipt", query.receipt, "journals-of-receipt"),
        ("order", query.order, "journals-of-order"),
        ("transfer", query.transfer, "journals-of-transfer"),
        ("stock_take", query.stock_take, "journals-of-take"),
        ("import", query.import, "journals-of-import"),
        ("giver", query.giver, "journals-of-giver"),
        ("reason_of", query.reason_of, "journals-of-reason"),
    ];
    for (name, value, key) in subjects.into_iter().filter(|(_, value, _)| *value != 0) {
        let words = cx.lang.tf(key, &[("n", format!("#{value}").into())]);
        let without = cx.address_with(&[(name, ""), ("cursor", "")]);
        all.push(Chosen { name, value: value.to_string(), words, without });
    }
    all
}

/// Renders these filters as chips; following one removes it.
fn chips(chosen: Vec<Chosen>) -> Option<impl IntoView> {
    let shown: Vec<_> = chosen.into_iter().filter(|c| !c.words.is_empty()).collect();
    (!shown.is_empty()).then(|| {
        let chips = shown
            .into_iter()
            .map(|c| {
                let label = t!("journals-without", what = c.words.clone());
                view! { <a class="chip" href=c.without aria-current="true" aria-label=label>{c.words}<Icon name="close" /></a> }
            })
            .collect_view();
        view! { <nav class="chips" aria-label=t!("journals-narrowed")>{chips}</nav> }
    })
}

/// Renders the sums of the journals found.
fn sum_line(sum: Sum, at_one: bool) -> impl IntoView {
    let n = sum.journals;
    view! {
        <p class="note">
            {t!("journals-sum", n = n, units = grouped(sum.units))}
            {at_one.then(|| format!(" {}", t!("journals-change", n = signed(sum.change))))}
        </p>
    }
}

fn filter(
    query: &JournalQuery,
    locations: &[Location],
    [from, to, sort]: [String; 3],
    chosen: Vec<Chosen>,
) -> impl IntoView + use<> {
    let only = if let [one] = query.kinds.as_slice() { Some(*one) } else { None };
    let several = query.kinds.len() > 1;
    let kinds = KINDS
        .iter()
        .map(|k| view! { <option value=k.as_str() selected=only == Some(*k)>{kind(*k)}</option> })
        .collect_view();
    let keep = chosen.into_iter().map(|c| view! { <input type="hidden" name=c.name value=c.value /> }).collect_view();
    view! {
        <form class="filter-row">
            <input type="hidden" name="sort" value=sort />
            {keep}
            {location_filter(locations, query.location)}
            {(!several).then(|| view! {
                <select name="kind" aria-label=t!("stock-what")>
                    <option value="">{t!("journals-all-kinds")}</option>
                    {kinds}
                </select>
            })}
            <label class="filter-day">{t!("journals-from")}<input type="date" name="from" value=from /></label>
            <label class="filter-day">{t!("journals-to")}<input type="date" name="to" value=to /></label>
            <button class="btn btn-quiet">{t!("stock-filter")}</button>
        </form>
    }
}

/// Renders journals with what each moved; `several` adds the shop.
pub(crate) fn table(journals: &[JournalFile], moved: &[MovedUnits], several: bool) -> AnyView {
    let rows = journals.iter().map(|journal| row(journal, moved, several)).collect_view();
    view! {
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">{t!("stock-what")}</th>
                    <th scope="col">{t!("field-item")}</th>
                    <th scope="col">{t!("stock-when")}</th>
                    <th scope="col">{t!("stock-who")}</th>
                    {several.then(|| view! { <th scope="col">{t!("stock-location")}</th> })}
                    <th scope="col">{t!("stock-why")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// Names who posted a journal.
fn poster(journal: &JournalFile) -> String {
    if journal.by.is_empty() { t!("stock-by-clock") } else { journal.by.clone() }
}

/// Renders what a journal is about, its reason, and the journal that belongs to it.
fn why(journal: &JournalFile) -> Option<impl IntoView + use<>> {
    let reason = end_reason(&journal.reason);
    let (subjects, mark) = (subjects(journal), mark(journal));
    (!subjects.is_empty() || !reason.is_empty() || mark.is_some()).then(|| {
        let links = subjects.into_iter().map(|(to, words)| view! { <a href=to>{words}</a>" " }).collect_view();
        view! {
            <span>
                {links}
                {reason}
                {mark.map(|(words, other)| view! { " "<a class="soft" href=format!("/shop/journals/{other}")>{words}</a> })}
            </span>
        }
    })
}

fn row(journal: &JournalFile, moved: &[MovedUnits], several: bool) -> impl IntoView + use<> {
    let (at, place) = (journal.at, journal.location_name.clone());
    view! {
        <tr>
            <th scope="row"><a href=format!("/shop/journals/{}", journal.id)>{kind(journal.kind)}" #"{journal.id}</a></th>
            <td data-label=t!("field-item")>{things(journal.id, moved)}</td>
            <td data-label=t!("stock-when")><Near at /></td>
            <td data-label=t!("stock-who")>{poster(journal)}</td>
            {several.then(|| view! { <td data-label=t!("stock-location")>{place}</td> })}
            <td data-label=t!("stock-why")>{why(journal)}</td>
        </tr>
    }
}

/// Lists the subjects of a journal: URL and name.
pub(crate) fn subjects(journal: &JournalFile) -> Vec<(String, String)> {
    let called = |key: &str, n: i64| t!(key, n = format!("#{n}"));
    let all = [
        (journal.claim, "/shop/claims", "stock-claim"),
        (journal.receipt, "/shop/receipts", "journals-of-receipt"),
        (journal.transfer, "/shop/transfers", "journals-of-transfer"),
        (journal.stock_take, "/shop/stock-takes", "journals-of-take"),
        (journal.shop_order, "/shop/orders", "journals-of-order"),
    ];
    all.into_iter().filter(|(n, _, _)| *n != 0).map(|(n, path, key)| (format!("{path}/{n}"), called(key, n))).collect()
}

/// Lists what a journal moved: `书包 · 1–3 年级 × 3`.
fn things(journal: i64, moved: &[MovedUnits]) -> String {
    let of = moved
        .iter()
        .filter(|m| m.journal == journal)
        .map(|m| format!("{} × {}", item_title(&m.key, &m.name, m.item, &m.size), grouped(m.quantity)));
    of.collect::<Vec<_>>().join("、")
}

/// Returns the words and id of the journal that reverses this one, or that this one reverses.
fn mark(journal: &JournalFile) -> Option<(String, i64)> {
    match (journal.reversed_by, journal.reverses) {
        (0, 0) => None,
        (0, wrong) => Some((t!("stock-reverses", n = format!("#{wrong}")), wrong)),
        (by, _) => Some((t!("stock-reversed-by", n = format!("#{by}")), by)),
    }
}
