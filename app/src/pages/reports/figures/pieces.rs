//! Parts of the pages of figures: what is chosen, names of figures, addresses, durations.

use domain::reports::figures::{Dashboard, Figure};
use leptos::prelude::*;

use crate::{
    components::{Banner, Icon},
    i18n::{Lang, lang, month_name},
    pages::stock::words::{grouped, link},
};

/// Renders the choice of area and month.
pub(super) fn filter(to: &'static str, board: &Dashboard, options: Vec<(String, String)>) -> AnyView {
    let (month, chosen) = (board.month.clone(), board.whole.area.to_string());
    let options = options
        .into_iter()
        .map(|(id, name)| {
            let selected = id == chosen;
            view! { <option value=id selected=selected>{name}</option> }
        })
        .collect_view();
    view! {
        <form class="filter-row" action=to>
            <select name="area" aria-label=t!("field-area")>{options}</select>
            <input type="month" name="month" value=month aria-label=t!("month-which") pattern="[0-9]{4}-[0-9]{2}" placeholder="2026-10" />
            <button class="btn btn-quiet">{t!("month-show")}</button>
        </form>
    }
    .into_any()
}

/// Renders where else figures are, and whether the month is over.
pub(super) fn links(board: &Dashboard) -> AnyView {
    let report = address("/reports/month", board);
    let file = address("/reports/file", board);
    let month = board.month.as_str();
    let elsewhere = [
        (link("/desk/case-figures", &[("month", month)]), "case-figures-title"),
        (link("/desk/visits/figures", &[("month", month)]), "nav-visits"),
        ("/shop/board".to_owned(), "board-title"),
        // Those who open no files read of it there, in steps of five.
        ("/desk/entitlements".to_owned(), "nav-entitlements"),
        ("/impact".to_owned(), "impact-title"),
    ]
    .map(|(to, key)| view! { <a class="chip" href=to>{t!(key)}</a> })
    .into_iter()
    .collect_view();
    view! {
        {(!board.complete).then(|| view! { <Banner tone="amber">{t!("figures-not-over")}</Banner> })}
        <nav class="chips" aria-label=t!("figures-elsewhere")>
            <a class="chip" href=report><Icon name="print" />{t!("figures-report")}</a>
            <a class="chip" href=file download="" rel="nofollow"><Icon name="download" />{t!("export-xlsx")}</a>
            {elsewhere}
        </nav>
    }
    .into_any()
}

/// Returns an address with the area and month of the page.
pub(super) fn address(path: &str, board: &Dashboard) -> String {
    link(path, &[("area", &board.whole.area.to_string()), ("month", &board.month)])
}

/// Returns the address of the rows behind a number, in an area and a month.
pub(super) fn rows_of(area: i64, month: &str, figure: Figure, part: &str) -> String {
    let area = area.to_string();
    link("/reports/rows", &[("area", &area), ("month", month), ("figure", figure.as_str()), ("part", part)])
}

/// Renders a number as a link to its rows; a zero has none.
pub(super) fn number(n: i64, rows: i64, to: String) -> AnyView {
    if rows == 0 {
        view! { <span class="soft">"0"</span> }.into_any()
    } else {
        view! { <a class="total" href=to>{grouped(n)}</a> }.into_any()
    }
}

/// Names a figure.
pub(super) fn figure_name(lang: Lang, figure: Figure) -> String {
    lang.named("figure", figure.as_str())
}

/// Names a part of a figure; a figure without parts has its own name.
pub(super) fn part_name(lang: Lang, figure: Figure, part: &str) -> String {
    if part.is_empty() { figure_name(lang, figure) } else { lang.named(figure.parts(), part) }
}

/// Says a duration in hours below two days, else in days.
pub(super) fn duration(lang: Lang, seconds: i64) -> String {
    let hours = seconds / 3600;
    if hours < 48 {
        lang.tf("figures-hours", &[("n", hours.into())])
    } else {
        lang.tf("figures-days", &[("n", (hours / 24).into())])
    }
}

/// Names a month and the same month of the year before, both as values of addresses and in words.
pub(super) fn years(board: &Dashboard) -> [(String, String); 2] {
    let month = board.month.clone();
    let before = month.parse::<domain::time::Month>().map_or(month.clone(), |month| month.plus(-12).to_string());
    [month, before].map(|month| {
        let name = month_name(&month);
        (month, name)
    })
}

/// Names a figure in the language of the page.
pub(super) fn named(figure: Figure) -> String {
    figure_name(lang(), figure)
}
