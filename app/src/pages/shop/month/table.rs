//! The notice itself, as it is printed and put up.

use domain::{
    DAY,
    month_notice::{Explained, Giver, MonthLine, MonthNotice},
    months::Month,
};
use leptos::prelude::*;

use super::{
    super::words::{grouped, link, signed},
    month_name,
};
use crate::i18n::{day_value, item_title, lang};

/// A column: its phrase, its number, and the kinds of journals behind it; none where no journal is.
struct Column {
    key: &'static str,
    kinds: &'static str,
    signed: bool,
    of: fn(&MonthLine) -> i64,
}

const COLUMNS: [Column; 11] = [
    Column { key: "month-opening", kinds: "", signed: false, of: |l| l.opening },
    Column { key: "month-received", kinds: "receive", signed: false, of: |l| l.received },
    Column { key: "month-moved-in", kinds: "arrive,transfer", signed: false, of: |l| l.moved_in },
    Column { key: "month-issued", kinds: "issue", signed: false, of: |l| l.issued },
    Column { key: "month-returned", kinds: "return", signed: false, of: |l| l.returned },
    Column { key: "month-moved-out", kinds: "send,transfer", signed: false, of: |l| l.moved_out },
    Column { key: "month-lost", kinds: "write_off", signed: false, of: |l| l.lost },
    Column { key: "month-counted", kinds: "count", signed: true, of: |l| l.counted },
    Column { key: "month-kits", kinds: "assemble,take_apart", signed: true, of: |l| l.kits },
    Column { key: "month-other", kinds: "", signed: true, of: |l| l.other },
    Column { key: "month-closing", kinds: "", signed: false, of: |l| l.closing },
];

impl Column {
    /// Columns that are empty all month are left out, but for those that say how it adds up.
    fn is_shown(&self, total: &MonthNotice) -> bool {
        let always = matches!(self.key, "month-opening" | "month-received" | "month-issued" | "month-closing");
        always || total.lines.iter().any(|line| (self.of)(line) != 0)
    }
}

/// The whole notice. With `drills`, every number leads to its journals.
pub(super) fn whole(notice: &MonthNotice, drills: bool) -> AnyView {
    let name = notice.location_name.clone();
    let title = t!("month-heading", month = month_name(&notice.month));
    let address = notice.address.clone();
    let lines = if notice.lines.is_empty() {
        view! { <p class="note">{t!("month-nothing")}</p> }.into_any()
    } else {
        table(notice, drills)
    };
    view! {
        <article class="month-notice">
            <header><p class="month-shop">{name}</p><h2>{title}</h2></header>
            {summary(notice, drills)}
            {lines}
            {givers(&notice.givers)}
            {explained("month-losses", &notice.losses, false)}
            {explained("month-counts", &notice.counts, true)}
            <footer>
                <p>{t!("month-privacy")}</p>
                <p class="signatures"><span>{t!("month-signed")}</span><span>{t!("month-stamp")}</span><span>{t!("take-day")}</span></p>
                <p class="soft">{address}</p>
            </footer>
        </article>
    }
    .into_any()
}

/// The journals of these kinds in this month; further pairs narrow it.
fn journals(notice: &MonthNotice, kinds: &str, item: i64) -> Option<String> {
    let month: Month = notice.month.parse().ok()?;
    let item = if item == 0 { String::new() } else { item.to_string() };
    (!kinds.is_empty()).then(|| {
        link(
            "/shop/journals",
            &[
                ("location", &notice.location.to_string()),
                ("kind", kinds),
                ("from", &day_value(month.start())),
                ("to", &day_value(month.end() - DAY)),
                ("item", &item),
            ],
        )
    })
}

fn number(shown: String, n: i64, to: Option<String>) -> AnyView {
    match to {
        Some(to) if n != 0 => view! { <a class="total" href=to>{shown}</a> }.into_any(),
        _ => shown.into_any(),
    }
}

fn summary(notice: &MonthNotice, drills: bool) -> impl IntoView + use<> {
    let total = &notice.total;
    let stats = [
        (total.received, t!("month-sum-received"), "receive"),
        (total.issued, t!("month-sum-issued"), "issue"),
        (notice.households, t!("month-sum-households"), ""),
        (total.closing, t!("month-sum-closing"), ""),
    ]
    .map(|(n, words, kinds)| {
        let to = if drills { journals(notice, kinds, 0) } else { None };
        match to {
            Some(to) if n != 0 => {
                view! { <a class="stat" href=to><b>{grouped(n)}</b><span>{words}</span></a> }.into_any()
            }
            _ => view! { <p class="stat"><b>{grouped(n)}</b><span>{words}</span></p> }.into_any(),
        }
    })
    .into_iter()
    .collect_view();
    view! { <div class="stats">{stats}</div> }
}

fn table(notice: &MonthNotice, drills: bool) -> AnyView {
    let columns: Vec<&Column> = COLUMNS.iter().filter(|column| column.is_shown(notice)).collect();
    let heads = columns.iter().map(|column| view! { <th scope="col" class="num">{t!(column.key)}</th> }).collect_view();
    let cells = |line: &MonthLine| {
        columns
            .iter()
            .map(|column| {
                let n = (column.of)(line);
                let to = if drills { journals(notice, column.kinds, line.item) } else { None };
                let shown = match n {
                    0 if !matches!(column.key, "month-opening" | "month-closing") => ().into_any(),
                    n if column.signed => number(signed(n), n, to),
                    n => number(grouped(n), n, to),
                };
                view! { <td class="num" data-label=t!(column.key)>{shown}</td> }
            })
            .collect_view()
    };
    let (still, moved): (Vec<_>, Vec<_>) = notice.lines.iter().partition(|line| line.is_still());
    let rows = moved
        .iter()
        .map(|line| {
            let title = item_title(&line.key, &line.name, line.item, "");
            view! { <tr><th scope="row">{title}</th>{cells(line)}</tr> }
        })
        .collect_view();
    // One page holds what came and went; what only lay there is one line.
    let rest = (!still.is_empty()).then(|| {
        let mut sum = MonthLine::default();
        still.iter().for_each(|line| sum.add(line));
        let n = i64::try_from(still.len()).unwrap_or(i64::MAX);
        view! { <tr><th scope="row">{t!("month-still", n = n)}</th>{cells(&sum)}</tr> }
    });
    let total = cells(&notice.total);
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=t!("month-table")>
            <table class="table">
                <thead><tr><th scope="col">{t!("field-item")}</th>{heads}</tr></thead>
                <tbody>{rows}{rest}</tbody>
                <tfoot><tr><th scope="row">{t!("stock-total")}</th>{total}</tr></tfoot>
            </table>
        </div>
    }
    .into_any()
}

/// Who gave, as they agreed to be named; the others are thanked without a name.
fn givers(givers: &[Giver]) -> Option<impl IntoView + use<>> {
    (!givers.is_empty()).then(|| {
        let rows = givers
            .iter()
            .map(|giver| {
                let how = lang().named("stock-origin", giver.origin.as_str());
                let who = match (giver.name.as_str(), giver.origin.as_str()) {
                    ("", "purchase" | "opening") => how.clone(),
                    ("", _) => t!("month-unnamed", n = giver.receipts),
                    (name, _) => name.to_owned(),
                };
                let units = t!("month-units", n = grouped(giver.units));
                view! { <li><b>{who}</b>" "<span class="soft">{how}" · "{units}</span></li> }
            })
            .collect_view();
        view! { <section><h3>{t!("month-givers")}</h3><ul class="month-list">{rows}</ul></section> }
    })
}

fn explained(key: &'static str, all: &[Explained], with_sign: bool) -> Option<impl IntoView + use<>> {
    (!all.is_empty()).then(|| {
        let rows = all
            .iter()
            .map(|one| {
                let title = item_title(&one.key, &one.name, one.item, &one.size);
                let n = if with_sign { signed(one.units) } else { grouped(one.units) };
                let (n, reason) = (t!("month-units", n = n), one.reason.clone());
                view! { <li><b>{title}</b>" "{n}" "<span class="soft">{reason}</span></li> }
            })
            .collect_view();
        view! { <section><h3>{t!(key)}</h3><ul class="month-list">{rows}</ul></section> }
    })
}
