//! Relocations: families that move to another area of the same city.

use domain::{
    areas::AreaId,
    casework::{Move, MoveId, NewMove},
};
use store::casework::file::relocate::{AcceptRelocation, AskRelocation, DeclineRelocation, RecallRelocation};

use crate::api::prelude::*;

/// Filters of the relocation list.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct MoveQuery {
    /// Completed relocations; pending ones by default.
    over: bool,
    /// `next` of the previous page.
    cursor: i64,
}

/// Destination of a relocation.
#[derive(Deserialize, ToSchema)]
pub struct Where {
    /// The new area.
    to: AreaId,
    /// Message to the new caseworker.
    #[serde(default)]
    words: String,
}

/// A relocation that was requested.
#[derive(Serialize, ToSchema)]
pub struct Asked {
    /// Number of the relocation.
    #[serde(rename = "move")]
    id: MoveId,
}

/// Reason for declining.
#[derive(Deserialize, ToSchema)]
pub struct WhyNot {
    /// The reason; the old area's caseworker can read it.
    words: String,
}

/// Lists relocations from and to the areas whose files you keep, newest first.
#[utoipa::path(get, path = "/moves", tag = "moves", params(MoveQuery), responses((status = 200, body = Page<Move>)))]
pub async fn list(
    State(store): State<Store>,
    signed: Signed,
    Query(query): Query<MoveQuery>,
) -> Answer<Json<Page<Move>>> {
    Ok(Json(store.moves(&signed.actor, query.over, query.cursor).await?))
}

/// Asks another area to take a household over. The old area keeps it until the new one accepts.
#[utoipa::path(post, path = "/households/{id}/moves", tag = "moves", params(("id" = i64, Path)), request_body = Where,
    responses((status = 201, body = Asked)))]
pub async fn ask(
    State(store): State<Store>,
    write: Write,
    Id(household): Id,
    Body(Where { to, words }): Body<Where>,
) -> Made<Asked> {
    let id = store.run(&write.0, AskRelocation(NewMove { household, to, words })).await?;
    made(Asked { id })
}

/// Accepts a relocation: the household belongs to the new area.
#[utoipa::path(post, path = "/moves/{id}/accept", tag = "moves", params(("id" = i64, Path)), responses((status = 204)))]
pub async fn accept(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<StatusCode> {
    store.run(&write.0, AcceptRelocation(id)).await?;
    Ok(DONE)
}

/// Declines a relocation, with a reason.
#[utoipa::path(post, path = "/moves/{id}/decline", tag = "moves", params(("id" = i64, Path)), request_body = WhyNot,
    responses((status = 204)))]
pub async fn decline(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(WhyNot { words }): Body<WhyNot>,
) -> Answer<StatusCode> {
    store.run(&write.0, DeclineRelocation { id, words }).await?;
    Ok(DONE)
}

/// Cancels a pending relocation; the old area keeps the household.
#[utoipa::path(post, path = "/moves/{id}/call-back", tag = "moves", params(("id" = i64, Path)),
    responses((status = 204)))]
pub async fn call_back(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<StatusCode> {
    store.run(&write.0, RecallRelocation(id)).await?;
    Ok(DONE)
}
