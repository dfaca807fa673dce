//! The notice itself, on screen and in print.

use domain::{
    DAY,
    catalogue::Category,
    reports::monthly::{Explained, MonthLine, MonthNotice},
    time::Month,
};
use leptos::prelude::*;

use crate::{
    i18n::{day_value, item_title, lang, month_name},
    pages::stock::words::{grouped, link, signed},
};

/// Items that moved and have a row each on one page of paper; of more, the categories have.
const ON_PAPER: usize = 12;
/// Items that have a row each on a page of the web.
const ON_SCREEN: usize = 200;
/// Entries of a list on paper.
const LISTED: usize = 6;

/// Which journals a number is the sum of.
#[derive(Clone, Copy)]
enum Behind {
    /// Everything before the month.
    Before,
    /// The month's journals of these kinds (comma-separated); "" is every kind.
    Month(&'static str),
    /// Everything until the end of the month.
    Until,
}

/// A column: phrase key, number, and the journals behind it.
struct Column {
    key: &'static str,
    behind: Behind,
    signed: bool,
    of: fn(&MonthLine) -> i64,
}

const COLUMNS: [Column; 12] = [
    Column { key: "month-opening", behind: Behind::Before, signed: false, of: |l| l.opening },
    Column { key: "month-received", behind: Behind::Month("receive"), signed: false, of: |l| l.received },
    Column { key: "month-moved-in", behind: Behind::Month("arrive,transfer"), signed: false, of: |l| l.moved_in },
    Column { key: "month-issued", behind: Behind::Month("issue"), signed: false, of: |l| l.issued },
    Column { key: "month-returned", behind: Behind::Month("return"), signed: false, of: |l| l.returned },
    Column { key: "month-moved-out", behind: Behind::Month("send,transfer"), signed: false, of: |l| l.moved_out },
    Column { key: "month-lost", behind: Behind::Month("write_off"), signed: false, of: |l| l.lost },
    Column { key: "month-counted", behind: Behind::Month("count"), signed: true, of: |l| l.counted },
    Column { key: "month-kits", behind: Behind::Month("assemble,take_apart"), signed: true, of: |l| l.kits },
    Column { key: "month-lent", behind: Behind::Month("lend,give_back"), signed: true, of: |l| l.lent },
    Column { key: "month-other", behind: Behind::Month(""), signed: true, of: |l| l.other },
    Column { key: "month-closing", behind: Behind::Until, signed: false, of: |l| l.closing },
];

impl Column {
    /// True unless the column is empty all month; opening, received, issued and closing always show.
    fn is_shown(&self, total: &MonthNotice) -> bool {
        let always = matches!(self.key, "month-opening" | "month-received" | "month-issued" | "month-closing");
        always || total.lines.iter().any(|line| (self.of)(line) != 0)
    }

    /// Class of its cells. A phone has room for three numbers: received, issued and left.
    fn class(&self) -> &'static str {
        if matches!(self.key, "month-received" | "month-issued" | "month-closing") { "num" } else { "num lesser" }
    }
}

/// Who reads a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoticeReader {
    /// Staff who read journals: numbers link to theirs.
    Shop,
    /// Administrators without access to the ledger.
    Administrator,
    /// Visitors: of households a lower bound.
    Public,
}

/// Renders the whole notice.
pub(crate) fn whole(notice: &MonthNotice, reader: NoticeReader) -> AnyView {
    let drills = reader == NoticeReader::Shop;
    let name = notice.location_name.clone();
    let title = t!("month-heading", month = month_name(&notice.month));
    let address = notice.address.clone();
    let kept = notice.heads.clone();
    let heads = (!kept.is_empty())
        .then(|| view! { <p class="soft chain-heads">{t!("month-heads")} " " <code>{kept}</code></p> });
    let lines = if notice.lines.is_empty() {
        view! { <p class="note">{t!("month-nothing")}</p> }.into_any()
    } else {
        table(notice, drills)
    };
    view! {
        <article class="month-notice">
            <header><p class="month-shop">{name}</p><h2>{title}</h2></header>
            {summary(notice, reader)}
            {lines}
            {givers(notice, drills)}
            {explained("month-losses", notice, &notice.losses, drills)}
            {explained("month-counts", notice, &notice.counts, drills)}
            <footer>
                <p>{t!("month-privacy")}</p>
                <p class="signatures"><span>{t!("month-signed")}</span><span>{t!("month-stamp")}</span><span>{t!("take-day")}</span></p>
                <p class="soft">{address}</p>
                {heads}
            </footer>
        </article>
    }
    .into_any()
}

/// Returns the URL of the journals behind a number; `more` adds filters.
fn journals(notice: &MonthNotice, behind: Behind, more: &[(&str, i64)]) -> Option<String> {
    let month: Month = notice.month.parse().ok()?;
    let (first, last) = (day_value(month.start()), day_value(month.end() - DAY));
    let (kinds, from, to) = match behind {
        Behind::Before => ("", String::new(), day_value(month.start() - DAY)),
        Behind::Month(kinds) => (kinds, first, last),
        Behind::Until => ("", String::new(), last),
    };
    let more: Vec<_> = more.iter().filter(|(_, n)| *n != 0).map(|(name, n)| (*name, n.to_string())).collect();
    let location = notice.location.to_string();
    let all = [("location", location.as_str()), ("kind", kinds), ("from", &from), ("to", &to)];
    let pairs: Vec<_> = all.into_iter().chain(more.iter().map(|(name, n)| (*name, n.as_str()))).collect();
    Some(link("/shop/journals", &pairs))
}

fn number(shown: String, n: i64, to: Option<String>) -> AnyView {
    match to {
        Some(to) if n != 0 => view! { <a class="total" href=to>{shown}</a> }.into_any(),
        _ => shown.into_any(),
    }
}

fn summary(notice: &MonthNotice, reader: NoticeReader) -> impl IntoView + use<> {
    let total = &notice.total;
    // The public reads a lower bound.
    let households = match (reader, notice.households) {
        (NoticeReader::Public, 0) => t!("impact-hidden"),
        (NoticeReader::Public, n) => t!("impact-at-least", n = grouped(n)),
        (_, n) => grouped(n),
    };
    let stats = [
        (total.received, grouped(total.received), t!("month-sum-received"), Behind::Month("receive")),
        (total.issued, grouped(total.issued), t!("month-sum-issued"), Behind::Month("issue")),
        (notice.households, households, t!("month-sum-households"), Behind::Month("issue")),
        (total.closing, grouped(total.closing), t!("month-sum-closing"), Behind::Until),
    ]
    .map(|(n, shown, words, behind)| {
        let to = if reader == NoticeReader::Shop { journals(notice, behind, &[]) } else { None };
        match to {
            Some(to) if n != 0 => view! { <a class="stat" href=to><b>{shown}</b><span>{words}</span></a> }.into_any(),
            _ => view! { <p class="stat"><b>{shown}</b><span>{words}</span></p> }.into_any(),
        }
    })
    .into_iter()
    .collect_view();
    view! { <div class="stats">{stats}</div> }
}

fn table(notice: &MonthNotice, drills: bool) -> AnyView {
    let columns: Vec<&Column> = COLUMNS.iter().filter(|column| column.is_shown(notice)).collect();
    let cells = |line: &MonthLine, drills: bool| {
        columns
            .iter()
            .map(|column| {
                let n = (column.of)(line);
                let to = if drills { journals(notice, column.behind, &[("item", line.item)]) } else { None };
                let shown = match n {
                    0 if !matches!(column.key, "month-opening" | "month-closing") => ().into_any(),
                    n if column.signed => number(signed(n), n, to),
                    n => number(grouped(n), n, to),
                };
                view! { <td class=column.class()>{shown}</td> }
            })
            .collect_view()
    };
    let (still, moved): (Vec<_>, Vec<_>) = notice.lines.iter().partition(|line| line.is_still());
    let total = |drills: bool| cells(&notice.total, drills);
    let drawn = |rows: AnyView, drills: bool| {
        view! {
            <table class="table compact">
                <thead><tr><th scope="col">{t!("field-item")}</th>{heads(&columns)}</tr></thead>
                <tbody>{rows}</tbody>
                <tfoot><tr><th scope="row">{t!("stock-total")}</th>{total(drills)}</tr></tfoot>
            </table>
        }
        .into_any()
    };
    // Of many things a page of paper holds their categories, and a page of the web no thousands of rows.
    let grouped = (moved.len() > ON_PAPER).then(|| {
        let rows = Category::ALL.iter().filter_map(|category| {
            let of_it = notice.lines.iter().filter(|line| line.category == *category);
            let mut sum = MonthLine::default();
            of_it.clone().for_each(|line| sum.add(line));
            let n = i64::try_from(of_it.count()).unwrap_or(i64::MAX);
            let title = t!("month-category", category = lang().named("category", category.as_str()), n = n);
            (n > 0).then(|| view! { <tr><th scope="row">{title}</th>{cells(&sum, false)}</tr> })
        });
        drawn(rows.collect::<Vec<_>>().into_any(), false)
    });
    let single = (moved.len() <= ON_SCREEN).then(|| {
        let rows = moved
            .iter()
            .map(|line| {
                let title = item_title(&line.key, &line.name, line.item, "");
                view! { <tr><th scope="row">{title}</th>{cells(line, drills)}</tr> }
            })
            .collect_view();
        // Items that did not move are summed in one row, so that the notice fits one page.
        let rest = (!still.is_empty()).then(|| {
            let mut sum = MonthLine::default();
            still.iter().for_each(|line| sum.add(line));
            let n = i64::try_from(still.len()).unwrap_or(i64::MAX);
            // Items that did not move have no journals in this month.
            view! { <tr><th scope="row">{t!("month-still", n = n)}</th>{cells(&sum, false)}</tr> }
        });
        drawn(view! { {rows}{rest} }.into_any(), drills)
    });
    let (on_paper, on_screen) = match (grouped.is_some(), single.is_some()) {
        (true, true) => ("only-print", "table-wrap no-print"),
        _ => ("table-wrap", "table-wrap"),
    };
    view! {
        {single.map(|table| view! { <div class=on_screen tabindex="0" role="region" aria-label=t!("month-table")>{table}</div> })}
        {grouped.map(|table| view! { <div class=on_paper role="region" aria-label=t!("month-table")>{table}</div> })}
    }
    .into_any()
}

fn heads(columns: &[&Column]) -> AnyView {
    let heads = columns
        .iter()
        .map(|column| view! { <th scope="col" class=column.class()>{t!(column.key)}</th> })
        .collect_view();
    heads.into_any()
}

/// Renders the entries of a list; paper has room for the first of them and the number of the others.
fn entries(all: Vec<AnyView>) -> AnyView {
    let more = i64::try_from(all.len().saturating_sub(LISTED)).unwrap_or_default();
    let rows = all
        .into_iter()
        .enumerate()
        .map(|(at, entry)| view! { <li class=(at >= LISTED).then_some("no-print")>{entry}</li> })
        .collect_view();
    let rest = (more > 0).then(|| view! { <li class="only-print">{t!("month-more", n = more)}</li> });
    view! { <ul class="month-list">{rows}{rest}</ul> }.into_any()
}

/// Lists the donors, by name only where they agreed; the others are counted without names.
fn givers(notice: &MonthNotice, drills: bool) -> Option<impl IntoView + use<>> {
    (!notice.givers.is_empty()).then(|| {
        let rows = notice
            .givers
            .iter()
            .map(|giver| {
                let how = lang().named("stock-origin", giver.origin.as_str());
                let who = match (giver.name.as_str(), giver.origin.as_str()) {
                    ("", "purchase" | "opening") => how.clone(),
                    ("", _) => t!("month-unnamed", n = giver.receipts),
                    (name, _) => name.to_owned(),
                };
                let units = t!("month-units", n = grouped(giver.units));
                let behind = journals(notice, Behind::Month("receive"), &[("giver", giver.receipt)]);
                let units = number(units, giver.units, behind.filter(|_| drills));
                // Without a name the origin stands in its place, and is not said twice.
                let how = (who != how).then(|| format!("{how} · "));
                view! { <b>{who}</b>" "<span class="soft">{how}{units}</span> }.into_any()
            })
            .collect();
        view! { <section><h3>{t!("month-givers")}</h3>{entries(rows)}</section> }
    })
}

/// Lists written-off or (signed) counted units, reason by reason.
fn explained(
    key: &'static str,
    notice: &MonthNotice,
    all: &[Explained],
    drills: bool,
) -> Option<impl IntoView + use<>> {
    let counted = key == "month-counts";
    (!all.is_empty()).then(|| {
        let rows = all
            .iter()
            .map(|one| {
                let title = item_title(&one.key, &one.name, one.item, &one.size);
                let n = if counted { signed(one.units) } else { grouped(one.units) };
                let (words, reason) = (t!("month-units", n = n), one.reason.clone());
                let kind = Behind::Month(if counted { "count" } else { "write_off" });
                let behind = journals(notice, kind, &[("item", one.item), ("reason_of", one.journal)]);
                let n = number(words, one.units, behind.filter(|_| drills));
                view! { <b>{title}</b>" "{n}" "<span class="soft">{reason}</span> }.into_any()
            })
            .collect();
        view! { <section><h3>{t!(key)}</h3>{entries(rows)}</section> }
    })
}
