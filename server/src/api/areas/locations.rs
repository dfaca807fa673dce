//! Shop locations: names, hours, how many orders they take, and their monthly notices.

use domain::{
    areas::AreaId,
    ledger::{Location, LocationId},
    opening::Opening,
};
use store::{
    areas::{
        locations::{AddLocation, ChangeLocation, NewLocation},
        opening::SetOpening,
    },
    orders::place::SetOrderCapacity,
    reports::monthly::PublishMonthNotice,
};

use crate::api::prelude::*;

/// A location to be added.
#[derive(Deserialize, ToSchema)]
pub struct LocationBody {
    /// Area that it serves.
    area: AreaId,
    /// Name, unique in the area.
    name: String,
    /// Address where goods are brought.
    address: String,
    /// Opening hours, as free text.
    #[serde(default)]
    hours: String,
}

/// What changes of a location.
#[derive(Deserialize, ToSchema)]
pub struct LocationChange {
    /// Name, unique in the area.
    name: String,
    /// Address where goods are brought.
    address: String,
    /// Opening hours, as free text.
    #[serde(default)]
    hours: String,
    /// Whether goods can be brought there.
    open: bool,
}

/// The location that was added.
#[derive(Serialize, ToSchema)]
pub struct AddedLocation {
    /// Its number.
    id: LocationId,
}

/// How many orders a location takes.
#[derive(Deserialize, ToSchema)]
pub struct OrderCapacity {
    /// Orders per half day, 0 to 1,000; 0 stops pick-up orders.
    orders: i64,
}

/// A month's notice to be published or withdrawn.
#[derive(Deserialize, ToSchema)]
pub struct MonthNoticeBody {
    /// The month: `2026-10`.
    month: String,
    /// Whether the public may read it; false withdraws it.
    open: bool,
}

/// Lists the locations of your areas.
#[utoipa::path(get, path = "/locations", tag = "locations", responses((status = 200, body = Vec<Location>)))]
pub async fn list(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<Location>>> {
    Ok(Json(store.locations(&signed.actor).await?))
}

/// Adds an open location to an area.
#[utoipa::path(post, path = "/locations", tag = "locations", request_body = LocationBody,
    responses((status = 201, body = AddedLocation)))]
pub async fn add(
    State(store): State<Store>,
    write: Write,
    Body(LocationBody { area, name, address, hours }): Body<LocationBody>,
) -> Made<AddedLocation> {
    let new = NewLocation { area, name, address, hours, ..NewLocation::default() };
    made(AddedLocation { id: store.run(&write.0, AddLocation(new)).await? })
}

/// Changes name, address and hours of a location, and whether it is open.
#[utoipa::path(post, path = "/locations/{id}", tag = "locations", params(("id" = i64, Path)),
    request_body = LocationChange, responses((status = 204, description = "Changed")))]
pub async fn change(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(LocationChange { name, address, hours, open }): Body<LocationChange>,
) -> Answer<StatusCode> {
    let changed = NewLocation { id, name, address, hours, open, ..NewLocation::default() };
    store.run(&write.0, ChangeLocation(changed)).await?;
    Ok(DONE)
}

/// Sets when a location takes goods in, and how to reach it.
#[utoipa::path(post, path = "/locations/{id}/opening", tag = "locations", params(("id" = i64, Path)),
    request_body = Opening, responses((status = 204, description = "Set")))]
pub async fn opening_set(
    State(store): State<Store>,
    write: Write,
    Id(location): Id,
    Body(opening): Body<Opening>,
) -> Answer<StatusCode> {
    store.run(&write.0, SetOpening { location, opening }).await?;
    Ok(DONE)
}

/// Sets how many orders a location takes per half day.
#[utoipa::path(post, path = "/locations/{id}/capacity", tag = "locations", params(("id" = i64, Path)),
    request_body = OrderCapacity, responses((status = 204, description = "Set")))]
pub async fn capacity_set(
    State(store): State<Store>,
    write: Write,
    Id(location): Id,
    Body(OrderCapacity { orders }): Body<OrderCapacity>,
) -> Answer<StatusCode> {
    store.run(&write.0, SetOrderCapacity { location, orders }).await?;
    Ok(DONE)
}

/// Publishes a month's notice of a location, or withdraws it.
#[utoipa::path(post, path = "/locations/{id}/month-notices", tag = "locations", params(("id" = i64, Path)),
    request_body = MonthNoticeBody, responses((status = 204, description = "Published or withdrawn")))]
pub async fn month_notice(
    State(store): State<Store>,
    write: Write,
    Id(location): Id,
    Body(MonthNoticeBody { month, open }): Body<MonthNoticeBody>,
) -> Answer<StatusCode> {
    store.run(&write.0, PublishMonthNotice { location, month, open }).await?;
    Ok(DONE)
}
