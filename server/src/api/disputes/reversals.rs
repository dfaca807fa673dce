//! Reversals of wrong hand-overs: asked for by one account, decided by another.

use domain::disputes::{
    reversals::{HandOverReversal, NewReversal, ReversalGoal, ReversalId},
    subject::HandedOver,
};
use store::disputes::reversals::{ApproveReversal, AskReversal, RefuseReversal};

use super::DisputeQuery;
use crate::api::prelude::*;

/// Request to reverse a hand-over.
#[derive(Deserialize, ToSchema)]
pub struct ReversalBody {
    /// Where the goods go.
    goal: ReversalGoal,
    /// Reason, 2 to 500 characters, which the family reads once it is approved.
    reason: String,
}

/// A reversal that was asked for.
#[derive(Serialize, ToSchema)]
pub struct ReversalAsked {
    /// Number of the reversal.
    reversal: ReversalId,
}

/// Reason for refusing a reversal.
#[derive(Deserialize, ToSchema)]
pub struct ReversalRefusal {
    /// Reason, 2 to 500 characters, for the account that asked.
    answer: String,
}

async fn ask(store: &Store, write: &Write, about: HandedOver, body: ReversalBody) -> Made<ReversalAsked> {
    let ReversalBody { goal, reason } = body;
    let reversal = store.run(&write.0, AskReversal(NewReversal { about, goal, reason })).await?;
    made(ReversalAsked { reversal })
}

/// Asks to reverse the hand-over of a claim; another account approves.
#[utoipa::path(post, path = "/claims/{id}/reversals", tag = "disputes", params(("id" = i64, Path)),
    request_body = ReversalBody, responses((status = 201, body = ReversalAsked)))]
pub async fn reverse_claim(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(body): Body<ReversalBody>,
) -> Made<ReversalAsked> {
    ask(&store, &write, HandedOver::Claim(id), body).await
}

/// Asks to reverse the hand-over of an order or a walk-in; another account approves.
#[utoipa::path(post, path = "/orders/{id}/reversals", tag = "disputes", params(("id" = i64, Path)),
    request_body = ReversalBody, responses((status = 201, body = ReversalAsked)))]
pub async fn reverse_order(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(body): Body<ReversalBody>,
) -> Made<ReversalAsked> {
    ask(&store, &write, HandedOver::Order(id), body).await
}

/// Lists reversals of families and shops in the areas whose disputes you read.
#[utoipa::path(get, path = "/reversals", tag = "disputes", params(DisputeQuery),
    responses((status = 200, body = Page<HandOverReversal>)))]
pub async fn reversals(
    State(store): State<Store>,
    signed: Signed,
    Query(query): Query<DisputeQuery>,
) -> Answer<Json<Page<HandOverReversal>>> {
    Ok(Json(store.reversals(&signed.actor, query.stage(), query.cursor).await?))
}

/// Returns a reversal, for the account that asked, and coordinators and auditors of the area.
#[utoipa::path(get, path = "/reversals/{id}", tag = "disputes", params(("id" = i64, Path)),
    responses((status = 200, body = HandOverReversal)))]
pub async fn reversal(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<HandOverReversal>> {
    Ok(Json(store.reversal(&signed.actor, id).await?))
}

/// Approves a reversal: goods and points go back at once. Not for the account that handed over or asked.
#[utoipa::path(post, path = "/reversals/{id}/approve", tag = "disputes", params(("id" = i64, Path)),
    responses((status = 200, body = HandOverReversal)))]
pub async fn approve(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<HandOverReversal>> {
    store.run(&write.0, ApproveReversal { reversal: id }).await?;
    Ok(Json(store.reversal(write.actor(), id).await?))
}

/// Refuses a reversal, with a reason for the account that asked.
#[utoipa::path(post, path = "/reversals/{id}/refuse", tag = "disputes", params(("id" = i64, Path)),
    request_body = ReversalRefusal, responses((status = 200, body = HandOverReversal)))]
pub async fn refuse(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(ReversalRefusal { answer }): Body<ReversalRefusal>,
) -> Answer<Json<HandOverReversal>> {
    store.run(&write.0, RefuseReversal { reversal: id, answer }).await?;
    Ok(Json(store.reversal(write.actor(), id).await?))
}
