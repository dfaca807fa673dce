//! Grants as files, with the words of the pages and without names and words of families.

use domain::Result;
use store::{By, Store, reports::aid_exports::GrantLine};

use super::{
    File, Format, Out,
    files::{made, number},
};
use crate::i18n::{Lang, day_value};

/// Exports the grants of a year, by number.
///
/// # Errors
/// [`domain::Error::NotAllowed`] without a role that leads aid, and with [`domain::Code::ProofNeeded`];
/// [`domain::Error::Failed`] if the file cannot be written.
pub async fn aid(store: &Store, by: &By, lang: Lang, format: Format, year: i64) -> Result<File> {
    let export = store.export_aid(by, year).await?;
    let heads = [
        "grant",
        "household",
        "programme",
        "area-of-record",
        "aid-kind",
        "aid-source",
        "aid-month",
        "aid-amount",
        "aid-entered",
        "aid-entered-by",
        "aid-reversed",
    ];
    let made = made(lang, &heads, export, |grant: GrantLine| {
        vec![
            number(grant.id),
            number(grant.household),
            Out::Text(grant.programme_name),
            Out::Text(grant.area_name),
            Out::Text(lang.named("aid-kind", &grant.kind)),
            Out::Text(lang.named("aid-source", &grant.source)),
            Out::Text(grant.month),
            Out::Money(grant.amount),
            Out::Day(grant.entered),
            Out::Text(grant.entered_by),
            Out::Day(grant.reversed),
        ]
    });
    let title = lang.t("aid-title");
    File::written(format!("{title}-aid-{year}-{}", day_value(store.now())), title, format, made).await
}
