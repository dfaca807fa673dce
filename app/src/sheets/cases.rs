//! Cases, referrals and urgent wishes as files, with the words of the pages and without names and words of families.

use domain::{
    Result,
    casework::{cases::Case, school_places::views::SchoolPlace, urgent::UrgentWish},
    services::referrals::Referral,
};
use store::{
    By, Store,
    casework::{cases::views::CaseQuery, school_places::views::SchoolPlaceQuery, urgent::views::UrgentList},
    services::referrals::views::ReferralQuery,
};

use super::{
    File, Format, Out,
    files::{made, number},
};
use crate::i18n::{Lang, day_value};

/// Exports the cases that the filters leave, the oldest first.
///
/// # Errors
/// [`domain::Error::NotAllowed`] without a role that reads cases, and with [`domain::Code::ProofNeeded`];
/// [`domain::Error::Failed`] if the file cannot be written.
pub async fn cases(store: &Store, by: &By, lang: Lang, format: Format, query: &CaseQuery) -> Result<File> {
    let export = store.export_cases(by, query).await?;
    let heads = [
        "case",
        "household",
        "area-of-record",
        "case-kind",
        "case-urgency",
        "case-step",
        "case-due",
        "case-climbs",
        "case-owner",
        "case-opened",
        "case-closed",
        "case-outcome",
    ];
    let made = made(lang, &heads, export, |case: Case| {
        let outcome = case.outcome.as_deref().map(|key| lang.named("case-outcome", key)).unwrap_or_default();
        vec![
            number(case.id),
            number(case.household),
            Out::Text(case.area_name.clone()),
            Out::Text(lang.named("case-kind", case.kind.as_str())),
            Out::Text(lang.named("urgency", case.urgency.as_str())),
            Out::Text(lang.named("case-step", &case.step)),
            Out::Day(case.due),
            number(case.climbs),
            Out::Text(case.owner_name.clone()),
            Out::Day(case.opened),
            Out::Day(case.closed.unwrap_or_default()),
            Out::Text(outcome),
        ]
    });
    let title = lang.t("cases-title");
    File::written(format!("{title}-cases-{}", day_value(store.now())), title, format, made).await
}

/// Exports the cases of school places that the filters leave, the oldest first.
///
/// # Errors
/// As [`cases`].
pub async fn school_places(
    store: &Store,
    by: &By,
    lang: Lang,
    format: Format,
    query: &SchoolPlaceQuery,
) -> Result<File> {
    let export = store.export_school_places(by, query).await?;
    let heads = [
        "case",
        "household",
        "area-of-record",
        "school-standing",
        "school-first-day",
        "school-step",
        "school-last-day",
        "case-due",
        "case-climbs",
        "case-owner",
        "case-opened",
        "case-closed",
        "case-outcome",
    ];
    let made = made(lang, &heads, export, |place: SchoolPlace| {
        let day = |day: Option<domain::time::Day>| Out::Day(day.map_or(0, |day| day.start()));
        let named = |prefix: &str, key: Option<&str>| key.map(|key| lang.named(prefix, key)).unwrap_or_default();
        vec![
            number(place.id),
            number(place.household),
            Out::Text(place.area_name.clone()),
            Out::Text(lang.named("school-standing", place.standing.as_str())),
            day(place.first_day),
            Out::Text(named("school-step", place.step.map(|step| step.as_str()))),
            day(place.last_day),
            Out::Day(place.due),
            number(place.climbs),
            Out::Text(place.owner_name.clone()),
            Out::Day(place.opened),
            Out::Day(place.closed.unwrap_or_default()),
            Out::Text(named("school-outcome", place.outcome.map(|outcome| outcome.as_str()))),
        ]
    });
    let title = lang.t("school-places-title");
    File::written(format!("{title}-school-places-{}", day_value(store.now())), title, format, made).await
}

/// Exports the referrals that the filters leave, the oldest first.
///
/// # Errors
/// As [`cases`].
pub async fn referrals(store: &Store, by: &By, lang: Lang, format: Format, query: &ReferralQuery) -> Result<File> {
    let export = store.export_referrals(by, query).await?;
    let heads = [
        "referral",
        "household",
        "area-of-record",
        "case",
        "referral-organisation",
        "referral-service",
        "referral-class",
        "referral-state",
        "referral-sent",
        "referral-answered",
        "referral-done",
        "case-due",
        "case-climbs",
    ];
    let made = made(lang, &heads, export, |referral: Referral| {
        vec![
            number(referral.id),
            number(referral.household),
            Out::Text(referral.area_name.clone()),
            Out::Text(referral.case.map(|case| case.to_string()).unwrap_or_default()),
            Out::Text(referral.organisation_name.clone()),
            Out::Text(referral.service_name.clone()),
            Out::Text(lang.named("time-class", referral.class.as_str())),
            Out::Text(lang.named("referral-state", referral.state.as_str())),
            Out::Time(referral.sent.unwrap_or_default()),
            Out::Time(referral.answered.unwrap_or_default()),
            Out::Time(referral.done.unwrap_or_default()),
            Out::Time(referral.due.unwrap_or_default()),
            number(referral.climbs),
        ]
    });
    let title = lang.t("referrals-title");
    File::written(format!("{title}-referrals-{}", day_value(store.now())), title, format, made).await
}

/// Exports the urgent wishes of a list, by number.
///
/// # Errors
/// As [`cases`].
pub async fn urgent(store: &Store, by: &By, lang: Lang, format: Format, list: UrgentList) -> Result<File> {
    let export = store.export_urgent(by, list).await?;
    let heads = [
        "record",
        "list-wish",
        "household",
        "area-of-record",
        "name",
        "urgent-reason",
        "state",
        "urgent-marked",
        "urgent-asked",
        "urgent-owner",
        "urgent-next",
        "urgent-free",
        "urgent-until",
        "urgent-decide-by",
    ];
    let made = made(lang, &heads, export, |urgent: UrgentWish| {
        vec![
            number(urgent.id),
            number(urgent.wish),
            number(urgent.household),
            Out::Text(urgent.area_name),
            Out::Text(urgent.title),
            Out::Text(lang.named("urgent-reason", urgent.reason.as_str())),
            Out::Text(lang.named("urgent-state", urgent.state.as_str())),
            Out::Time(urgent.marked),
            Out::Text(urgent.asked_name),
            Out::Text(urgent.owner_name),
            Out::Time(urgent.next_step),
            number(urgent.free),
            Out::Time(urgent.until),
            Out::Time(urgent.decide_by.unwrap_or_default()),
        ]
    });
    let title = lang.t("urgent-title");
    File::written(format!("{title}-urgent-{}", day_value(store.now())), title, format, made).await
}
