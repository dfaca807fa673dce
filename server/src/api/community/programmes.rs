//! Programmes: indicators with targets, milestones, owners, and reports per quarter.

use domain::{
    Timestamp,
    accounts::AccountId,
    community::programmes::{
        IndicatorId, IndicatorLine, IndicatorPage, IndicatorReport, MilestoneId, NewIndicator, NewMilestone, NewValue,
        ProgrammeBoard, ProgrammeDraft, ProgrammeId, ProgrammeLine, PublicProgramme,
    },
    reports::figures::FigureRow,
};
use store::community::programmes::{
    drafts::{AddIndicator, AddMilestone, DraftProgramme, DropIndicator, DropMilestone},
    lifecycle::{DropProgramme, EndProgramme, GiveIndicator, StartProgramme},
    lists::ProgrammeList,
    progress::{MoveMilestone, ReachMilestone, TypeValue},
    reports::{CommentReport, RecountReport},
};

use crate::api::prelude::*;

/// Which programmes a list shows.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ProgrammesQuery {
    /// Those that have ended.
    ended: bool,
    /// Drafts.
    drafts: bool,
    /// `next` of the previous page.
    cursor: i64,
}

/// A programme that was drafted.
#[derive(Serialize, ToSchema)]
pub struct ProgrammeMade {
    /// Number of the programme.
    programme: ProgrammeId,
}

/// An indicator that was added.
#[derive(Serialize, ToSchema)]
pub struct IndicatorMade {
    /// Number of the indicator.
    indicator: IndicatorId,
}

/// A milestone that was added.
#[derive(Serialize, ToSchema)]
pub struct MilestoneMade {
    /// Number of the milestone.
    milestone: MilestoneId,
}

/// Why a programme is ended early.
#[derive(Deserialize, ToSchema)]
pub struct ProgrammeEndBody {
    /// Why, 2 to 200 characters.
    reason: String,
}

/// Who answers for an indicator.
#[derive(Deserialize, ToSchema)]
pub struct IndicatorOwnerBody {
    /// Account with a role in casework in the indicator's area.
    owner: AccountId,
}

/// When a milestone was reached.
#[derive(Deserialize, ToSchema)]
pub struct MilestoneDayBody {
    /// Any moment of the day.
    day: Timestamp,
}

/// Where a milestone is moved.
#[derive(Deserialize, ToSchema)]
pub struct MilestoneMoveBody {
    /// Any moment of its new day.
    day: Timestamp,
    /// Why, 2 to 200 characters.
    reason: String,
}

/// A comment on a report.
#[derive(Deserialize, ToSchema)]
pub struct IndicatorCommentBody {
    /// What helped, what stood in the way, what is next: 2 to 1,000 characters.
    words: String,
}

/// Why a frozen figure is counted anew.
#[derive(Deserialize, ToSchema)]
pub struct IndicatorRecountBody {
    /// Why, 2 to 200 characters.
    reason: String,
}

/// Lists programmes of the caller's root area that run, newest first; or those that have ended, or drafts of its areas.
#[utoipa::path(get, path = "/programmes", tag = "programmes", params(ProgrammesQuery),
    responses((status = 200, body = Page<ProgrammeLine>)))]
pub async fn list(
    State(store): State<Store>,
    signed: Signed,
    Query(ProgrammesQuery { ended, drafts, cursor }): Query<ProgrammesQuery>,
) -> Answer<Json<Page<ProgrammeLine>>> {
    let which = match (drafts, ended) {
        (true, _) => ProgrammeList::Drafts,
        (_, true) => ProgrammeList::Ended,
        _ => ProgrammeList::Running,
    };
    Ok(Json(store.programmes(&signed.actor, which, cursor).await?))
}

/// Begins a draft of a programme.
#[utoipa::path(post, path = "/programmes", tag = "programmes", request_body = ProgrammeDraft,
    responses((status = 201, body = ProgrammeMade)))]
pub async fn draft(State(store): State<Store>, write: Write, Body(new): Body<ProgrammeDraft>) -> Made<ProgrammeMade> {
    made(ProgrammeMade { programme: store.run(&write.0, DraftProgramme(new)).await? })
}

/// Returns a programme: its indicators with their figures now, and its milestones by day.
#[utoipa::path(get, path = "/programmes/{id}", tag = "programmes", params(("id" = i64, Path)),
    responses((status = 200, body = ProgrammeBoard)))]
pub async fn get(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<ProgrammeBoard>> {
    Ok(Json(store.programme(&signed.actor, id).await?))
}

/// Starts a programme: its targets are fixed from now on.
#[utoipa::path(post, path = "/programmes/{id}/start", tag = "programmes", params(("id" = i64, Path)),
    responses((status = 200, body = ProgrammeBoard)))]
pub async fn start(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<ProgrammeBoard>> {
    store.run(&write.0, StartProgramme { programme: id }).await?;
    Ok(Json(store.programme(write.actor(), id).await?))
}

/// Ends a running programme today, with a last report of each indicator.
#[utoipa::path(post, path = "/programmes/{id}/end", tag = "programmes", params(("id" = i64, Path)),
    request_body = ProgrammeEndBody, responses((status = 200, body = ProgrammeBoard)))]
pub async fn end(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(ProgrammeEndBody { reason }): Body<ProgrammeEndBody>,
) -> Answer<Json<ProgrammeBoard>> {
    store.run(&write.0, EndProgramme { programme: id, reason }).await?;
    Ok(Json(store.programme(write.actor(), id).await?))
}

/// Drops a draft.
#[utoipa::path(post, path = "/programmes/{id}/drop", tag = "programmes", params(("id" = i64, Path)),
    responses((status = 204)))]
pub async fn drop(State(store): State<Store>, write: Write, Id(programme): Id) -> Answer<StatusCode> {
    store.run(&write.0, DropProgramme { programme }).await?;
    Ok(DONE)
}

/// Adds an indicator to a draft.
#[utoipa::path(post, path = "/programmes/{id}/indicators", tag = "programmes", params(("id" = i64, Path)),
    request_body = NewIndicator, responses((status = 201, body = IndicatorMade)))]
pub async fn indicator_add(
    State(store): State<Store>,
    write: Write,
    Id(programme): Id,
    Body(new): Body<NewIndicator>,
) -> Made<IndicatorMade> {
    made(IndicatorMade { indicator: store.run(&write.0, AddIndicator { programme, new }).await? })
}

/// Lists indicators that are behind and that the caller, or an account for which it stands in, can mend.
#[utoipa::path(get, path = "/indicators", tag = "programmes", responses((status = 200, body = Vec<IndicatorLine>)))]
pub async fn indicators(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<IndicatorLine>>> {
    Ok(Json(store.indicators_behind(&signed.actor).await?))
}

/// Returns an indicator with its milestones, their moves, typed figures and reports.
#[utoipa::path(get, path = "/indicators/{id}", tag = "programmes", params(("id" = i64, Path)),
    responses((status = 200, body = IndicatorPage)))]
pub async fn indicator(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<IndicatorPage>> {
    Ok(Json(store.indicator(&signed.actor, id).await?))
}

/// Lists the rows that an indicator counts; for those who read programmes in its area.
#[utoipa::path(get, path = "/indicators/{id}/rows", tag = "programmes",
    params(("id" = i64, Path), Cursor), responses((status = 200, body = Page<FigureRow>)))]
pub async fn indicator_rows(
    State(store): State<Store>,
    signed: Signed,
    Id(id): Id,
    Query(Cursor { cursor }): Query<Cursor>,
) -> Answer<Json<Page<FigureRow>>> {
    Ok(Json(store.indicator_rows(&signed.actor, id, cursor.max(0)).await?))
}

/// Takes an indicator out of a draft.
#[utoipa::path(post, path = "/indicators/{id}/drop", tag = "programmes", params(("id" = i64, Path)),
    responses((status = 204)))]
pub async fn indicator_drop(State(store): State<Store>, write: Write, Id(indicator): Id) -> Answer<StatusCode> {
    store.run(&write.0, DropIndicator { indicator }).await?;
    Ok(DONE)
}

/// Gives an indicator to another owner.
#[utoipa::path(post, path = "/indicators/{id}/give", tag = "programmes", params(("id" = i64, Path)),
    request_body = IndicatorOwnerBody, responses((status = 200, body = IndicatorPage)))]
pub async fn indicator_give(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(IndicatorOwnerBody { owner }): Body<IndicatorOwnerBody>,
) -> Answer<Json<IndicatorPage>> {
    store.run(&write.0, GiveIndicator { indicator: id, owner }).await?;
    Ok(Json(store.indicator(write.actor(), id).await?))
}

/// Types a figure of an indicator that counts no records, with its source.
#[utoipa::path(post, path = "/indicators/{id}/values", tag = "programmes", params(("id" = i64, Path)),
    request_body = NewValue, responses((status = 200, body = IndicatorPage)))]
pub async fn indicator_value(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(new): Body<NewValue>,
) -> Answer<Json<IndicatorPage>> {
    store.run(&write.0, TypeValue { indicator: id, new }).await?;
    Ok(Json(store.indicator(write.actor(), id).await?))
}

/// Adds a milestone to an indicator of a draft.
#[utoipa::path(post, path = "/indicators/{id}/milestones", tag = "programmes", params(("id" = i64, Path)),
    request_body = NewMilestone, responses((status = 201, body = MilestoneMade)))]
pub async fn milestone_add(
    State(store): State<Store>,
    write: Write,
    Id(indicator): Id,
    Body(new): Body<NewMilestone>,
) -> Made<MilestoneMade> {
    made(MilestoneMade { milestone: store.run(&write.0, AddMilestone { indicator, new }).await? })
}

/// Takes a milestone out of a draft.
#[utoipa::path(post, path = "/milestones/{id}/drop", tag = "programmes", params(("id" = i64, Path)),
    responses((status = 204)))]
pub async fn milestone_drop(State(store): State<Store>, write: Write, Id(milestone): Id) -> Answer<StatusCode> {
    store.run(&write.0, DropMilestone { milestone }).await?;
    Ok(DONE)
}

/// Notes that a milestone was reached.
#[utoipa::path(post, path = "/milestones/{id}/reach", tag = "programmes", params(("id" = i64, Path)),
    request_body = MilestoneDayBody, responses((status = 204)))]
pub async fn milestone_reach(
    State(store): State<Store>,
    write: Write,
    Id(milestone): Id,
    Body(MilestoneDayBody { day }): Body<MilestoneDayBody>,
) -> Answer<StatusCode> {
    store.run(&write.0, ReachMilestone { milestone, day }).await?;
    Ok(DONE)
}

/// Moves a milestone to another day; its first day stays beside it.
#[utoipa::path(post, path = "/milestones/{id}/move", tag = "programmes", params(("id" = i64, Path)),
    request_body = MilestoneMoveBody, responses((status = 204)))]
pub async fn milestone_move(
    State(store): State<Store>,
    write: Write,
    Id(milestone): Id,
    Body(MilestoneMoveBody { day, reason }): Body<MilestoneMoveBody>,
) -> Answer<StatusCode> {
    store.run(&write.0, MoveMilestone { milestone, day, reason }).await?;
    Ok(DONE)
}

/// Lists reports that the caller, or an account for which it stands in, is asked to comment on.
#[utoipa::path(get, path = "/indicator-reports", tag = "programmes",
    responses((status = 200, body = Vec<IndicatorReport>)))]
pub async fn reports(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<IndicatorReport>>> {
    Ok(Json(store.indicator_reports(&signed.actor).await?))
}

/// Comments on a report, once.
#[utoipa::path(post, path = "/indicator-reports/{id}/comment", tag = "programmes", params(("id" = i64, Path)),
    request_body = IndicatorCommentBody, responses((status = 204)))]
pub async fn comment(
    State(store): State<Store>,
    write: Write,
    Id(report): Id,
    Body(IndicatorCommentBody { words }): Body<IndicatorCommentBody>,
) -> Answer<StatusCode> {
    store.run(&write.0, CommentReport { report, words }).await?;
    Ok(DONE)
}

/// Counts a frozen figure anew after records of its time were corrected; the reported figure stays beside it.
#[utoipa::path(post, path = "/indicator-reports/{id}/recount", tag = "programmes", params(("id" = i64, Path)),
    request_body = IndicatorRecountBody, responses((status = 204)))]
pub async fn recount(
    State(store): State<Store>,
    write: Write,
    Id(report): Id,
    Body(IndicatorRecountBody { reason }): Body<IndicatorRecountBody>,
) -> Answer<StatusCode> {
    store.run(&write.0, RecountReport { report, reason }).await?;
    Ok(DONE)
}

/// Returns what is public about a programme: names, targets, and figures in steps of five, nothing below five.
#[utoipa::path(get, path = "/programmes/{id}/public", tag = "programmes", params(("id" = i64, Path)),
    responses((status = 200, body = PublicProgramme)))]
pub async fn public(State(store): State<Store>, _signed: Signed, Id(id): Id) -> Answer<Json<PublicProgramme>> {
    Ok(Json(store.public_programme(id).await?))
}
