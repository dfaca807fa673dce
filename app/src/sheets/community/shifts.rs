//! Served time as a file: who was on which shift. No cell names a family.

use domain::{Result, Timestamp};
use store::{By, Store, community::shifts::export::ServedRow, reports::exports::Export};

use crate::{
    i18n::{Lang, day_value},
    sheets::{
        File, Format, Out,
        files::{made, number},
    },
};

/// Exports the places of the shifts that began since `from`; minutes that were typed by hand have a column of their own.
///
/// # Errors
/// [`domain::Error::NotAllowed`] without a role that organises shifts, and with [`domain::Code::ProofNeeded`];
/// [`domain::Error::Failed`] if the file cannot be written.
pub async fn shifts(store: &Store, by: &By, lang: Lang, format: Format, from: Timestamp) -> Result<File> {
    let rows = store.export_shifts(by, from).await?;
    let heads = [
        "shift",
        "shift-name",
        "shift-kind",
        "area-of-record",
        "shift-state",
        "shift-starts",
        "shift-places",
        "shift-person",
        "shift-organisation",
        "shift-place",
        "shift-minutes",
        "shift-typed",
    ];
    let made = made(lang, &heads, Export { rows, cut: false }, |row: ServedRow| {
        vec![
            number(row.shift),
            Out::Text(row.name),
            Out::Text(lang.named("shift-kind", &row.kind)),
            Out::Text(row.area_name),
            Out::Text(lang.named("shift-state", &row.shift_state)),
            Out::Time(row.starts),
            number(row.places),
            Out::Text(row.person),
            Out::Text(row.organisation_name),
            Out::Text(lang.named("shift-place", &row.state)),
            number(row.minutes),
            number(row.typed),
        ]
    });
    let title = lang.t("shifts-title");
    File::written(format!("{title}-shifts-{}", day_value(store.now())), title, format, made).await
}
