//! Jobs: vacancies of organisations, who looks for work, who is proposed for what, and whether they stayed.

use domain::{
    Timestamp,
    community::jobs::{
        JobFigures, JoblessHome, NewVacancy, Vacancy, VacancyId,
        proposals::{
            JobAnswer, JobCheck, JobMeeting, JobProposal, JobRefusal, JobYesNo, ProposalId, ReasonFor, SeekerContact,
        },
        seekers::{JobSeeker, NewSeeker, SeekerId, VacancySuggestion},
    },
};
use store::community::jobs::{
    checks::{AnswerJobCheck, CheckList},
    contact::RevealSeeker,
    outcomes::{HireSeeker, InviteSeeker, RefuseSeeker},
    proposal_views::ProposalList,
    proposals::{AnswerJob, InformEmployer, ProposeJob, WithdrawJob},
    seekers::{AskSeeker, SeekerList},
    vacancies::{ChangeVacancy, ConfirmVacancy, EndVacancy, PostVacancy},
};

use crate::api::prelude::*;

/// Which rows a list of jobs shows.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct JobsQuery {
    /// Vacancies: `all` for staff. Job seekers: `asked` for all who were asked. Proposals: `inform`, `met`, `hired`,
    /// `over` or `all` instead of those under way. Questions: `stayed` or `unpaid` instead of those that are due.
    show: String,
    /// `next` of the previous page.
    cursor: i64,
}

/// A vacancy that was posted.
#[derive(Serialize, ToSchema)]
pub struct VacancyMade {
    /// Number of the vacancy.
    vacancy: VacancyId,
}

/// New values of a vacancy.
#[derive(Deserialize, ToSchema)]
pub struct VacancyChangeBody {
    /// Version that the caller has seen.
    version: i64,
    /// New values.
    vacancy: NewVacancy,
}

/// A job seeker that was asked.
#[derive(Serialize, ToSchema)]
pub struct SeekerMade {
    /// Number of the job seeker.
    seeker: SeekerId,
}

/// A vacancy that a job seeker is proposed for.
#[derive(Deserialize, ToSchema)]
pub struct JobProposalBody {
    /// Number of the vacancy.
    vacancy: VacancyId,
}

/// A proposal that was made.
#[derive(Serialize, ToSchema)]
pub struct JobProposalMade {
    /// Number of the proposal.
    proposal: ProposalId,
}

/// What the person says.
#[derive(Deserialize, ToSchema)]
pub struct JobAnswerBody {
    /// Whether the employer may learn its name and phone.
    answer: JobAnswer,
}

/// An interview or a trial day.
#[derive(Deserialize, ToSchema)]
pub struct JobInviteBody {
    /// Interview or trial day.
    meeting: JobMeeting,
    /// Any moment of the day.
    day: Timestamp,
}

/// A first day of work.
#[derive(Deserialize, ToSchema)]
pub struct JobHireBody {
    /// Any moment of the day.
    day: Timestamp,
}

/// A "no" of the employer.
#[derive(Deserialize, ToSchema)]
pub struct JobRefusalBody {
    /// Why.
    reason: JobRefusal,
    /// Who reads why.
    reason_for: ReasonFor,
}

/// What a person who was hired says later.
#[derive(Deserialize, ToSchema)]
pub struct JobCheckBody {
    /// Whether it is still there.
    still_there: JobYesNo,
    /// Whether it was paid.
    paid: JobYesNo,
}

/// Lists open vacancies with a post, newest first; for staff with `show=all` all of the root area.
#[utoipa::path(get, path = "/vacancies", tag = "jobs", params(JobsQuery),
    responses((status = 200, body = Page<Vacancy>)))]
pub async fn vacancies(
    State(store): State<Store>,
    signed: Signed,
    Query(JobsQuery { show, cursor }): Query<JobsQuery>,
) -> Answer<Json<Page<Vacancy>>> {
    Ok(Json(match show.as_str() {
        "all" => store.vacancies(&signed.actor, cursor).await?,
        _ => store.open_vacancies(&signed.actor, cursor).await?,
    }))
}

/// Posts a vacancy for the caller's organisation, or as staff for one of the area.
#[utoipa::path(post, path = "/vacancies", tag = "jobs", request_body = NewVacancy,
    responses((status = 201, body = VacancyMade)))]
pub async fn vacancy_post(State(store): State<Store>, write: Write, Body(new): Body<NewVacancy>) -> Made<VacancyMade> {
    made(VacancyMade { vacancy: store.run(&write.0, PostVacancy(new)).await? })
}

/// Lists the vacancies of the caller's organisation.
#[utoipa::path(get, path = "/me/vacancies", tag = "jobs", responses((status = 200, body = Vec<Vacancy>)))]
pub async fn own_vacancies(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<Vacancy>>> {
    Ok(Json(store.own_vacancies(&signed.actor).await?))
}

/// Returns a vacancy.
#[utoipa::path(get, path = "/vacancies/{id}", tag = "jobs", params(("id" = i64, Path)),
    responses((status = 200, body = Vacancy)))]
pub async fn vacancy(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Vacancy>> {
    Ok(Json(store.vacancy(&signed.actor, id).await?))
}

/// Changes a vacancy of the caller's organisation, or as staff of one of the area.
#[utoipa::path(post, path = "/vacancies/{id}/change", tag = "jobs", params(("id" = i64, Path)),
    request_body = VacancyChangeBody, responses((status = 200, body = Vacancy)))]
pub async fn vacancy_change(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(VacancyChangeBody { version, vacancy: new }): Body<VacancyChangeBody>,
) -> Answer<Json<Vacancy>> {
    store.run(&write.0, ChangeVacancy { vacancy: id, version, new }).await?;
    Ok(Json(store.vacancy(write.actor(), id).await?))
}

/// Confirms that a vacancy is open, for another 14 days; a hidden one shows again.
#[utoipa::path(post, path = "/vacancies/{id}/confirm", tag = "jobs", params(("id" = i64, Path)),
    responses((status = 200, body = Vacancy)))]
pub async fn vacancy_confirm(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<Vacancy>> {
    store.run(&write.0, ConfirmVacancy { vacancy: id }).await?;
    Ok(Json(store.vacancy(write.actor(), id).await?))
}

/// Ends a vacancy.
#[utoipa::path(post, path = "/vacancies/{id}/end", tag = "jobs", params(("id" = i64, Path)),
    responses((status = 200, body = Vacancy)))]
pub async fn vacancy_end(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<Vacancy>> {
    store.run(&write.0, EndVacancy { vacancy: id }).await?;
    Ok(Json(store.vacancy(write.actor(), id).await?))
}

/// Counts posts, who was asked, proposed, hired and stayed, in the caller's areas.
#[utoipa::path(get, path = "/job-figures", tag = "jobs", responses((status = 200, body = JobFigures)))]
pub async fn figures(State(store): State<Store>, signed: Signed) -> Answer<Json<JobFigures>> {
    Ok(Json(store.job_figures(&signed.actor).await?))
}

/// Lists homes in which no member of working age has work.
#[utoipa::path(get, path = "/jobless-homes", tag = "jobs", params(Cursor),
    responses((status = 200, body = Page<JoblessHome>)))]
pub async fn jobless_homes(
    State(store): State<Store>,
    signed: Signed,
    Query(Cursor { cursor }): Query<Cursor>,
) -> Answer<Json<Page<JoblessHome>>> {
    Ok(Json(store.jobless_homes(&signed.actor, cursor).await?))
}

/// Lists the job seekers of the caller's areas, without names.
#[utoipa::path(get, path = "/job-seekers", tag = "jobs", params(JobsQuery),
    responses((status = 200, body = Page<JobSeeker>)))]
pub async fn seekers(
    State(store): State<Store>,
    signed: Signed,
    Query(JobsQuery { show, cursor }): Query<JobsQuery>,
) -> Answer<Json<Page<JobSeeker>>> {
    let list = if show == "asked" { SeekerList::Asked } else { SeekerList::Looking };
    Ok(Json(store.job_seekers(&signed.actor, list, cursor).await?))
}

/// Lists the members of a household who were asked whether they look for work.
#[utoipa::path(get, path = "/households/{id}/job-seekers", tag = "jobs", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<JobSeeker>)))]
pub async fn seekers_of_household(
    State(store): State<Store>,
    signed: Signed,
    Id(id): Id,
) -> Answer<Json<Vec<JobSeeker>>> {
    Ok(Json(store.household_seekers(&signed.actor, id).await?))
}

/// Records what a member says when asked whether it looks for work.
#[utoipa::path(post, path = "/households/{id}/job-seekers", tag = "jobs", params(("id" = i64, Path)),
    request_body = NewSeeker, responses((status = 201, body = SeekerMade)))]
pub async fn seeker_ask(
    State(store): State<Store>,
    write: Write,
    Id(household): Id,
    Body(new): Body<NewSeeker>,
) -> Made<SeekerMade> {
    made(SeekerMade { seeker: store.run(&write.0, AskSeeker { household, new }).await? })
}

/// Suggests vacancies for a job seeker, the best first.
#[utoipa::path(get, path = "/job-seekers/{id}/vacancies", tag = "jobs", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<VacancySuggestion>)))]
pub async fn suggestions(
    State(store): State<Store>,
    signed: Signed,
    Id(id): Id,
) -> Answer<Json<Vec<VacancySuggestion>>> {
    Ok(Json(store.vacancy_suggestions(&signed.actor, id).await?))
}

/// Proposes a job seeker for a vacancy. The employer is not told yet.
#[utoipa::path(post, path = "/job-seekers/{id}/proposals", tag = "jobs", params(("id" = i64, Path)),
    request_body = JobProposalBody, responses((status = 201, body = JobProposalMade)))]
pub async fn propose(
    State(store): State<Store>,
    write: Write,
    Id(seeker): Id,
    Body(JobProposalBody { vacancy }): Body<JobProposalBody>,
) -> Made<JobProposalMade> {
    made(JobProposalMade { proposal: store.run(&write.0, ProposeJob { seeker, vacancy }).await? })
}

/// Lists the proposals of the caller's areas, newest first.
#[utoipa::path(get, path = "/job-proposals", tag = "jobs", params(JobsQuery),
    responses((status = 200, body = Page<JobProposal>)))]
pub async fn proposals(
    State(store): State<Store>,
    signed: Signed,
    Query(JobsQuery { show, cursor }): Query<JobsQuery>,
) -> Answer<Json<Page<JobProposal>>> {
    let list = match show.as_str() {
        "inform" => ProposalList::ToInform,
        "met" => ProposalList::Met,
        "hired" => ProposalList::Hired,
        "over" => ProposalList::Over,
        "all" => ProposalList::All,
        _ => ProposalList::Live,
    };
    Ok(Json(store.job_proposals(&signed.actor, list, cursor).await?))
}

/// Lists the proposals of which the caller's organisation was told; of a person only number, skills and languages.
#[utoipa::path(get, path = "/me/job-proposals", tag = "jobs", responses((status = 200, body = Vec<JobProposal>)))]
pub async fn employer_proposals(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<JobProposal>>> {
    Ok(Json(store.employer_proposals(&signed.actor).await?))
}

/// Returns a proposal, for the family, staff of its area, and the employer once it was told.
#[utoipa::path(get, path = "/job-proposals/{id}", tag = "jobs", params(("id" = i64, Path)),
    responses((status = 200, body = JobProposal)))]
pub async fn proposal(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<JobProposal>> {
    Ok(Json(store.job_proposal(&signed.actor, id).await?))
}

/// Answers a proposal for the person. With a yes the employer may reveal name and phone.
#[utoipa::path(post, path = "/job-proposals/{id}/answer", tag = "jobs", params(("id" = i64, Path)),
    request_body = JobAnswerBody, responses((status = 200, body = JobProposal)))]
pub async fn answer(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(JobAnswerBody { answer }): Body<JobAnswerBody>,
) -> Answer<Json<JobProposal>> {
    store.run(&write.0, AnswerJob { proposal: id, answer }).await?;
    Ok(Json(store.job_proposal(write.actor(), id).await?))
}

/// Tells the employer of a proposal.
#[utoipa::path(post, path = "/job-proposals/{id}/inform", tag = "jobs", params(("id" = i64, Path)),
    responses((status = 200, body = JobProposal)))]
pub async fn inform(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<JobProposal>> {
    store.run(&write.0, InformEmployer { proposal: id }).await?;
    Ok(Json(store.job_proposal(write.actor(), id).await?))
}

/// Agrees an interview or a trial day.
#[utoipa::path(post, path = "/job-proposals/{id}/invite", tag = "jobs", params(("id" = i64, Path)),
    request_body = JobInviteBody, responses((status = 200, body = JobProposal)))]
pub async fn invite(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(JobInviteBody { meeting, day }): Body<JobInviteBody>,
) -> Answer<Json<JobProposal>> {
    store.run(&write.0, InviteSeeker { proposal: id, meeting, day }).await?;
    Ok(Json(store.job_proposal(write.actor(), id).await?))
}

/// Hires the person: one post less is open, and its other proposals end.
#[utoipa::path(post, path = "/job-proposals/{id}/hire", tag = "jobs", params(("id" = i64, Path)),
    request_body = JobHireBody, responses((status = 200, body = JobProposal)))]
pub async fn hire(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(JobHireBody { day }): Body<JobHireBody>,
) -> Answer<Json<JobProposal>> {
    store.run(&write.0, HireSeeker { proposal: id, day }).await?;
    Ok(Json(store.job_proposal(write.actor(), id).await?))
}

/// Says no, with a reason.
#[utoipa::path(post, path = "/job-proposals/{id}/refuse", tag = "jobs", params(("id" = i64, Path)),
    request_body = JobRefusalBody, responses((status = 200, body = JobProposal)))]
pub async fn refuse(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(JobRefusalBody { reason, reason_for }): Body<JobRefusalBody>,
) -> Answer<Json<JobProposal>> {
    store.run(&write.0, RefuseSeeker { proposal: id, reason, reason_for }).await?;
    Ok(Json(store.job_proposal(write.actor(), id).await?))
}

/// Takes a proposal back, for the person.
#[utoipa::path(post, path = "/job-proposals/{id}/withdraw", tag = "jobs", params(("id" = i64, Path)),
    responses((status = 200, body = JobProposal)))]
pub async fn withdraw(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<JobProposal>> {
    store.run(&write.0, WithdrawJob { proposal: id }).await?;
    Ok(Json(store.job_proposal(write.actor(), id).await?))
}

/// Reveals name and phone of a person to its employer for half an hour; the family reads it in its log.
#[utoipa::path(post, path = "/job-proposals/{id}/reveal", tag = "jobs", params(("id" = i64, Path)),
    responses((status = 200, body = SeekerContact)))]
pub async fn reveal(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<SeekerContact>> {
    store.run(&write.0, RevealSeeker { proposal: id }).await?;
    Ok(Json(store.seeker_contact(write.actor(), id).await?))
}

/// Lists later questions to people who were hired, in the caller's areas.
#[utoipa::path(get, path = "/job-checks", tag = "jobs", params(JobsQuery),
    responses((status = 200, body = Page<JobCheck>)))]
pub async fn checks(
    State(store): State<Store>,
    signed: Signed,
    Query(JobsQuery { show, cursor }): Query<JobsQuery>,
) -> Answer<Json<Page<JobCheck>>> {
    let list = match show.as_str() {
        "stayed" => CheckList::Stayed,
        "unpaid" => CheckList::Unpaid,
        _ => CheckList::Due,
    };
    Ok(Json(store.job_checks(&signed.actor, list, cursor).await?))
}

/// Lists the later questions of a household.
#[utoipa::path(get, path = "/households/{id}/job-checks", tag = "jobs", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<JobCheck>)))]
pub async fn checks_of_household(
    State(store): State<Store>,
    signed: Signed,
    Id(id): Id,
) -> Answer<Json<Vec<JobCheck>>> {
    Ok(Json(store.household_job_checks(&signed.actor, id).await?))
}

/// Answers a later question; "not paid" opens a wage case. Returns the questions of the household.
#[utoipa::path(post, path = "/households/{household}/job-checks/{id}", tag = "jobs",
    params(("household" = i64, Path), ("id" = i64, Path)), request_body = JobCheckBody,
    responses((status = 200, body = Vec<JobCheck>)))]
pub async fn check_answer(
    State(store): State<Store>,
    write: Write,
    Ids(household, id): Ids,
    Body(JobCheckBody { still_there, paid }): Body<JobCheckBody>,
) -> Answer<Json<Vec<JobCheck>>> {
    store.run(&write.0, AnswerJobCheck { check: id, still_there, paid }).await?;
    Ok(Json(store.household_job_checks(write.actor(), household).await?))
}
