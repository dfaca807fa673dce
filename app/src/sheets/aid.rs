//! Grants and collections as files, with the words of the pages and without names and words of families.

use domain::{Result, casework::aid::collections::Collection};
use store::{By, Store, casework::aid::collection_views::CollectionList, reports::aid_exports::GrantLine};

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

/// Exports the collections of a list, in its order.
///
/// # Errors
/// [`domain::Error::NotAllowed`] without a role that reads aid, and with [`domain::Code::ProofNeeded`];
/// [`domain::Error::Failed`] if the file cannot be written.
pub async fn collections(store: &Store, by: &By, lang: Lang, format: Format, list: CollectionList) -> Result<File> {
    let export = store.export_collections(by, list).await?;
    let heads = [
        "record",
        "household",
        "programme",
        "case",
        "collection-target",
        "collection-received",
        "collection-handed-over",
        "state",
        "outcome",
        "owner",
        "due-until",
        "climbs",
        "collection-in-charge",
        "collection-opened",
        "collection-closed",
    ];
    let made = made(lang, &heads, export, |collection: Collection| {
        let state = lang.named("collection-state", collection.state.as_str());
        let state = if collection.late { lang.t("collection-late") } else { state };
        vec![
            number(collection.id),
            number(collection.household),
            Out::Text(collection.programme_name),
            Out::Text(collection.case.map(|case| case.to_string()).unwrap_or_default()),
            Out::Money(collection.target),
            Out::Money(collection.received),
            Out::Money(collection.handed_over),
            Out::Text(state),
            Out::Text(collection.outcome.map(|end| lang.named("collection-end", end.as_str())).unwrap_or_default()),
            Out::Text(collection.owner_name),
            Out::Day(collection.due),
            number(collection.climbs),
            Out::Text(collection.in_charge),
            Out::Day(collection.opened),
            Out::Day(collection.closed.unwrap_or_default()),
        ]
    });
    let title = lang.t("collections-title");
    File::written(format!("{title}-collections-{}", day_value(store.now())), title, format, made).await
}
