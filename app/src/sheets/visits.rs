//! Visits and findings as files, with the words of their pages. No cell names a family.

use domain::Result;
use store::{
    By, Store,
    casework::{findings::views::FindingQuery, visits::views::VisitQuery},
    reports::visit_exports::{FindingLine, VisitLine},
};

use super::{
    File, Format, Out,
    files::{made, number},
};
use crate::i18n::{Lang, day_value};

/// Exports the visits that the filters leave, by number.
///
/// # Errors
/// [`domain::Error::NotAllowed`] without a role that reads visits, and with [`domain::Code::ProofNeeded`];
/// [`domain::Error::NotFound`] for an area outside the actor's; [`domain::Error::Failed`] if the file cannot be
/// written.
pub async fn visits(store: &Store, by: &By, lang: Lang, format: Format, query: &VisitQuery) -> Result<File> {
    let export = store.export_visits(by, query).await?;
    let heads = [
        "record",
        "household",
        "area-of-record",
        "rule",
        "opens",
        "due-until",
        "missed-from",
        "made",
        "timing",
        "owner",
        "voice",
        "photo",
    ];
    let said = |yes: bool| Out::Text(if yes { lang.t("yes") } else { String::new() });
    let made = made(lang, &heads, export, |line: VisitLine| {
        vec![
            number(line.id),
            number(line.household),
            Out::Text(line.area_name),
            number(line.rule),
            Out::Time(line.opens),
            Out::Time(line.due),
            Out::Time(line.ends),
            Out::Time(line.made),
            Out::Text(lang.named("visit-timing", &line.timing)),
            Out::Text(line.owner),
            said(line.voice),
            said(line.photo),
        ]
    });
    let title = lang.t("visits-title");
    File::written(format!("{title}-visits-{}", day_value(store.now())), title, format, made).await
}

/// Exports the findings that the filters leave, by number.
///
/// # Errors
/// As [`visits`].
pub async fn findings(store: &Store, by: &By, lang: Lang, format: Format, query: &FindingQuery) -> Result<File> {
    let export = store.export_findings(by, query).await?;
    let heads = [
        "record",
        "household",
        "area-of-record",
        "need",
        "state",
        "outcome",
        "step",
        "climbs",
        "asked",
        "found",
        "closed",
    ];
    let made = made(lang, &heads, export, |line: FindingLine| {
        let outcome =
            if line.outcome.is_empty() { String::new() } else { lang.named("finding-outcome", &line.outcome) };
        vec![
            number(line.id),
            number(line.household),
            Out::Text(line.area_name),
            Out::Text(lang.named("need", &line.need)),
            Out::Text(lang.named("finding-state", &line.state)),
            Out::Text(outcome),
            Out::Text(lang.named("finding-step", &line.step)),
            number(line.climbs),
            number(line.asked),
            Out::Time(line.created),
            Out::Time(line.closed),
        ]
    });
    let title = lang.t("findings-title");
    File::written(format!("{title}-findings-{}", day_value(store.now())), title, format, made).await
}
