//! The audit trail as a file, with the words of the page.

use domain::{
    Result,
    audit::{AuditLine, AuditQuery},
};
use store::{By, Store};

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
