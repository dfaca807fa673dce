//! Points for taking part: rules of areas, what they gave one household, and help between neighbours.

use domain::points::taking_part::{
    HelpAnswer, NeighbourHelp, NeighbourHelpId, NewHelp, NewPartRule, PartBooking, PartRule, PartRuleId,
};
use store::points::taking_part::{
    help::{AnswerHelp, MakeNeighbourCode, SayHelp, WithdrawHelp},
    notes::SettlePartNote,
    rules::{SetPartRule, WithdrawPartRule},
};

use crate::api::prelude::*;

/// A rule that was set.
#[derive(Serialize, ToSchema)]
pub struct PartRuleMade {
    /// Number of the rule.
    rule: PartRuleId,
}

/// The rules that apply to a household, and a page of what they gave it, newest first.
#[derive(Serialize, ToSchema)]
pub struct TakingPart {
    /// The rules, one per kind.
    rules: Vec<PartRule>,
    /// What they gave.
    bookings: Page<PartBooking>,
}

/// The code by which neighbours name the caller's household.
#[derive(Serialize, ToSchema)]
pub struct NeighbourCode {
    /// The code.
    code: String,
}

/// Help that was said.
#[derive(Serialize, ToSchema)]
pub struct HelpMade {
    /// Number of the help.
    help: NeighbourHelpId,
}

/// Answer to a neighbour's help.
#[derive(Deserialize, ToSchema)]
pub struct HelpAnswerBody {
    /// The answer.
    answer: HelpAnswer,
}

/// Lists the versions of an area's own rules: those in force first.
#[utoipa::path(get, path = "/areas/{id}/taking-part-rules", tag = "participation", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<PartRule>)))]
pub async fn rules(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Vec<PartRule>>> {
    Ok(Json(store.part_rules(&signed.actor, id).await?))
}

/// Sets a rule of an area; it replaces the one of the same kind.
#[utoipa::path(post, path = "/areas/{id}/taking-part-rules", tag = "participation", params(("id" = i64, Path)),
    request_body = NewPartRule, responses((status = 201, body = PartRuleMade)))]
pub async fn rule_set(
    State(store): State<Store>,
    write: Write,
    Id(area): Id,
    Body(rule): Body<NewPartRule>,
) -> Made<PartRuleMade> {
    made(PartRuleMade { rule: store.run(&write.0, SetPartRule { area, rule }).await? })
}

/// Withdraws a rule; what it gave stays.
#[utoipa::path(post, path = "/taking-part-rules/{id}/withdraw", tag = "participation", params(("id" = i64, Path)),
    responses((status = 204)))]
pub async fn rule_withdraw(State(store): State<Store>, write: Write, Id(rule): Id) -> Answer<StatusCode> {
    store.run(&write.0, WithdrawPartRule { rule }).await?;
    Ok(DONE)
}

/// Returns the rules that apply to a household and what they gave it, for its family and the staff of its area.
#[utoipa::path(get, path = "/households/{id}/taking-part", tag = "participation", params(("id" = i64, Path), Cursor),
    responses((status = 200, body = TakingPart)))]
pub async fn of_household(
    State(store): State<Store>,
    signed: Signed,
    Id(id): Id,
    Query(Cursor { cursor }): Query<Cursor>,
) -> Answer<Json<TakingPart>> {
    let rules = store.household_part_rules(&signed.actor, id).await?;
    let bookings = store.part_bookings(&signed.actor, id, cursor).await?;
    Ok(Json(TakingPart { rules, bookings }))
}

/// Returns the rules that apply to the caller's household and what they gave it.
#[utoipa::path(get, path = "/me/taking-part", tag = "participation", params(Cursor),
    responses((status = 200, body = TakingPart)))]
pub async fn mine(
    State(store): State<Store>,
    signed: Signed,
    Query(Cursor { cursor }): Query<Cursor>,
) -> Answer<Json<TakingPart>> {
    let household = signed.actor.must_be_family()?;
    let rules = store.household_part_rules(&signed.actor, household).await?;
    let bookings = store.part_bookings(&signed.actor, household, cursor).await?;
    Ok(Json(TakingPart { rules, bookings }))
}

/// Makes a new code by which neighbours name the caller's household; the one before no longer works.
#[utoipa::path(post, path = "/me/neighbour-code", tag = "participation",
    responses((status = 201, body = NeighbourCode)))]
pub async fn code(State(store): State<Store>, write: Write) -> Made<NeighbourCode> {
    store.run(&write.0, MakeNeighbourCode {}).await?;
    made(NeighbourCode { code: store.neighbour_code(write.actor()).await?.unwrap_or_default() })
}

/// Lists facts that were taken back after their points were spent, for the staff who grant points.
#[utoipa::path(get, path = "/taking-part/notes", tag = "participation", params(Cursor),
    responses((status = 200, body = Page<PartBooking>)))]
pub async fn notes(
    State(store): State<Store>,
    signed: Signed,
    Query(Cursor { cursor }): Query<Cursor>,
) -> Answer<Json<Page<PartBooking>>> {
    Ok(Json(store.part_notes(&signed.actor, cursor).await?))
}

/// Notes that staff looked at it; the points stay.
#[utoipa::path(post, path = "/taking-part/notes/{id}/settle", tag = "participation", params(("id" = i64, Path)),
    responses((status = 204)))]
pub async fn note_settle(State(store): State<Store>, write: Write, Id(booking): Id) -> Answer<StatusCode> {
    store.run(&write.0, SettlePartNote { booking }).await?;
    Ok(DONE)
}

/// Lists the help that the caller's household gave and got: what waits first.
#[utoipa::path(get, path = "/me/neighbour-helps", tag = "participation",
    responses((status = 200, body = Vec<NeighbourHelp>)))]
pub async fn helps(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<NeighbourHelp>>> {
    Ok(Json(store.own_helps(&signed.actor).await?))
}

/// Says that the caller's household helped a neighbour, who is asked to confirm it.
#[utoipa::path(post, path = "/me/neighbour-helps", tag = "participation", request_body = NewHelp,
    responses((status = 201, body = HelpMade)))]
pub async fn help_say(State(store): State<Store>, write: Write, Body(new): Body<NewHelp>) -> Made<HelpMade> {
    made(HelpMade { help: store.run(&write.0, SayHelp(new)).await? })
}

/// Lists help that waits for the helped side or its caseworker, in the caller's areas.
#[utoipa::path(get, path = "/neighbour-helps", tag = "participation", params(Cursor),
    responses((status = 200, body = Page<NeighbourHelp>)))]
pub async fn helps_waiting(
    State(store): State<Store>,
    signed: Signed,
    Query(Cursor { cursor }): Query<Cursor>,
) -> Answer<Json<Page<NeighbourHelp>>> {
    Ok(Json(store.helps_waiting(&signed.actor, cursor).await?))
}

/// Confirms help, or says that it was not so: by the helped household, or by the staff who keep its file.
#[utoipa::path(post, path = "/neighbour-helps/{id}/answer", tag = "participation", params(("id" = i64, Path)),
    request_body = HelpAnswerBody, responses((status = 204)))]
pub async fn help_answer(
    State(store): State<Store>,
    write: Write,
    Id(help): Id,
    Body(HelpAnswerBody { answer }): Body<HelpAnswerBody>,
) -> Answer<StatusCode> {
    store.run(&write.0, AnswerHelp { help, answer }).await?;
    Ok(DONE)
}

/// Takes back help that waits for an answer.
#[utoipa::path(post, path = "/neighbour-helps/{id}/withdraw", tag = "participation", params(("id" = i64, Path)),
    responses((status = 204)))]
pub async fn help_withdraw(State(store): State<Store>, write: Write, Id(help): Id) -> Answer<StatusCode> {
    store.run(&write.0, WithdrawHelp { help }).await?;
    Ok(DONE)
}
