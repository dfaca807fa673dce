//! Visits: rules, what is due, plans of a day, reports and figures.

use axum::{
    extract::{FromRequest, Request},
    response::{IntoResponse, Response},
};
use domain::{
    Code, Error,
    accounts::AccountId,
    areas::AreaId,
    casework::{
        findings::NeedKind,
        visits::{
            MetPerson, Mood, NewReport, NewVisitRule, Report, ReportId, Timing, Visit, VisitFigures, VisitId,
            VisitPlan, VisitRule, VisitRuleId, Way,
        },
    },
    permission::Action,
    time::Month,
};
use store::{
    casework::visits::{
        assignment::AssignVisit,
        media::{RemoveVisitMedium, VisitMedium},
        plans::PlanVisitDay,
        rules::{EndVisitRule, SetVisitRule},
        views::VisitQuery,
    },
    wishes::media::voice::WishMedia,
};

use crate::{
    api::{files::private, prelude::*},
    http::{
        extract::read,
        upload::{self, Upload},
    },
};

/// Filters of the list of visits.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct VisitsQuery {
    /// Where they stand; without it and without a month those to be made now.
    timing: Option<Timing>,
    /// Month in which they are due, such as `2026-11`.
    month: String,
    /// Area they are in, or below it.
    area: AreaId,
    /// Only the caller's own, with those of accounts for which it stands in.
    mine: bool,
    /// Only those that climbed to the caller because they were missed twice.
    raised: bool,
    /// Only those whose owner is no caseworker there any more, or that have none.
    unowned: bool,
    /// Only those that are still to be made, also later.
    waiting: bool,
    /// `next` of the previous page.
    cursor: i64,
}

/// Which figures to compute.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct FiguresQuery {
    /// Month, such as `2026-11`; the present one by default.
    month: String,
    /// Area; the largest one that the caller reads by default.
    area: AreaId,
}

/// Report of a visit.
#[derive(Deserialize, ToSchema)]
pub struct ReportBody {
    /// How the family was reached.
    #[serde(default)]
    way: Way,
    /// Whom one met; only a meeting with an adult makes the visit.
    met: MetPerson,
    /// How the family is.
    #[serde(default)]
    mood: Mood,
    /// What it needs: each becomes a finding.
    #[serde(default)]
    needs: Vec<NeedKind>,
    /// A few words, up to 500 characters, which the family reads.
    #[serde(default)]
    words: String,
    /// When, at most a week ago; null for now.
    at: Option<i64>,
}

/// Report of a visit with a recording instead of words, or a picture.
#[derive(ToSchema)]
pub struct ReportForm {
    /// The report, as JSON.
    report: ReportBody,
    /// The recording: WebM, Ogg or MP4 of at most a minute.
    #[schema(value_type = Option<String>, format = Binary)]
    voice: Vec<u8>,
    /// The picture, with the family's consent: a JPEG, PNG or WebP. Stored smaller, without metadata, and encrypted.
    #[schema(value_type = Option<String>, format = Binary)]
    photo: Vec<u8>,
}

impl<S: Send + Sync> FromRequest<S> for ReportForm {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !upload::is_form(&request) {
            let Body(report) = Body::from_request(request, state).await?;
            return Ok(ReportForm { report, voice: Vec::new(), photo: Vec::new() });
        }
        let mut form = Upload::read(request, state).await?;
        let report = match form.field("report") {
            "" => return Err(Problem::field("report", Code::Required)),
            json => read(json.as_bytes())?,
        };
        Ok(ReportForm { report, voice: form.take("voice"), photo: form.take("photo") })
    }
}

/// Visits of a day.
#[derive(Deserialize, ToSchema)]
pub struct PlanBody {
    /// Any second of the day: today or one of the next seven.
    day: i64,
    /// Visits of that day, at most 60; none to give the plan up.
    visits: Vec<VisitId>,
}

/// Which plan to read.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct PlanQuery {
    /// Any second of the day; today by default.
    day: Option<i64>,
}

/// A day that was planned.
#[derive(Serialize, ToSchema)]
pub struct DayPlanned {
    /// Visits in its plan; fewer than were asked for when some were made meanwhile, or are in another plan.
    planned: i64,
}

/// A visit that was recorded.
#[derive(Serialize, ToSchema)]
pub struct VisitRecorded {
    /// Number of the report.
    report: ReportId,
}

/// Account that makes a visit, or sees to a finding.
#[derive(Deserialize, ToSchema)]
pub struct AssignBody {
    /// A caseworker of the family's area.
    pub(super) to: AccountId,
}

/// A visit that was given to an account.
#[derive(Serialize, ToSchema)]
pub struct VisitAssigned {
    /// Number of the visit; a new one for a visit that was missed.
    visit: VisitId,
}

/// A rule that was set.
#[derive(Serialize, ToSchema)]
pub struct VisitRuleSet {
    /// Number of the rule.
    rule: VisitRuleId,
}

/// Parses a month; none for an empty text.
pub(super) fn month(text: &str) -> Result<Option<Month>, Error> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|code| Error::field("month", code))
}

/// Lists visits of the caller's areas, by number: without filters those that are to be made now.
#[utoipa::path(get, path = "/visits", tag = "visits", params(VisitsQuery),
    responses((status = 200, body = Page<Visit>)))]
pub async fn list(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Query(query): Query<VisitsQuery>,
) -> Answer<Json<Page<Visit>>> {
    actor.must_somewhere(Action::ReadVisits)?;
    let VisitsQuery { timing, month: text, area, mine, raised, unowned, waiting, cursor } = query;
    let month = month(&text)?;
    let query = VisitQuery { timing, waiting, month, area, mine, raised, unowned, household: 0, cursor };
    Ok(Json(store.visits(&actor, &query).await?))
}

/// Returns one visit.
#[utoipa::path(get, path = "/visits/{id}", tag = "visits", params(("id" = i64, Path)),
    responses((status = 200, body = Visit)))]
pub async fn get(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Visit>> {
    Ok(Json(store.visit(&signed.actor, id).await?))
}

/// Gives a visit to a caseworker; one that was missed becomes a new visit within three days.
#[utoipa::path(post, path = "/visits/{id}/assign", tag = "visits", params(("id" = i64, Path)),
    request_body = AssignBody, responses((status = 200, body = VisitAssigned)))]
pub async fn assign(
    State(store): State<Store>,
    write: Write,
    Id(visit): Id,
    Body(AssignBody { to }): Body<AssignBody>,
) -> Answer<Json<VisitAssigned>> {
    Ok(Json(VisitAssigned { visit: store.run(&write.0, AssignVisit { visit, to }).await? }))
}

/// Lists the reports about a household, newest first, for the family itself and the staff of its area.
/// `words` is empty for staff to whom the household file is not revealed.
#[utoipa::path(get, path = "/households/{id}/visits", tag = "visits", params(("id" = i64, Path), Cursor),
    responses((status = 200, body = Page<Report>)))]
pub async fn reports(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Id(household): Id,
    Query(Cursor { cursor }): Query<Cursor>,
) -> Answer<Json<Page<Report>>> {
    Ok(Json(store.visit_reports(&actor, household, cursor).await?))
}

/// Records a visit or a call: whom one met, how the family is, what it needs. The report of a merged file goes to the
/// file that is left. A recording or a picture is sent as a form with `report` (JSON) and the files `voice` and
/// `photo`.
#[utoipa::path(post, path = "/households/{id}/visits", tag = "visits", params(("id" = i64, Path)),
    request_body(content((ReportBody = "application/json"), (ReportForm = "multipart/form-data"))),
    responses((status = 201, body = VisitRecorded),
        (status = 422, description = "`voice`: `not_a_sound`; `photo`: `not_a_picture`, `picture_not_agreed`")))]
pub async fn record(
    State(store): State<Store>,
    write: Write,
    Id(household): Id,
    ReportForm { report, voice, photo }: ReportForm,
) -> Made<VisitRecorded> {
    write.actor().must_somewhere(Action::RecordVisits)?;
    let ReportBody { way, met, mood, needs, words, at } = report;
    let new = NewReport { household, way, met, mood, needs, words, at };
    let photo = if photo.is_empty() { None } else { Some(store.visit_picture(write.actor(), household, photo).await?) };
    let enclosed = WishMedia { voice, photo, ..WishMedia::default() };
    made(VisitRecorded { report: store.visit_record_with(&write.0, new, enclosed).await? })
}

/// Returns the recording or the picture of a report.
/// For the family itself, and for staff while the household file is revealed to them; access of staff is logged.
#[utoipa::path(get, path = "/visit-media/{id}", tag = "visits", params(("id" = i64, Path)),
    responses((status = 200, description = "The recording or the picture", content(
        (Vec<u8> = "audio/webm"), (Vec<u8> = "audio/ogg"), (Vec<u8> = "audio/mp4"), (Vec<u8> = "image/jpeg"))),
        (status = 403, description = "`file_not_opened`, or not allowed")))]
pub async fn medium(State(store): State<Store>, Signed { actor, .. }: Signed, Id(id): Id) -> Answer<Response> {
    Ok(match store.visit_medium(&actor, id).await? {
        VisitMedium::Voice(note) => private(note.kind.media_type(), note.bytes).into_response(),
        VisitMedium::Photo(bytes) => private("image/jpeg", bytes).into_response(),
    })
}

/// Deletes the recording or the picture of a report, which stays: the family itself, or the staff of its area.
#[utoipa::path(post, path = "/visit-media/{id}/remove", tag = "visits", params(("id" = i64, Path)),
    responses((status = 204)))]
pub async fn medium_remove(State(store): State<Store>, write: Write, Id(medium): Id) -> Answer<StatusCode> {
    store.run(&write.0, RemoveVisitMedium { medium }).await?;
    Ok(DONE)
}

/// Returns the caller's visits of a day in the order of their addresses, and what else is to be made by then.
/// Addresses and numbers are masked unless the file is revealed to the caller.
#[utoipa::path(get, path = "/visit-plan", tag = "visits", params(PlanQuery),
    responses((status = 200, body = VisitPlan)))]
pub async fn plan(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Query(PlanQuery { day }): Query<PlanQuery>,
) -> Answer<Json<VisitPlan>> {
    Ok(Json(store.visit_plan(&actor, day).await?))
}

/// Plans the caller's visits of a day, in place of those planned before. What is not made is free again the next day.
#[utoipa::path(post, path = "/visit-plan", tag = "visits", request_body = PlanBody,
    responses((status = 200, body = DayPlanned)))]
pub async fn plan_day(
    State(store): State<Store>,
    write: Write,
    Body(PlanBody { day, visits }): Body<PlanBody>,
) -> Answer<Json<DayPlanned>> {
    Ok(Json(DayPlanned { planned: store.run(&write.0, PlanVisitDay { day, visits }).await? }))
}

/// Lists the visits of the caller's own family that wait, and the last ones.
#[utoipa::path(get, path = "/me/visits", tag = "visits", responses((status = 200, body = Vec<Visit>)))]
pub async fn mine(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<Visit>>> {
    Ok(Json(store.my_visits(&signed.actor).await?))
}

/// Lists the rules that count in the caller's areas.
#[utoipa::path(get, path = "/visit-rules", tag = "visits", responses((status = 200, body = Vec<VisitRule>)))]
pub async fn rules(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<VisitRule>>> {
    Ok(Json(store.visit_rules(&signed.actor).await?))
}

/// Sets a rule for an area and all below it: which families are visited how often, within how many days.
#[utoipa::path(post, path = "/visit-rules", tag = "visits", request_body = NewVisitRule,
    responses((status = 201, body = VisitRuleSet)))]
pub async fn rule_set(State(store): State<Store>, write: Write, Body(new): Body<NewVisitRule>) -> Made<VisitRuleSet> {
    made(VisitRuleSet { rule: store.run(&write.0, SetVisitRule(new)).await? })
}

/// Takes a rule back; visits that are due stay.
#[utoipa::path(post, path = "/visit-rules/{id}/end", tag = "visits", params(("id" = i64, Path)),
    responses((status = 204)))]
pub async fn rule_end(State(store): State<Store>, write: Write, Id(rule): Id) -> Answer<StatusCode> {
    store.run(&write.0, EndVisitRule { rule }).await?;
    Ok(DONE)
}

/// Returns the figures of a month: of an area, then of each area directly below it.
#[utoipa::path(get, path = "/visit-figures", tag = "visits", params(FiguresQuery),
    responses((status = 200, body = Vec<VisitFigures>)))]
pub async fn figures(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Query(query): Query<FiguresQuery>,
) -> Answer<Json<Vec<VisitFigures>>> {
    actor.must_somewhere(Action::ReadVisits)?;
    let month = month(&query.month)?.unwrap_or_else(|| Month::of(store.now()));
    Ok(Json(store.visit_figures(&actor, query.area, month).await?))
}
