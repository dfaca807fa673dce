//! Pairings as a file, with the words of the pages and without names of families.

use domain::{Result, casework::pairings::Pairing};
use store::{By, Store, casework::pairings::views::PairingList};

use crate::{
    i18n::{Lang, day_value},
    sheets::{
        File, Format, Out,
        files::{made, number},
    },
};

/// Exports the pairings of a list, by number.
///
/// # Errors
/// [`domain::Error::NotAllowed`] without a role that reads pairings, and with [`domain::Code::ProofNeeded`];
/// [`domain::Error::Failed`] if the file cannot be written.
pub async fn pairings(store: &Store, by: &By, lang: Lang, format: Format, list: PairingList) -> Result<File> {
    let export = store.export_pairings(by, list).await?;
    let heads = [
        "record",
        "household",
        "area-of-record",
        "pairing-helper",
        "pairing-organisation",
        "need",
        "state",
        "pairing-proposed",
        "pairing-answer-by",
        "pairing-helper-said",
        "pairing-family-said",
        "pairing-started",
        "pairing-last",
        "pairing-silent",
        "pairing-until",
        "pairing-reason",
    ];
    let agreed = |yes: bool| Out::Text(if yes { lang.t("pairing-agreed") } else { String::new() });
    let made = made(lang, &heads, export, |pairing: Pairing| {
        vec![
            number(pairing.id),
            pairing.household.map_or_else(|| Out::Text(String::new()), number),
            Out::Text(pairing.district_name),
            Out::Text(pairing.helper_name),
            Out::Text(pairing.organisation_name),
            Out::Text(lang.named("pairing-need", pairing.need.as_str())),
            Out::Text(lang.named("pairing-state", pairing.state.as_str())),
            Out::Day(pairing.proposed),
            Out::Day(pairing.answer_by),
            agreed(pairing.helper_agreed),
            agreed(pairing.family_agreed),
            Out::Day(pairing.started.unwrap_or_default()),
            Out::Day(pairing.last_contact.unwrap_or_default()),
            Out::Text(if pairing.silent { lang.t("yes") } else { String::new() }),
            Out::Day(pairing.due.unwrap_or_default()),
            Out::Text(pairing.reason.map(|reason| lang.named("pairing-end", reason.as_str())).unwrap_or_default()),
        ]
    });
    let title = lang.t("pairings-title");
    File::written(format!("{title}-pairings-{}", day_value(store.now())), title, format, made).await
}
