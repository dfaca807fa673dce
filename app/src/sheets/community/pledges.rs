//! Pledges as a file, a row for each line, with the words of the pages.

use domain::{
    Result,
    community::pledges::{PledgeKind, PledgeList, PledgePromise},
};
use store::{By, Store, reports::organisation_exports::PledgeOnFile};

use crate::{
    i18n::{Lang, day_value},
    sheets::{
        File, Format, Out,
        files::{made, number},
    },
};

/// Says what a line counts.
fn thing(lang: Lang, promise: &PledgePromise) -> String {
    match (promise.kind, promise.item.and_then(domain::catalogue::find), promise.category) {
        (PledgeKind::Item, Some(item), _) => lang.item(item.key),
        (PledgeKind::Category, _, Some(category)) => lang.named("category", category.as_str()),
        (kind, ..) => lang.named("pledge-kind", kind.as_str()),
    }
}

/// Exports the pledges of a list, with what records say was given.
///
/// # Errors
/// [`domain::Error::NotAllowed`] without a role that reads organisations, and with [`domain::Code::ProofNeeded`];
/// [`domain::Error::Failed`] if the file cannot be written.
pub async fn pledges(store: &Store, by: &By, lang: Lang, format: Format, list: PledgeList) -> Result<File> {
    let export = store.export_pledges(by, list).await?;
    let heads = [
        "pledge",
        "organisation-name",
        "area-of-record",
        "pledge-state",
        "pledge-shown",
        "pledge-until",
        "pledge-thing",
        "pledge-promised",
        "pledge-kept",
        "pledge-why",
        "pledge-rating",
    ];
    let made = made(lang, &heads, export, |PledgeOnFile { pledge, line }: PledgeOnFile| {
        let why = line.why.map(|why| lang.named("pledge-miss", why.as_str())).unwrap_or_default();
        let rating = pledge.rating.map(|one| lang.named("pledge-rating", one.as_str())).unwrap_or_default();
        vec![
            number(pledge.id),
            Out::Text(pledge.organisation_name.clone()),
            Out::Text(pledge.area_name.clone()),
            Out::Text(lang.named("pledge-state", pledge.state.as_str())),
            Out::Day(pledge.shown.unwrap_or_default()),
            Out::Day(pledge.until),
            Out::Text(thing(lang, &line.promise)),
            number(line.promise.count),
            number(line.kept.unwrap_or_default()),
            Out::Text(why),
            Out::Text(rating),
        ]
    });
    let title = lang.t("pledges-title");
    File::written(format!("{title}-pledges-{}", day_value(store.now())), title, format, made).await
}
