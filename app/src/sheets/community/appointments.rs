//! Appointments as a file, with the words of their pages. No cell names a family.

use domain::{Result, Timestamp};
use store::{By, Store, community::appointments::export::AppointmentLine, reports::exports::Export};

use crate::{
    i18n::{Lang, day_value},
    sheets::{
        File, Format, Out,
        files::{made, number},
    },
};

/// Exports the appointments that began since `from`.
///
/// # Errors
/// [`domain::Error::NotAllowed`] without a role that keeps times, and with [`domain::Code::ProofNeeded`];
/// [`domain::Error::Failed`] if the file cannot be written.
pub async fn appointments(store: &Store, by: &By, lang: Lang, format: Format, from: Timestamp) -> Result<File> {
    let rows = store.export_appointments(by, from).await?;
    let heads = ["record", "household", "area-of-record", "service", "opens", "slot-place", "people", "slot-state"];
    let made = made(lang, &heads, Export { rows, cut: false }, |row: AppointmentLine| {
        vec![
            number(row.id),
            number(row.household),
            Out::Text(row.area_name),
            Out::Text(row.service_name),
            Out::Time(row.starts),
            Out::Text(row.place),
            number(row.people),
            Out::Text(lang.named("appointment-state", &row.state)),
        ]
    });
    let title = lang.t("appointments-title");
    File::written(format!("{title}-appointments-{}", day_value(store.now())), title, format, made).await
}
