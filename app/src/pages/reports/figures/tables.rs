//! Tables and plots of the figures; every number leads to its rows.

use domain::reports::figures::{AreaFigures, Dashboard, Figure, FigureLine, Quartiles};
use leptos::prelude::*;

use super::pieces::{duration, named, number, part_name, rows_of, years};
use crate::{
    components::{
        Table,
        plots::{Bar, BoxOf, BoxRow, Series, bars, boxes, lines},
    },
    i18n::lang,
    pages::stock::words::{grouped, link},
};

/// Figures that the table of areas compares.
const COMPARED: [Figure; 6] =
    [Figure::WishesPublished, Figure::WishesEnded, Figure::Units, Figure::Visits, Figure::CasesClosed, Figure::Served];

/// Figures that are drawn, too.
const DRAWN: [Figure; 5] =
    [Figure::WishesWaiting, Figure::Units, Figure::Visits, Figure::Referrals, Figure::ReferralReach];

/// Renders a section for each figure that has rows in either year.
pub(super) fn sections(board: &Dashboard) -> AnyView {
    let with_rows = |figure: &&Figure| board.whole.lines.iter().any(|line| line.figure == **figure);
    let all: Vec<AnyView> = Figure::ALL.iter().filter(with_rows).map(|figure| section(board, *figure)).collect();
    if all.is_empty() { view! { <p class="note">{t!("figures-none")}</p> }.into_any() } else { all.into_any() }
}

fn section(board: &Dashboard, figure: Figure) -> AnyView {
    let of_figure: Vec<&FigureLine> = board.whole.lines.iter().filter(|line| line.figure == figure).collect();
    let plot = (DRAWN.contains(&figure) && of_figure.len() > 1).then(|| {
        let pairs: Vec<Bar> = of_figure
            .iter()
            .map(|line| {
                let (now, before) = line.shown();
                Bar { label: part_name(lang(), figure, &line.part), now, before }
            })
            .collect();
        bars(figure.as_str(), &named(figure), &t!("plot-about-bars"), &pairs)
    });
    view! {
        <section class="stack">
            <h2>{named(figure)}</h2>
            {plot}
            {table(board, &[figure])}
        </section>
    }
    .into_any()
}

/// Renders the lines of some figures, with their sums where a figure has several parts.
pub(super) fn table(board: &Dashboard, figures: &[Figure]) -> AnyView {
    let [(month, month_name), (before, before_name)] = years(board);
    let area = board.whole.area;
    let mut rows = Vec::new();
    for figure in figures.iter().copied() {
        let of_figure: Vec<&FigureLine> = board.whole.lines.iter().filter(|line| line.figure == figure).collect();
        for line in &of_figure {
            let (now, then) = line.shown();
            let now = number(now, line.count, rows_of(area, &month, figure, &line.part));
            let then = number(then, line.count_before, rows_of(area, &before, figure, &line.part));
            let label = part_name(lang(), figure, &line.part);
            // In a table of several figures each part says of what it is.
            let several = figures.len() > 1 && !line.part.is_empty();
            let label = if several { format!("{} · {label}", named(figure)) } else { label };
            rows.push(table_row(label, [(&month_name, now), (&before_name, then)]));
        }
        if of_figure.len() > 1 && figure.adds_up() {
            let (now, then) = board.whole.total(figure);
            let now = number(now, 1, rows_of(area, &month, figure, ""));
            let then = number(then, 1, rows_of(area, &before, figure, ""));
            let label = t!("figures-sum", figure = named(figure));
            rows.push(table_row(label, [(&month_name, now), (&before_name, then)]));
        }
    }
    let label = figures.first().map(|figure| named(*figure)).unwrap_or_default();
    view! {
        <Table label brief=true heads=view! {
            <th scope="col">{t!("figures-what")}</th>
            <th scope="col" class="num">{month_name}</th>
            <th scope="col" class="num">{before_name}</th>
        }>{rows}</Table>
    }
    .into_any()
}

fn table_row(label: String, [(month, now), (before, then)]: [(&String, AnyView); 2]) -> AnyView {
    let (month, before) = (month.clone(), before.clone());
    view! {
        <tr>
            <th scope="row">{label}</th>
            <td class="num" data-label=month>{now}</td>
            <td class="num" data-label=before>{then}</td>
        </tr>
    }
    .into_any()
}

/// Renders how long wishes waited for a claim, and claims for their hand-over.
pub(super) fn times(board: &Dashboard) -> AnyView {
    let [(month, month_name), (before, before_name)] = years(board);
    let mut drawn = Vec::new();
    let mut rows = Vec::new();
    for line in &board.times {
        let both =
            [(line.month, BoxOf::Month, &month, &month_name), (line.before, BoxOf::Before, &before, &before_name)];
        for (quartiles, of, address, name) in both {
            let label = format!("{} · {name}", lang().named("figures-time", line.figure.as_str()));
            let middle = quartiles.map_or_else(|| "–".to_owned(), |found| duration(lang(), found.middle));
            // The solid box says what it is, the hollow one below it of when.
            let time = lang().named("figures-time", line.figure.as_str());
            let drawn_label = if of == BoxOf::Month { time } else { name.clone() };
            drawn.push(BoxRow { label: drawn_label, quartiles, of, middle });
            rows.push(time_row(label, quartiles, rows_of(board.whole.area, address, line.figure, "")));
        }
    }
    view! {
        <section class="stack">
            <h2>{t!("figures-times")}</h2>
            {boxes("times", &t!("figures-times"), &t!("plot-about-boxes"), &drawn)}
            <Table label=t!("figures-times") heads=view! {
                <th scope="col">{t!("figures-what")}</th>
                <th scope="col" class="num">{t!("figures-count")}</th>
                <th scope="col" class="num">{t!("figures-lower")}</th>
                <th scope="col" class="num">{t!("figures-middle")}</th>
                <th scope="col" class="num">{t!("figures-upper")}</th>
                <th scope="col" class="num">{t!("figures-most")}</th>
            }>{rows}</Table>
        </section>
    }
    .into_any()
}

fn time_row(label: String, quartiles: Option<Quartiles>, to: String) -> AnyView {
    let Quartiles { count, lower, middle, upper, most, .. } = quartiles.unwrap_or_default();
    let said = |seconds: i64| if count == 0 { "–".to_owned() } else { duration(lang(), seconds) };
    view! {
        <tr>
            <th scope="row">{label}</th>
            <td class="num" data-label=t!("figures-count")>{number(count, count, to)}</td>
            <td class="num" data-label=t!("figures-lower")>{said(lower)}</td>
            <td class="num" data-label=t!("figures-middle")>{said(middle)}</td>
            <td class="num" data-label=t!("figures-upper")>{said(upper)}</td>
            <td class="num" data-label=t!("figures-most")>{said(most)}</td>
        </tr>
    }
    .into_any()
}

/// Renders the fulfilled wishes of twelve months over those of the year before.
pub(super) fn trend(board: &Dashboard) -> AnyView {
    let half = board.trend.len() / 2;
    let (before, now) = board.trend.split_at(half);
    let fulfilled = |months: &[domain::reports::figures::TrendMonth]| months.iter().map(|one| one.fulfilled).collect();
    let labels = now.iter().map(|one| one.month.chars().skip(5).collect()).collect();
    let series = Series { now: fulfilled(now), before: fulfilled(before), labels };
    let area = board.whole.area;
    let rows = now
        .iter()
        .zip(before)
        .map(|(now, before)| {
            let cell =
                |month: &str, n: i64, figure: Figure, part: &str| number(n, n, rows_of(area, month, figure, part));
            let ended = Figure::WishesEnded;
            let published = cell(&now.month, now.published, Figure::WishesPublished, "");
            let published_before = cell(&before.month, before.published, Figure::WishesPublished, "");
            view! {
                <tr>
                    <th scope="row">{now.month.clone()}</th>
                    <td class="num">{published}</td>
                    <td class="num">{published_before}</td>
                    <td class="num">{cell(&now.month, now.fulfilled, ended, "fulfilled")}</td>
                    <td class="num">{cell(&before.month, before.fulfilled, ended, "fulfilled")}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="stack">
            <h2>{t!("figures-trend")}</h2>
            {lines("trend", &t!("figures-trend"), &t!("plot-about-lines"), &series)}
            <Table label=t!("figures-trend") brief=true heads=view! {
                <th scope="col">{t!("month-which")}</th>
                <th scope="col" class="num">{named(Figure::WishesPublished)}</th>
                <th scope="col" class="num">{t!("figures-year-before")}</th>
                <th scope="col" class="num">{t!("wish-state-fulfilled")}</th>
                <th scope="col" class="num">{t!("figures-year-before")}</th>
            }>{rows}</Table>
        </section>
    }
    .into_any()
}

/// Renders the areas directly below, each with a link to its own figures.
pub(super) fn areas(board: &Dashboard) -> Option<AnyView> {
    let heads =
        COMPARED.map(|figure| view! { <th scope="col" class="num">{named(figure)}</th> }).into_iter().collect_view();
    let rows = board.areas.iter().map(|area| area_row(board, area)).collect_view();
    (!board.areas.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h2>{t!("figures-areas")}</h2>
                <p class="soft">{t!("figures-areas-note")}</p>
                <Table label=t!("figures-areas") heads=view! { <th scope="col">{t!("field-area")}</th>{heads} }>{rows}</Table>
            </section>
        }
        .into_any()
    })
}

fn area_row(board: &Dashboard, area: &AreaFigures) -> AnyView {
    let id = area.area.to_string();
    let to = link("/reports", &[("area", &id), ("month", &board.month)]);
    let cells = COMPARED
        .map(|figure| {
            let (now, before) = area.total(figure);
            let now = number(now, now, rows_of(area.area, &board.month, figure, figure.compared_by()));
            view! { <td class="num" data-label=named(figure)>{now}" "<small class="soft">{grouped(before)}</small></td> }
        })
        .into_iter()
        .collect_view();
    let name = area.area_name.clone();
    view! { <tr><th scope="row"><a href=to>{name}</a></th>{cells}</tr> }.into_any()
}
