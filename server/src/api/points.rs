//! Points of the free shop: what a household has, how it came to it, and giving and taking by hand.

use axum::{Json, extract::State, http::StatusCode};
use domain::{
    households::HouseholdId,
    ledger::JournalId,
    points::{Points, PointsLine, PointsPolicy},
    wishes::Page,
};
use serde::{Deserialize, Serialize};
use store::{
    Store,
    points::adjustments::{ByHand, PointsReversal},
};
use utoipa::{IntoParams, ToSchema};

use crate::http::{
    Answer,
    extract::{Body, Id, Query, Signed, Write},
};

/// Which page of a statement.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct StatementQuery {
    /// `next` of the page before.
    cursor: i64,
}

/// What a household has, what it is given every month, and a page of its statement, newest first.
#[derive(Serialize, ToSchema)]
pub struct Statement {
    /// What it has.
    #[serde(flatten)]
    points: Points,
    /// What its area gives every month, or `null`.
    policy: Option<PointsPolicy>,
    /// The statement.
    statement: Page<PointsLine>,
}

/// Points that are given, or taken back.
#[derive(Deserialize, ToSchema)]
pub struct Change {
    /// How many; a negative number takes points back.
    #[schema(example = 50)]
    points: i64,
    /// Why. The family reads it too.
    reason: String,
}

/// A journal to be put right.
#[derive(Deserialize, ToSchema)]
pub struct Undo {
    /// Which.
    journal: JournalId,
    /// Why.
    reason: String,
}

/// What was written into the ledger.
#[derive(Serialize, ToSchema)]
pub struct PointsBooked {
    /// The journal's number.
    journal: JournalId,
}

async fn statement(store: &Store, signed: &Signed, household: HouseholdId, cursor: i64) -> Answer<Json<Statement>> {
    let file = store.points(&signed.actor, household).await?;
    let statement = store.points_statement(&signed.actor, household, cursor).await?;
    Ok(Json(Statement { points: file.points, policy: file.policy, statement }))
}

/// My own household's points.
#[utoipa::path(get, path = "/me/points", tag = "points", params(StatementQuery), responses((status = 200, body = Statement)))]
pub async fn mine(
    State(store): State<Store>,
    signed: Signed,
    Query(StatementQuery { cursor }): Query<StatementQuery>,
) -> Answer<Json<Statement>> {
    let household = store.my_points(&signed.actor).await?.points.household;
    statement(&store, &signed, household, cursor).await
}

/// A household's points, for staff of its area and for the family itself.
#[utoipa::path(get, path = "/households/{id}/points", tag = "points", params(("id" = i64, Path), StatementQuery),
    responses((status = 200, body = Statement)))]
pub async fn of_household(
    State(store): State<Store>,
    signed: Signed,
    Id(id): Id,
    Query(StatementQuery { cursor }): Query<StatementQuery>,
) -> Answer<Json<Statement>> {
    statement(&store, &signed, id, cursor).await
}

/// Give a household points, or take some back (a negative number), with a reason.
#[utoipa::path(post, path = "/households/{id}/points", tag = "points", params(("id" = i64, Path)),
    request_body = Change, responses((status = 201, body = PointsBooked)))]
pub async fn change(
    State(store): State<Store>,
    write: Write,
    Id(household): Id,
    Body(Change { points, reason }): Body<Change>,
) -> Answer<(StatusCode, Json<PointsBooked>)> {
    let journal = if points < 0 {
        store.points_take_back(&write.0, ByHand { household, points: points.saturating_neg(), reason }).await?
    } else {
        store.points_give(&write.0, ByHand { household, points, reason }).await?
    };
    Ok((StatusCode::CREATED, Json(PointsBooked { journal })))
}

/// Put a grant or a taking-back right by its mirror image.
#[utoipa::path(post, path = "/households/{id}/points/reversals", tag = "points", params(("id" = i64, Path)),
    request_body = Undo, responses((status = 201, body = PointsBooked)))]
pub async fn reverse(
    State(store): State<Store>,
    write: Write,
    Id(household): Id,
    Body(Undo { journal, reason }): Body<Undo>,
) -> Answer<(StatusCode, Json<PointsBooked>)> {
    let journal = store.points_reverse(&write.0, PointsReversal { household, journal, reason }).await?;
    Ok((StatusCode::CREATED, Json(PointsBooked { journal })))
}
