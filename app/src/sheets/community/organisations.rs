//! Organisations as files, with the words of the pages and without their contact persons.

use domain::{Result, community::organisations::OrganisationLine};
use store::{By, Store, community::organisations::views::OrganisationQuery};

use crate::{
    i18n::{Lang, day_value},
    sheets::{
        File, Format, Out,
        files::{made, number},
    },
};

/// Exports the organisations that the filters leave.
///
/// # Errors
/// [`domain::Error::NotAllowed`] without a role that reads organisations, and with [`domain::Code::ProofNeeded`];
/// [`domain::Error::Failed`] if the file cannot be written.
pub async fn organisations(
    store: &Store,
    by: &By,
    lang: Lang,
    format: Format,
    query: &OrganisationQuery,
) -> Result<File> {
    let export = store.export_organisations(by, query).await?;
    let heads = [
        "organisation",
        "organisation-name",
        "organisation-kind",
        "area-of-record",
        "organisation-offers",
        "organisation-open",
        "organisation-members",
        "organisation-contacts",
        "organisation-partnerships",
    ];
    let made = made(lang, &heads, export, |line: OrganisationLine| {
        let offers = line.offers.iter().map(|one| lang.named("offering", one.as_str())).collect::<Vec<_>>();
        vec![
            number(line.id),
            Out::Text(line.name.clone()),
            Out::Text(lang.named("organisation-kind", line.kind.as_str())),
            Out::Text(line.area_name.clone()),
            Out::Text(offers.join(", ")),
            Out::Text(lang.t(if line.open { "admin-open" } else { "admin-closed" })),
            number(line.members),
            number(line.contacts),
            number(line.partnerships),
        ]
    });
    let title = lang.t("organisations-title");
    File::written(format!("{title}-organisations-{}", day_value(store.now())), title, format, made).await
}
