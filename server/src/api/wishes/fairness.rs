//! Fairness: who was helped, who was left out, and how much room a household has for wishes.

use axum::{Json, extract::State};
use domain::wishes::{
    Page,
    priority::{Earlier, FamilyLine, Reached, Room, Share},
};
use serde::{Deserialize, Serialize};
use store::Store;
use utoipa::{IntoParams, ToSchema};

use crate::http::{
    Answer,
    extract::{Id, Query, Signed},
};

/// An area.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct AreaQuery {
    /// The areas right below this one; your own unless told.
    area: i64,
}

/// Which households.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ReachedQuery {
    /// An area and everything below it.
    area: i64,
    /// Which of them; those left out unless told.
    reached: Reached,
    /// `next` of the page before.
    cursor: i64,
}

/// A thing.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ItemQuery {
    /// An item of the catalogue: what the household has of it is told too.
    item: i64,
}

/// How much a household may still ask for.
#[derive(Serialize, ToSchema)]
pub struct RoomAnswer {
    /// Its wishes against the area's limits.
    room: Room,
    /// What it has of the item that was asked about.
    same: Vec<Earlier>,
}

/// How many households of each area were helped.
#[utoipa::path(get, path = "/fairness", tag = "fairness", params(AreaQuery),
    responses((status = 200, body = Vec<Share>)))]
pub async fn shares(
    State(store): State<Store>,
    signed: Signed,
    Query(query): Query<AreaQuery>,
) -> Answer<Json<Vec<Share>>> {
    Ok(Json(store.shares(&signed.actor, query.area).await?))
}

/// Households by how they were reached: in hardship first, longest on file first.
#[utoipa::path(get, path = "/fairness/households", tag = "fairness", params(ReachedQuery),
    responses((status = 200, body = Page<FamilyLine>)))]
pub async fn reached(
    State(store): State<Store>,
    signed: Signed,
    Query(query): Query<ReachedQuery>,
) -> Answer<Json<Page<FamilyLine>>> {
    Ok(Json(store.reached(&signed.actor, query.area, query.reached, query.cursor).await?))
}

/// How much room a household has for wishes, and what it has of a thing already.
#[utoipa::path(get, path = "/households/{id}/wish-room", tag = "fairness", params(("id" = i64, Path), ItemQuery),
    responses((status = 200, body = RoomAnswer)))]
pub async fn room(
    State(store): State<Store>,
    signed: Signed,
    Id(id): Id,
    Query(query): Query<ItemQuery>,
) -> Answer<Json<RoomAnswer>> {
    let room = store.wish_room(&signed.actor, id).await?;
    let same = if query.item == 0 { Vec::new() } else { store.same_wish(&signed.actor, id, query.item).await? };
    Ok(Json(RoomAnswer { room, same }))
}
