//! Points of the free shop: a household's balance, its statement, and manual adjustments.

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
    points::adjustments::{ByHand, GivePoints, ReversePoints, TakePointsBack},
};
use utoipa::{IntoParams, ToSchema};

use crate::http::{
    Answer,
    extract::{Body, Id, Query, Signed, Write},
};

/// Page of a statement.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct StatementQuery {
    /// `next` of the previous page.
    cursor: i64,
}

/// A household's points, its monthly grant, and a page of its statement, newest first.
#[derive(Serialize, ToSchema)]
pub struct Statement {
    /// Its balance.
    #[serde(flatten)]
    points: Points,
    /// Monthly grant of its area, or `null`.
    policy: Option<PointsPolicy>,
    /// Page of the statement.
    statement: Page<PointsLine>,
}

/// Points to be granted or taken back.
#[derive(Deserialize, ToSchema)]
pub struct Change {
    /// Number of points; negative to take them back.
    #[schema(example = 50)]
    points: i64,
    /// The reason; the family can read it.
    reason: String,
}

/// A points journal to be reversed.
#[derive(Deserialize, ToSchema)]
pub struct JournalToReverse {
    /// The journal.
    journal: JournalId,
    /// The reason.
    reason: String,
}

/// The journal that was written.
#[derive(Serialize, ToSchema)]
pub struct PointsBooked {
    /// Number of the journal.
    journal: JournalId,
}

async fn statement(store: &Store, signed: &Signed, household: HouseholdId, cursor: i64) -> Answer<Json<Statement>> {
    let file = store.points(&signed.actor, household).await?;
    let statement = store.points_statement(&signed.actor, household, cursor).await?;
    Ok(Json(Statement { points: file.points, policy: file.policy, statement }))
}

/// Returns the points of your own household.
#[utoipa::path(get, path = "/me/points", tag = "points", params(StatementQuery), responses((status = 200, body = Statement)))]
pub async fn mine(
    State(store): State<Store>,
    signed: Signed,
    Query(StatementQuery { cursor }): Query<StatementQuery>,
) -> Answer<Json<Statement>> {
    let household = store.my_points(&signed.actor).await?.points.household;
    statement(&store, &signed, household, cursor).await
}

/// Returns a household's points, for the staff of its area and the family itself.
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

/// Grants a household points, or takes some back (a negative number), with a reason.
#[utoipa::path(post, path = "/households/{id}/points", tag = "points", params(("id" = i64, Path)),
    request_body = Change, responses((status = 201, body = PointsBooked)))]
pub async fn change(
    State(store): State<Store>,
    write: Write,
    Id(household): Id,
    Body(Change { points, reason }): Body<Change>,
) -> Answer<(StatusCode, Json<PointsBooked>)> {
    let journal = if points < 0 {
        store.run(&write.0, TakePointsBack(ByHand { household, points: points.saturating_neg(), reason })).await?
    } else {
        store.run(&write.0, GivePoints(ByHand { household, points, reason })).await?
    };
    Ok((StatusCode::CREATED, Json(PointsBooked { journal })))
}

/// Reverses a grant or a taking-back with an opposite journal.
#[utoipa::path(post, path = "/households/{id}/points/reversals", tag = "points", params(("id" = i64, Path)),
    request_body = JournalToReverse, responses((status = 201, body = PointsBooked)))]
pub async fn reverse(
    State(store): State<Store>,
    write: Write,
    Id(household): Id,
    Body(JournalToReverse { journal, reason }): Body<JournalToReverse>,
) -> Answer<(StatusCode, Json<PointsBooked>)> {
    let journal = store.run(&write.0, ReversePoints { household, journal, reason }).await?;
    Ok((StatusCode::CREATED, Json(PointsBooked { journal })))
}
