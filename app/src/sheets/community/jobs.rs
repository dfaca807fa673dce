//! Vacancies, job seekers and proposals as files, with the words of the pages and without names of families.

use domain::{
    Result,
    community::jobs::{Vacancy, proposals::JobProposal, seekers::JobSeeker},
};
use store::{
    By, Store,
    community::jobs::{proposal_views::ProposalList, seekers::SeekerList},
};

use crate::{
    i18n::{Lang, day_value},
    sheets::{
        File, Format, Out,
        files::{made, number},
    },
};

/// Names values of a closed set in one cell.
fn listed(lang: Lang, prefix: &str, values: impl Iterator<Item = &'static str>) -> Out {
    Out::Text(values.map(|value| lang.named(prefix, value)).collect::<Vec<_>>().join(", "))
}

/// Exports the vacancies of the root area.
///
/// # Errors
/// [`domain::Error::NotAllowed`] without a role that reads jobs, and with [`domain::Code::ProofNeeded`];
/// [`domain::Error::Failed`] if the file cannot be written.
pub async fn vacancies(store: &Store, by: &By, lang: Lang, format: Format) -> Result<File> {
    let export = store.export_vacancies(by).await?;
    let heads = [
        "vacancy",
        "vacancy-employer",
        "vacancy-title",
        "vacancy-place",
        "vacancy-posts",
        "vacancy-open",
        "vacancy-pay-from",
        "vacancy-pay-to",
        "vacancy-hours",
        "vacancy-lodging",
        "vacancy-state",
        "vacancy-confirmed",
        "vacancy-until",
    ];
    let made = made(lang, &heads, export, |vacancy: Vacancy| {
        vec![
            number(vacancy.id),
            Out::Text(vacancy.organisation_name.clone()),
            Out::Text(vacancy.title.clone()),
            Out::Text(vacancy.place.clone()),
            number(vacancy.posts),
            number(vacancy.open_posts),
            number(vacancy.pay_from),
            number(vacancy.pay_to),
            number(vacancy.hours),
            Out::Text(lang.named("job-lodging", vacancy.lodging.as_str())),
            Out::Text(lang.named("vacancy-state", vacancy.state.as_str())),
            Out::Day(vacancy.confirmed),
            Out::Day(vacancy.until),
        ]
    });
    let title = lang.t("jobs-tab-vacancies");
    File::written(format!("{title}-vacancies-{}", day_value(store.now())), title, format, made).await
}

/// Exports the job seekers of the areas.
///
/// # Errors
/// As [`vacancies`].
pub async fn seekers(store: &Store, by: &By, lang: Lang, format: Format, list: SeekerList) -> Result<File> {
    let export = store.export_seekers(by, list).await?;
    let heads =
        ["seeker", "household", "area-of-record", "seeker-state", "seeker-skills", "seeker-languages", "seeker-asked"];
    let made = made(lang, &heads, export, |seeker: JobSeeker| {
        vec![
            number(seeker.id),
            number(seeker.household),
            Out::Text(seeker.area_name.clone()),
            Out::Text(lang.named("seeker-state", seeker.state.as_str())),
            listed(lang, "skill", seeker.skills.iter().map(|skill| skill.as_str())),
            listed(lang, "spoken", seeker.languages.iter().map(|language| language.as_str())),
            Out::Day(seeker.asked),
        ]
    });
    let title = lang.t("jobs-tab-seekers");
    File::written(format!("{title}-seekers-{}", day_value(store.now())), title, format, made).await
}

/// Exports the proposals of the areas.
///
/// # Errors
/// As [`vacancies`].
pub async fn job_proposals(store: &Store, by: &By, lang: Lang, format: Format, list: ProposalList) -> Result<File> {
    let export = store.export_job_proposals(by, list).await?;
    let heads = [
        "job-proposal",
        "seeker",
        "household",
        "vacancy",
        "vacancy-title",
        "vacancy-employer",
        "job-state",
        "job-proposed",
        "job-day",
        "job-decided",
        "job-reason",
    ];
    let made = made(lang, &heads, export, |proposal: JobProposal| {
        let reason = proposal.reason.map(|reason| lang.named("job-refusal", reason.as_str())).unwrap_or_default();
        vec![
            number(proposal.id),
            number(proposal.seeker),
            number(proposal.household.unwrap_or_default()),
            number(proposal.vacancy),
            Out::Text(proposal.title.clone()),
            Out::Text(proposal.organisation_name.clone()),
            Out::Text(lang.named("job-state", proposal.state.as_str())),
            Out::Day(proposal.proposed),
            Out::Day(proposal.day.unwrap_or_default()),
            Out::Day(proposal.decided.unwrap_or_default()),
            Out::Text(reason),
        ]
    });
    let title = lang.t("job-proposals-title");
    File::written(format!("{title}-proposals-{}", day_value(store.now())), title, format, made).await
}
