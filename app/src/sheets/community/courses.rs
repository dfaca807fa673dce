//! A course written as a sheet: its places, by number and without names.

use domain::{Result, community::courses::CourseId};
use store::{By, Store, community::courses::export::PlaceRow, reports::exports::Export};

use crate::{
    i18n::{Lang, day_value},
    sheets::{
        File, Format, Out,
        files::{made, number},
    },
};

/// Writes the places of a course as a file, without names and words.
///
/// # Errors
/// [`domain::Error::NotAllowed`] without a role that keeps courses, and with [`domain::Code::ProofNeeded`];
/// [`domain::Error::NotFound`] outside the actor's areas; [`domain::Error::Failed`] if the file cannot be written.
pub async fn course(store: &Store, by: &By, lang: Lang, format: Format, id: CourseId) -> Result<File> {
    let rows = store.export_course(by, id).await?;
    let heads = [
        "course-person",
        "household",
        "people",
        "course-state",
        "course-walk-in",
        "course-made",
        "course-attended",
        "course-minutes",
        "course-certificate",
    ];
    let said = |yes: bool| Out::Text(if yes { lang.t("yes") } else { String::new() });
    let made = made(lang, &heads, Export { rows, cut: false }, |place: PlaceRow| {
        vec![
            number(place.id),
            number(place.household),
            number(place.size),
            Out::Text(lang.named("course-place-state", &place.state)),
            said(place.walk_in),
            Out::Day(place.made),
            number(place.attended),
            number(place.minutes),
            said(place.certificate),
        ]
    });
    let title = lang.t("courses-title");
    File::written(format!("{title}-course-{id}-{}", day_value(store.now())), title, format, made).await
}
