//! The records behind the numbers of a drive as a file. No cell names a donor.

use domain::{
    Result,
    community::drives::{DriveFact, DriveId},
};
use store::{By, Store, reports::exports::Export};

use crate::{
    i18n::{Lang, day_value},
    sheets::{
        File, Format, Out,
        files::{made, number},
    },
};

/// Writes the receipts and announced offers of a drive as a file.
///
/// # Errors
/// [`domain::Error::NotAllowed`] without a role that opens drives, and with [`domain::Code::ProofNeeded`];
/// [`domain::Error::NotFound`] outside the actor's areas; [`domain::Error::Failed`] if the file cannot be written.
pub async fn drive(store: &Store, by: &By, lang: Lang, format: Format, id: DriveId) -> Result<File> {
    let rows = store.export_drive(by, id).await?;
    let heads = ["drive-source", "record", "drive-day", "drive-item", "quantity", "location", "drive-state"];
    let made = made(lang, &heads, Export { rows, cut: false }, |fact: DriveFact| {
        let state = fact.state.map(|state| lang.named("offer-state", state.as_str())).unwrap_or_default();
        vec![
            Out::Text(lang.named("drive-source", fact.source.as_str())),
            number(fact.record),
            Out::Day(fact.at),
            Out::Text(lang.item_title(&fact.key, &fact.name, fact.item, "")),
            number(fact.amount),
            Out::Text(fact.place.clone()),
            Out::Text(state),
        ]
    });
    let title = lang.t("drives-title");
    File::written(format!("{title}-drive-{id}-{}", day_value(store.now())), title, format, made).await
}
