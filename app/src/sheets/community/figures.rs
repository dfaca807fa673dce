//! The figures of a month as a sheet: all that the report and the dashboard show. The area and each area directly below
//! it, the sums of their parts, how long things took, and twelve months; each row with its month and the year before.

use domain::{
    Result,
    areas::AreaId,
    reports::figures::{AreaFigures, Dashboard, Figure, FigureLine, Measure, Quartiles},
    time::Month,
};
use store::{By, Store, reports::exports::Export};

use crate::{
    i18n::Lang,
    sheets::{
        File, Format, Out,
        files::{made, number},
    },
};

/// A row: what is counted, in what, and its numbers of a month and of the same month of the year before.
struct Row {
    area: String,
    figure: String,
    part: String,
    unit: &'static str,
    month: String,
    now: Option<i64>,
    before: Option<i64>,
}

/// Writes the figures of an area and a month as a file.
///
/// # Errors
/// [`domain::Error::NotAllowed`] without a role that reads figures, and with [`domain::Code::ProofNeeded`];
/// [`domain::Error::NotFound`] outside the actor's areas; [`domain::Error::Failed`] if the file cannot be written.
pub async fn figures(store: &Store, by: &By, lang: Lang, format: Format, area: AreaId, month: Month) -> Result<File> {
    let board = store.export_figures(by, area, month).await?;
    let mut rows = Vec::new();
    for area in std::iter::once(&board.whole).chain(&board.areas) {
        counted(lang, &board.month, area, &mut rows);
    }
    timed(lang, &board, &mut rows);
    twelve_months(lang, &board, &mut rows);
    let heads =
        ["area-of-record", "figure", "figure-part", "figure-unit", "figure-month", "figure-now", "figure-before"];
    let made = made(lang, &heads, Export { rows, cut: false }, |row: Row| {
        let amount = |n: Option<i64>| n.map_or_else(|| Out::Text(String::new()), number);
        vec![
            Out::Text(row.area),
            Out::Text(row.figure),
            Out::Text(row.part),
            Out::Text(lang.named("figure-unit", row.unit)),
            Out::Text(row.month),
            amount(row.now),
            amount(row.before),
        ]
    });
    let title = lang.t("month-figures-title");
    File::written(format!("{title}-figures-{month}"), format!("{title} {month}"), format, made).await
}

/// The word for what a figure is counted in.
fn unit(figure: Figure) -> &'static str {
    match figure.measure() {
        Measure::Rows => "rows",
        Measure::Sum => "sum",
        Measure::Hours => "hours",
        Measure::Money => "yuan",
    }
}

/// Adds the lines of an area, and behind those of a figure of several parts their sum.
fn counted(lang: Lang, month: &str, area: &AreaFigures, rows: &mut Vec<Row>) {
    let row = |figure: Figure, part: String, (now, before): (i64, i64)| Row {
        area: area.area_name.clone(),
        figure: lang.named("figure", figure.as_str()),
        part,
        unit: unit(figure),
        month: month.to_owned(),
        now: Some(now),
        before: Some(before),
    };
    for figure in Figure::ALL.iter().copied() {
        let of_figure: Vec<&FigureLine> = area.lines.iter().filter(|line| line.figure == figure).collect();
        for line in &of_figure {
            let part = if line.part.is_empty() { String::new() } else { lang.named(figure.parts(), &line.part) };
            rows.push(row(figure, part, line.shown()));
        }
        if of_figure.len() > 1 && figure.adds_up() {
            rows.push(row(figure, lang.t("stock-total"), area.total(figure)));
        }
    }
}

/// Adds how long wishes waited for a claim, and claims for their hand-over: number, quartiles and longest, in hours.
fn timed(lang: Lang, board: &Dashboard, rows: &mut Vec<Row>) {
    const HOUR: i64 = 3600;
    type Part = (&'static str, &'static str, fn(&Quartiles) -> i64);
    let parts: [Part; 5] = [
        ("count", "rows", |of| of.count),
        ("lower", "hours", |of| of.lower / HOUR),
        ("middle", "hours", |of| of.middle / HOUR),
        ("upper", "hours", |of| of.upper / HOUR),
        ("most", "hours", |of| of.most / HOUR),
    ];
    for line in &board.times {
        for (part, unit, of) in parts {
            rows.push(Row {
                area: board.whole.area_name.clone(),
                figure: lang.named("figures-time", line.figure.as_str()),
                part: lang.named("figures", part),
                unit,
                month: board.month.clone(),
                now: line.month.as_ref().map(of),
                before: line.before.as_ref().map(of),
            });
        }
    }
}

/// Adds the wishes that were published and fulfilled in each of twelve months.
fn twelve_months(lang: Lang, board: &Dashboard, rows: &mut Vec<Row>) {
    let (before, now) = board.trend.split_at(board.trend.len() / 2);
    for (now, before) in now.iter().zip(before) {
        let published = lang.named("figure", Figure::WishesPublished.as_str());
        let fulfilled = lang.named("wish-state", "fulfilled");
        for (part, now_n, before_n) in
            [(published, now.published, before.published), (fulfilled, now.fulfilled, before.fulfilled)]
        {
            rows.push(Row {
                area: board.whole.area_name.clone(),
                figure: lang.t("figures-trend"),
                part,
                unit: "rows",
                month: now.month.clone(),
                now: Some(now_n),
                before: Some(before_n),
            });
        }
    }
}
