//! The figures of a month as a sheet: the area, and each area directly below it, with the year before.

use domain::{
    Result,
    areas::AreaId,
    reports::figures::{FigureLine, Measure},
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

/// Writes the figures of an area and a month as a file.
///
/// # Errors
/// [`domain::Error::NotAllowed`] without a role that reads figures, and with [`domain::Code::ProofNeeded`];
/// [`domain::Error::NotFound`] outside the actor's areas; [`domain::Error::Failed`] if the file cannot be written.
pub async fn figures(store: &Store, by: &By, lang: Lang, format: Format, area: AreaId, month: Month) -> Result<File> {
    let board = store.export_figures(by, area, month).await?;
    let below = board.areas.into_iter();
    let rows: Vec<(String, FigureLine)> = [board.whole]
        .into_iter()
        .chain(below)
        .flat_map(|area| area.lines.into_iter().map(move |line| (area.area_name.clone(), line)))
        .collect();
    let heads = ["area-of-record", "figure", "figure-part", "figure-unit", "figure-now", "figure-before"];
    let made = made(lang, &heads, Export { rows, cut: false }, |(area, line): (String, FigureLine)| {
        let figure = line.figure;
        let part = if line.part.is_empty() { String::new() } else { lang.named(figure.parts(), &line.part) };
        let unit = match figure.measure() {
            Measure::Rows => "rows",
            Measure::Sum => "sum",
            Measure::Hours => "hours",
            Measure::Money => "yuan",
        };
        let (now, before) = line.shown();
        vec![
            Out::Text(area),
            Out::Text(lang.named("figure", figure.as_str())),
            Out::Text(part),
            Out::Text(lang.named("figure-unit", unit)),
            number(now),
            number(before),
        ]
    });
    let title = lang.t("month-figures-title");
    File::written(format!("{title}-figures-{month}"), title, format, made).await
}
