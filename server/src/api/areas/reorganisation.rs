//! Areas that are moved, merged, closed and opened again, with what that changes.

use domain::areas::{
    Area, AreaId,
    reorganisation::{AreaChange, AreaContent, AreaImpact},
};
use store::areas::reorganisation::{CloseArea, MergeAreas, MoveArea, ReopenArea, impact::Reshaping};

use crate::api::prelude::*;

/// What would be done.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ImpactQuery {
    /// Area that it is moved below, or merged into.
    to: AreaId,
    /// Whether it is merged; else it is moved.
    #[serde(default)]
    merge: bool,
}

/// A target, and what the preview counted.
#[derive(Deserialize, ToSchema)]
pub struct ReshapeBody {
    /// Area that it is moved below, or merged into.
    to: AreaId,
    /// `households` of the preview: another number since then is refused.
    households: i64,
}

/// Lists what is open in an area, with the account that has it.
#[utoipa::path(get, path = "/areas/{id}/contents", tag = "areas", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<AreaContent>)))]
pub async fn area_contents(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Vec<AreaContent>>> {
    Ok(Json(store.area_contents(&signed.actor, id).await?))
}

/// Lists what became of an area, and of those that were merged into it, newest first.
#[utoipa::path(get, path = "/areas/{id}/changes", tag = "areas", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<AreaChange>)))]
pub async fn area_changes(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Vec<AreaChange>>> {
    Ok(Json(store.area_changes(&signed.actor, id).await?))
}

/// Says in numbers what moving or merging an area changes; nothing is written.
#[utoipa::path(get, path = "/areas/{id}/impact", tag = "areas", params(("id" = i64, Path), ImpactQuery),
    responses((status = 200, body = AreaImpact)))]
pub async fn area_impact(
    State(store): State<Store>,
    signed: Signed,
    Id(id): Id,
    Query(ImpactQuery { to, merge }): Query<ImpactQuery>,
) -> Answer<Json<AreaImpact>> {
    let reshaping = if merge { Reshaping::Merge } else { Reshaping::Move };
    Ok(Json(store.area_impact(&signed.actor, id, to, reshaping).await?))
}

/// Moves an area with all below it under another one of its root area.
#[utoipa::path(post, path = "/areas/{id}/move", tag = "areas", params(("id" = i64, Path)),
    request_body = ReshapeBody, responses((status = 204, description = "Moved")))]
pub async fn area_move(
    State(store): State<Store>,
    write: Write,
    Id(area): Id,
    Body(ReshapeBody { to, households }): Body<ReshapeBody>,
) -> Answer<StatusCode> {
    store.run(&write.0, MoveArea { area, to, households }).await?;
    Ok(DONE)
}

/// Merges an area into another one, and closes it.
#[utoipa::path(post, path = "/areas/{id}/merge", tag = "areas", params(("id" = i64, Path)),
    request_body = ReshapeBody, responses((status = 204, description = "Merged")))]
pub async fn area_merge(
    State(store): State<Store>,
    write: Write,
    Id(area): Id,
    Body(ReshapeBody { to, households }): Body<ReshapeBody>,
) -> Answer<StatusCode> {
    store.run(&write.0, MergeAreas { area, to, households }).await?;
    Ok(DONE)
}

/// Closes an area in which nothing is open.
#[utoipa::path(post, path = "/areas/{id}/close", tag = "areas", params(("id" = i64, Path)),
    responses((status = 204, description = "Closed")))]
pub async fn area_close(State(store): State<Store>, write: Write, Id(area): Id) -> Answer<StatusCode> {
    store.run(&write.0, CloseArea { area }).await?;
    Ok(DONE)
}

/// Opens a closed area again; one that was merged begins empty.
#[utoipa::path(post, path = "/areas/{id}/reopen", tag = "areas", params(("id" = i64, Path)),
    responses((status = 204, description = "Open")))]
pub async fn area_reopen(State(store): State<Store>, write: Write, Id(area): Id) -> Answer<StatusCode> {
    store.run(&write.0, ReopenArea { area }).await?;
    Ok(DONE)
}

/// Lists the closed areas that you administer, by name.
#[utoipa::path(get, path = "/closed-areas", tag = "areas", responses((status = 200, body = Vec<Area>)))]
pub async fn areas_closed(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<Area>>> {
    Ok(Json(store.closed_areas(&signed.actor).await?))
}
