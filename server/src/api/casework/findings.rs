//! Findings of visits: what a family needs, the steps about it, and what it says came of it.

use domain::{
    areas::AreaId,
    casework::{
        findings::{Finding, FindingAnswer, FindingOutcome, FindingState, NewFindingAnswer},
        visits::VisitId,
    },
    community::appointments::{AppointmentId, SlotId},
    permission::Action,
    wishes::{NewWish, WishId},
};
use store::{
    casework::findings::{
        answers::{AnswerFinding, ReopenFinding},
        assignment::AssignFinding,
        steps::{AppointFinding, PostWishForFinding},
        views::FindingQuery,
    },
    community::appointments::booking::BookForFinding,
};

use super::visits::{AssignBody, month};
use crate::api::prelude::*;

/// Filters of the list of findings.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct FindingsQuery {
    /// Their state; without it and without a month open ones.
    state: Option<FindingState>,
    /// Outcome of closed ones.
    outcome: Option<FindingOutcome>,
    /// Only open ones that are older than a week.
    old: bool,
    /// Month in which they were found, such as `2026-11`.
    month: String,
    /// Area they are in, or below it.
    area: AreaId,
    /// Only the caller's own, with those of accounts for which it stands in.
    mine: bool,
    /// Only those that climbed to the caller.
    raised: bool,
    /// Only those whose owner is no caseworker there any more, or that have none.
    unowned: bool,
    /// `next` of the previous page.
    cursor: i64,
}

/// A finding with the family's answers.
#[derive(Serialize, ToSchema)]
pub struct FindingFile {
    /// The finding.
    #[serde(flatten)]
    finding: Finding,
    /// What the family said, newest first.
    answers: Vec<FindingAnswer>,
}

/// A thing that a family needs.
#[derive(Deserialize, ToSchema)]
pub struct FindingWish {
    /// Item id in the catalogue.
    item: i64,
    /// One of the item's sizes; empty if it has none.
    #[serde(default)]
    size: String,
    /// Units, 1 to 20.
    quantity: i64,
    /// The family's own words, which are not published as they are.
    #[serde(default)]
    words: String,
    /// Reason for a second one, or for one beyond the limit.
    #[serde(default)]
    beyond: String,
}

/// The wish of a finding.
#[derive(Serialize, ToSchema)]
pub struct FindingWished {
    /// Number of the wish, which waits for its review.
    wish: WishId,
}

/// A day that was agreed with a family.
#[derive(Deserialize, ToSchema)]
pub struct AppointmentBody {
    /// Any second of the day.
    day: i64,
}

/// A day that was agreed.
#[derive(Serialize, ToSchema)]
pub struct Appointed {
    /// Number of the visit that is due on it.
    visit: VisitId,
}

/// A bookable time.
#[derive(Deserialize, ToSchema)]
pub struct FindingBooking {
    /// Number of the time, one of the household's `slots`.
    slot: SlotId,
}

/// A time that was booked for a finding.
#[derive(Serialize, ToSchema)]
pub struct FindingBooked {
    /// Number of the appointment.
    appointment: AppointmentId,
}

/// What is still missing.
#[derive(Deserialize, ToSchema)]
pub struct AgainBody {
    /// Up to 500 characters; may be empty.
    #[serde(default)]
    words: String,
}

/// Lists findings of the caller's areas without their words, by number: without filters the open ones.
#[utoipa::path(get, path = "/findings", tag = "findings", params(FindingsQuery),
    responses((status = 200, body = Page<Finding>)))]
pub async fn list(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Query(query): Query<FindingsQuery>,
) -> Answer<Json<Page<Finding>>> {
    actor.must_somewhere(Action::ReadVisits)?;
    let FindingsQuery { state, outcome, old, month: text, area, mine, raised, unowned, cursor } = query;
    let month = month(&text)?;
    let query = FindingQuery { state, outcome, old, month, area, mine, raised, unowned, household: 0, cursor };
    Ok(Json(store.findings(&actor, &query).await?))
}

/// Returns one finding with the family's answers; words only of a file that the caller has revealed.
#[utoipa::path(get, path = "/findings/{id}", tag = "findings", params(("id" = i64, Path)),
    responses((status = 200, body = FindingFile)))]
pub async fn get(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<FindingFile>> {
    let (finding, answers) = store.finding(&signed.actor, id).await?;
    Ok(Json(FindingFile { finding, answers }))
}

/// Records what the family was asked about a finding and what it said: the only way to close one.
#[utoipa::path(post, path = "/findings/{id}/answers", tag = "findings", params(("id" = i64, Path)),
    request_body = NewFindingAnswer, responses((status = 204)))]
pub async fn answer(
    State(store): State<Store>,
    write: Write,
    Id(finding): Id,
    Body(answer): Body<NewFindingAnswer>,
) -> Answer<StatusCode> {
    store.run(&write.0, AnswerFinding { finding, answer }).await?;
    Ok(DONE)
}

/// Gives a finding to a caseworker of the family's area, who has a fortnight until it climbs again.
#[utoipa::path(post, path = "/findings/{id}/assign", tag = "findings", params(("id" = i64, Path)),
    request_body = AssignBody, responses((status = 204)))]
pub async fn assign(
    State(store): State<Store>,
    write: Write,
    Id(finding): Id,
    Body(AssignBody { to }): Body<AssignBody>,
) -> Answer<StatusCode> {
    store.run(&write.0, AssignFinding { finding, to }).await?;
    Ok(DONE)
}

/// Posts a wish for the family of a finding. The finding stays open until the family says what came of it.
#[utoipa::path(post, path = "/findings/{id}/wish", tag = "findings", params(("id" = i64, Path)),
    request_body = FindingWish, responses((status = 201, body = FindingWished)))]
pub async fn wish(
    State(store): State<Store>,
    write: Write,
    Id(finding): Id,
    Body(body): Body<FindingWish>,
) -> Made<FindingWished> {
    let FindingWish { item, size, quantity, words, beyond } = body;
    let wish = NewWish { item, size, quantity, words, again: !beyond.is_empty(), beyond, ..NewWish::default() };
    made(FindingWished { wish: store.run(&write.0, PostWishForFinding { finding, wish }).await? })
}

/// Agrees a day with the family of a finding, which is a visit on that day.
#[utoipa::path(post, path = "/findings/{id}/appointment", tag = "findings", params(("id" = i64, Path)),
    request_body = AppointmentBody, responses((status = 201, body = Appointed)))]
pub async fn appoint(
    State(store): State<Store>,
    write: Write,
    Id(finding): Id,
    Body(AppointmentBody { day }): Body<AppointmentBody>,
) -> Made<Appointed> {
    made(Appointed { visit: store.run(&write.0, AppointFinding { finding, day }).await? })
}

/// Books a time of a service for the family of a finding, which stays open until the family says what came of it.
#[utoipa::path(post, path = "/findings/{id}/booking", tag = "findings", params(("id" = i64, Path)),
    request_body = FindingBooking, responses((status = 201, body = FindingBooked)))]
pub async fn book(
    State(store): State<Store>,
    write: Write,
    Id(finding): Id,
    Body(FindingBooking { slot }): Body<FindingBooking>,
) -> Made<FindingBooked> {
    made(FindingBooked { appointment: store.run(&write.0, BookForFinding { finding, slot }).await? })
}

/// Lists the last findings of the caller's own family.
#[utoipa::path(get, path = "/me/findings", tag = "findings", responses((status = 200, body = Vec<Finding>)))]
pub async fn mine(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<Finding>>> {
    Ok(Json(store.my_findings(&signed.actor).await?))
}

/// Family: says that a finding that was closed within 90 days is not solved; it is open again.
#[utoipa::path(post, path = "/me/findings/{id}/again", tag = "findings", params(("id" = i64, Path)),
    request_body = AgainBody, responses((status = 204)))]
pub async fn again(
    State(store): State<Store>,
    write: Write,
    Id(finding): Id,
    Body(AgainBody { words }): Body<AgainBody>,
) -> Answer<StatusCode> {
    store.run(&write.0, ReopenFinding { finding, words }).await?;
    Ok(DONE)
}
