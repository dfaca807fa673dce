//! Kits: contents, assembling, taking apart.

use axum::{Json, extract::State, http::StatusCode};
use domain::{
    catalogue::items::ItemId,
    ledger::LotId,
    stock::kits::{Assembly, Kit, TakingApart},
};
use serde::{Deserialize, Serialize};
use store::{
    Store,
    stock::kits::assembly::{AssembleKits, SetKitPart, TakeKitsApart},
};
use utoipa::{IntoParams, ToSchema};

use crate::{
    api::wishes::one,
    http::{
        Answer,
        extract::{Body, Id, Query, Signed, Write},
    },
};

/// Location for a kit's stock.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct KitQuery {
    /// The location; without one, no stock is returned.
    location: i64,
}

/// Kits to be assembled.
#[derive(Deserialize, ToSchema)]
pub struct Assemble {
    /// The location.
    location: i64,
    /// Number of kits, 1 to 1,000.
    #[serde(default = "one")]
    kits: i64,
}

/// Kits to be taken apart.
#[derive(Deserialize, ToSchema)]
pub struct TakeApart {
    /// The location.
    location: i64,
    /// The lot of kits; by default the one that expires first.
    #[serde(default)]
    lot: LotId,
    /// Number of kits, 1 to 1,000.
    #[serde(default = "one")]
    kits: i64,
    /// Whether the kits are in quarantine; their parts then go there too.
    #[serde(default)]
    quarantine: bool,
}

/// Units of a part per kit.
#[derive(Deserialize, ToSchema)]
pub struct KitPartBody {
    /// Item contained in the kit.
    part: ItemId,
    /// Size of the part, where it has some.
    #[serde(default)]
    size: String,
    /// Units per kit, up to 100; 0 removes the part.
    quantity: i64,
}

/// The lot of kits that was assembled.
#[derive(Serialize, ToSchema)]
pub struct Assembled {
    /// Number of the lot.
    lot: LotId,
    /// The kit with its new stock.
    kit: Kit,
}

/// Returns a kit's contents, how many are ready and how many could be assembled.
#[utoipa::path(get, path = "/kits/{id}", tag = "kits", params(("id" = i64, Path), KitQuery),
    responses((status = 200, body = Kit)))]
pub async fn get(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Id(item): Id,
    Query(KitQuery { location }): Query<KitQuery>,
) -> Answer<Json<Kit>> {
    Ok(Json(store.kit(&actor, item, location).await?))
}

/// Assembles kits from goods on the shelf; goods that expire first are used first.
#[utoipa::path(post, path = "/kits/{id}/assemble", tag = "kits", params(("id" = i64, Path)),
    request_body = Assemble, responses((status = 201, body = Assembled)))]
pub async fn assemble(
    State(store): State<Store>,
    write: Write,
    Id(item): Id,
    Body(Assemble { location, kits }): Body<Assemble>,
) -> Answer<(StatusCode, Json<Assembled>)> {
    let lot = store.run(&write.0, AssembleKits(Assembly { item, location, kits })).await?;
    let kit = store.kit(write.actor(), item, location).await?;
    Ok((StatusCode::CREATED, Json(Assembled { lot, kit })))
}

/// Takes kits apart; the parts return to the shelf, each in its own lot.
#[utoipa::path(post, path = "/kits/{id}/take-apart", tag = "kits", params(("id" = i64, Path)),
    request_body = TakeApart, responses((status = 200, body = Kit)))]
pub async fn take_apart(
    State(store): State<Store>,
    write: Write,
    Id(item): Id,
    Body(TakeApart { location, lot, kits, quarantine }): Body<TakeApart>,
) -> Answer<Json<Kit>> {
    store.run(&write.0, TakeKitsApart(TakingApart { item, lot, location, kits, quarantine })).await?;
    Ok(Json(store.kit(write.actor(), item, location).await?))
}

/// Sets the units of a part per kit; kits assembled before stay as they are.
#[utoipa::path(post, path = "/kits/{id}/parts", tag = "kits", params(("id" = i64, Path)),
    request_body = KitPartBody, responses((status = 200, body = Kit)))]
pub async fn part_set(
    State(store): State<Store>,
    write: Write,
    Id(kit): Id,
    Body(KitPartBody { part, size, quantity }): Body<KitPartBody>,
) -> Answer<Json<Kit>> {
    store.run(&write.0, SetKitPart { kit, part, size, quantity }).await?;
    Ok(Json(store.kit(write.actor(), kit, 0).await?))
}
