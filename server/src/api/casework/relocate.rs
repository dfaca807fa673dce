//! Families that move to another area of the same city.

use domain::{
    areas::AreaId,
    casework::{Move, MoveId, NewMove},
};

use crate::api::prelude::*;

/// Which moves.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct MoveQuery {
    /// Those that are over; those that wait unless told.
    over: bool,
    /// `next` of the page before.
    cursor: i64,
}

/// Where a family goes.
#[derive(Deserialize, ToSchema)]
pub struct Where {
    /// The new area.
    to: AreaId,
    /// What the new caseworker should know.
    #[serde(default)]
    words: String,
}

/// A move that was asked for.
#[derive(Serialize, ToSchema)]
pub struct Asked {
    /// Its number.
    #[serde(rename = "move")]
    id: MoveId,
}

/// Why not.
#[derive(Deserialize, ToSchema)]
pub struct WhyNot {
    /// The old area's caseworker reads it.
    words: String,
}

/// The moves from and to the areas in which you keep files, newest first.
#[utoipa::path(get, path = "/moves", tag = "moves", params(MoveQuery), responses((status = 200, body = Page<Move>)))]
pub async fn list(
    State(store): State<Store>,
    signed: Signed,
    Query(query): Query<MoveQuery>,
) -> Answer<Json<Page<Move>>> {
    Ok(Json(store.moves(&signed.actor, query.over, query.cursor).await?))
}

/// Ask another area to take a household over. Until it accepts, the old one keeps it.
#[utoipa::path(post, path = "/households/{id}/moves", tag = "moves", params(("id" = i64, Path)), request_body = Where,
    responses((status = 201, body = Asked)))]
pub async fn ask(
    State(store): State<Store>,
    write: Write,
    Id(household): Id,
    Body(Where { to, words }): Body<Where>,
) -> Made<Asked> {
    let id = store.move_ask(&write.0, NewMove { household, to, words }).await?;
    made(Asked { id })
}

/// Take a household over.
#[utoipa::path(post, path = "/moves/{id}/accept", tag = "moves", params(("id" = i64, Path)), responses((status = 204)))]
pub async fn accept(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<StatusCode> {
    store.move_accept(&write.0, id).await?;
    Ok(DONE)
}

/// Do not take it over, and say why.
#[utoipa::path(post, path = "/moves/{id}/decline", tag = "moves", params(("id" = i64, Path)), request_body = WhyNot,
    responses((status = 204)))]
pub async fn decline(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(WhyNot { words }): Body<WhyNot>,
) -> Answer<StatusCode> {
    store.move_decline(&write.0, id, words).await?;
    Ok(DONE)
}

/// The old area keeps the household after all.
#[utoipa::path(post, path = "/moves/{id}/call-back", tag = "moves", params(("id" = i64, Path)),
    responses((status = 204)))]
pub async fn call_back(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<StatusCode> {
    store.move_call_back(&write.0, id).await?;
    Ok(DONE)
}
