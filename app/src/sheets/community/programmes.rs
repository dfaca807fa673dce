//! The board of a programme as a file: each indicator now, and at the end of each quarter with its comment.

use domain::{Result, accounts::Actor, community::programmes::ProgrammeId};
use store::{Store, reports::exports::Export};

use crate::{
    i18n::{Lang, day_value},
    sheets::{
        File, Format, Out,
        files::{made, number},
    },
};

/// Exports a programme; the rows of an indicator follow each other, the one of now first.
///
/// # Errors
/// [`domain::Error::NotAllowed`] without a role in casework; [`domain::Error::NotFound`] for a programme that the actor
/// does not read; [`domain::Error::Failed`] if the file cannot be written.
pub async fn programme(store: &Store, actor: &Actor, lang: Lang, format: Format, id: ProgrammeId) -> Result<File> {
    let programme = store.programme(actor, id).await?;
    let mut rows = Vec::new();
    for one in &programme.indicators {
        let page = store.indicator(actor, one.id).await?;
        let start = |until: i64, value: i64, standing: &str| {
            vec![
                number(one.id),
                Out::Text(one.name.clone()),
                Out::Text(one.area_name.clone()),
                Out::Text(lang.named("indicator-kind", one.kind.as_str())),
                Out::Text(one.unit.clone()),
                Out::Text(one.owner_name.clone()),
                number(one.baseline),
                number(one.target),
                Out::Day(until),
                number(value),
                Out::Text(lang.named("indicator-standing", standing)),
            ]
        };
        let mut now = start(store.now().min(page.until), one.value, one.standing.as_str());
        now.extend([Out::Text(String::new()), Out::Text(String::new()), Out::Text(String::new())]);
        rows.push(now);
        for report in page.reports {
            let mut row = start(report.until - 1, report.value, report.standing.as_str());
            let recount = report.recount.map_or_else(|| Out::Text(String::new()), number);
            row.extend([Out::Text(report.words), Out::Text(report.by_name), recount]);
            rows.push(row);
        }
    }
    let heads = [
        "indicator",
        "indicator-name",
        "area-of-record",
        "indicator-kind",
        "indicator-unit",
        "indicator-owner",
        "indicator-baseline",
        "indicator-target",
        "indicator-until",
        "indicator-value",
        "indicator-standing",
        "indicator-comment",
        "indicator-by",
        "indicator-recount",
    ];
    let made = made(lang, &heads, Export { rows, cut: false }, |row| row);
    let title = lang.t("programmes-title");
    File::written(format!("{title}-{id}-{}", day_value(store.now())), title, format, made).await
}
