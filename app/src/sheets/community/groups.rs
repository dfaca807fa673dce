//! The roster of a group as a file for its caretaker: by number, without names.

use domain::{
    Result,
    community::groups::{GroupId, RosterLine},
};
use store::{By, Store, reports::exports::Export};

use crate::{
    i18n::{Lang, day_value},
    sheets::{
        File, Format, Out,
        files::{made, number},
    },
};

/// Writes the roster of a group as a file.
///
/// # Errors
/// [`domain::Error::NotAllowed`] without a role that keeps groups, and with [`domain::Code::ProofNeeded`];
/// [`domain::Error::NotFound`] outside the actor's areas; [`domain::Error::Failed`] if the file cannot be written.
pub async fn group(store: &Store, by: &By, lang: Lang, format: Format, id: GroupId) -> Result<File> {
    let rows = store.export_group(by, id).await?;
    let heads = [
        "household",
        "group-name",
        "group-people",
        "group-answer",
        "group-source",
        "group-asked",
        "group-said",
        "group-since",
    ];
    let made = made(lang, &heads, Export { rows, cut: false }, |line: RosterLine| {
        vec![
            number(line.household),
            Out::Text(line.group_name.clone()),
            number(line.people),
            Out::Text(lang.named("roster", line.state.as_str())),
            Out::Text(lang.named("roster-source", line.source.as_str())),
            Out::Day(line.asked),
            Out::Day(line.said),
            line.joined.map_or(Out::Text(String::new()), Out::Day),
        ]
    });
    let title = lang.t("roster-title");
    File::written(format!("{title}-group-{id}-{}", day_value(store.now())), title, format, made).await
}
