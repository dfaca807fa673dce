//! A recall, and what is to be reordered, as files with the words of the pages.

use domain::{
    Result,
    ledger::LocationId,
    stock::{
        minimums::ReorderLine,
        recalls::{RecallFile, RecallId},
    },
};
use store::{By, Store, reports::exports::Export};

use crate::{
    i18n::{Lang, day_value},
    sheets::{
        File, Format, Out,
        files::{made, number},
    },
};

/// Exports a recall: a row for the units in each place, and for those of each family.
///
/// # Errors
/// Not found in another root area; [`domain::Error::NotAllowed`] without a role that reads stock, and with
/// [`domain::Code::ProofNeeded`]; [`domain::Error::Failed`] if the file cannot be written.
pub async fn recall(store: &Store, by: &By, lang: Lang, format: Format, id: RecallId) -> Result<File> {
    let RecallFile { stock, homes, .. } = store.export_recall(by, id).await?;
    let empty = || Out::Text(String::new());
    let in_shops = stock.into_iter().map(|unit| {
        let place = lang.named("stock-place", unit.place.as_str());
        let mut row = vec![number(unit.lot), Out::Text(place), Out::Text(unit.location_name), number(unit.quantity)];
        row.extend([empty(), Out::Day(0), empty(), empty(), number(unit.kept), empty()]);
        row
    });
    let at_homes = homes.into_iter().map(|home| {
        vec![
            number(home.lot),
            Out::Text(lang.t("recall-at-home")),
            Out::Text(format!("#{}", home.household)),
            number(home.quantity),
            Out::Text(home.caseworker),
            Out::Day(home.told),
            number(home.destroyed),
            number(home.returned),
            number(home.kept),
            number(home.used),
        ]
    });
    let heads = ["lot", "place", "where", "units", "caseworker", "told", "destroyed", "returned", "kept", "used"];
    let rows: Vec<Vec<Out>> = in_shops.chain(at_homes).collect();
    let made = made(lang, &heads, Export { rows, cut: false }, |row| row);
    let title = lang.tf("recall-title", &[("n", id.into())]);
    File::written(format!("recall-{id}-{}", day_value(store.now())), title, format, made).await
}

/// Exports what is below its minimum.
///
/// # Errors
/// [`domain::Error::NotAllowed`] without a role that reads stock, and with [`domain::Code::ProofNeeded`];
/// [`domain::Error::Failed`] if the file cannot be written.
pub async fn reorder(store: &Store, by: &By, lang: Lang, format: Format, location: LocationId) -> Result<File> {
    let export = store.export_reorder(by, location).await?;
    let heads = ["name", "size", "location", "minimum", "on-shelf", "incoming", "to-order"];
    let made = made(lang, &heads, export, |line: ReorderLine| {
        vec![
            Out::Text(lang.item_called(&line.key, &line.name, line.item)),
            Out::Text(lang.size(&line.size)),
            Out::Text(line.location_name.clone()),
            number(line.minimum),
            number(line.on_hand),
            number(line.incoming),
            number(line.missing()),
        ]
    });
    let title = lang.t("reorder-title");
    File::written(format!("{title}-{}", day_value(store.now())), title, format, made).await
}
