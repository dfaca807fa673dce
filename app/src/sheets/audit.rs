//! The audit trail, and a year of minors' data, as files with the words of the pages.

use domain::{
    Result,
    audit::{AuditLine, AuditQuery},
};
use store::{By, Store, reports::minor_exports::MinorLine};

use super::{
    File, Format, Out,
    files::{made, number},
};
use crate::i18n::{Lang, day_value};

/// Exports the lines that the filters leave, newest first.
///
/// # Errors
/// [`domain::Error::NotAllowed`] without a role that reads the trail, and with [`domain::Code::ProofNeeded`];
/// [`domain::Error::NotFound`] for an area outside the actor's; [`domain::Error::Failed`] if the file cannot be
/// written.
pub async fn audit(store: &Store, by: &By, lang: Lang, format: Format, query: &AuditQuery) -> Result<File> {
    let export = store.export_audit(by, query).await?;
    let heads = ["at", "account", "author", "action", "operation", "subject", "record", "area-of-record", "device"];
    let made = made(lang, &heads, export, |line: AuditLine| {
        vec![
            Out::Time(line.at),
            number(line.account),
            Out::Text(lang.author(&line)),
            Out::Text(lang.operation(&line.action)),
            Out::Text(line.action.clone()),
            Out::Text(lang.record(&line.subject, 0)),
            number(line.subject_id),
            Out::Text(line.area_name.clone()),
            Out::Text(lang.device(&line)),
        ]
    });
    let title = lang.t("audit-title");
    File::written(format!("{title}-audit-{}", day_value(store.now())), title, format, made).await
}

/// Exports who opened files with minors in a year, and what was changed about their families, by time.
///
/// # Errors
/// [`domain::Error::NotAllowed`] without a role that watches openings, and with [`domain::Code::ProofNeeded`];
/// [`domain::Error::Invalid`] for a year that is not over or under way; [`domain::Error::Failed`] if the file cannot be
/// written.
pub async fn minors(store: &Store, by: &By, lang: Lang, format: Format, year: i64) -> Result<File> {
    let export = store.export_minors(by, year).await?;
    let heads = [
        "at",
        "household",
        "minors",
        "area-of-record",
        "account",
        "author",
        "action",
        "reason",
        "subject",
        "record",
        "outside",
        "night",
    ];
    let said = |yes: bool| Out::Text(if yes { lang.t("yes") } else { String::new() });
    let made = made(lang, &heads, export, |line: MinorLine| {
        let opened = line.action.is_empty();
        let author = match (line.account, line.account_name) {
            (0, _) => lang.t("audit-author-server"),
            (_, name) if name.is_empty() => lang.t("audit-author-family"),
            (_, name) => name,
        };
        vec![
            Out::Time(line.at),
            number(line.household),
            number(line.minors),
            Out::Text(line.area_name),
            number(line.account),
            Out::Text(author),
            Out::Text(if opened { lang.t("minors-opened") } else { lang.operation(&line.action) }),
            Out::Text(if opened { lang.named("reveal-reason", &line.reason) } else { String::new() }),
            Out::Text(if opened { String::new() } else { lang.record(&line.subject, 0) }),
            number(line.record),
            said(line.outside),
            said(line.night),
        ]
    });
    let title = lang.t("minors-title");
    File::written(format!("{title}-minors-{year}-{}", day_value(store.now())), title, format, made).await
}
