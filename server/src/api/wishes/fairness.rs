//! Fairness: which households were served or left out, and how many wishes a household may still post.

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

/// Filters of the area shares.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct AreaQuery {
    /// Parent of the areas that are listed; your own by default.
    area: i64,
}

/// Filters of the household list.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ReachedQuery {
    /// An area and everything below it.
    area: i64,
    /// Group of households; those left out by default.
    reached: Reached,
    /// `next` of the previous page.
    cursor: i64,
}

/// Item that is asked about.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ItemQuery {
    /// An item of the catalogue, to also list the household's wishes for it; 0 for none.
    item: i64,
}

/// Number of wishes a household may still post.
#[derive(Serialize, ToSchema)]
pub struct RoomAnswer {
    /// Its wishes against the area's limits.
    room: Room,
    /// Its earlier and open wishes for the item that is asked about.
    same: Vec<Earlier>,
}

/// Returns the share of households served, for each area.
#[utoipa::path(get, path = "/fairness", tag = "fairness", params(AreaQuery),
    responses((status = 200, body = Vec<Share>)))]
pub async fn shares(
    State(store): State<Store>,
    signed: Signed,
    Query(query): Query<AreaQuery>,
) -> Answer<Json<Vec<Share>>> {
    Ok(Json(store.shares(&signed.actor, query.area).await?))
}

/// Lists households by how they were served: in hardship first, longest on file first.
#[utoipa::path(get, path = "/fairness/households", tag = "fairness", params(ReachedQuery),
    responses((status = 200, body = Page<FamilyLine>)))]
pub async fn reached(
    State(store): State<Store>,
    signed: Signed,
    Query(query): Query<ReachedQuery>,
) -> Answer<Json<Page<FamilyLine>>> {
    Ok(Json(store.reached(&signed.actor, query.area, query.reached, query.cursor).await?))
}

/// Returns how many wishes a household may still post, and its wishes for an item.
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
