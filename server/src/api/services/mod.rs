//! Services of organisations: who offers what, how fast, and whether there is room. They name no family.

pub(crate) mod office;
pub(crate) mod referrals;

use domain::services::{Capacity, NewService, Service, ServiceId};
use store::services::catalogue::{AddService, SetService};

use crate::api::prelude::*;

/// A service that was added.
#[derive(Serialize, ToSchema)]
pub struct ServiceAdded {
    /// Number of the service.
    service: ServiceId,
}

/// Whether a service has room, and whether it is still offered.
#[derive(Deserialize, ToSchema)]
pub struct ServiceBody {
    /// Whether it takes further families.
    capacity: Capacity,
    /// Whether it is still offered.
    open: bool,
}

/// Lists the services of your root area.
#[utoipa::path(get, path = "/services", tag = "services", responses((status = 200, body = Vec<Service>)))]
pub async fn list(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<Service>>> {
    Ok(Json(store.services(&signed.actor).await?))
}

/// Adds a service to the list of an organisation of your areas.
#[utoipa::path(post, path = "/services", tag = "services", request_body = NewService,
    responses((status = 201, body = ServiceAdded)))]
pub async fn add(State(store): State<Store>, write: Write, Body(new): Body<NewService>) -> Made<ServiceAdded> {
    made(ServiceAdded { service: store.run(&write.0, AddService(new)).await? })
}

/// Says whether a service takes further families, and whether it is still offered.
#[utoipa::path(post, path = "/services/{id}", tag = "services", params(("id" = i64, Path)),
    request_body = ServiceBody, responses((status = 204)))]
pub async fn set(
    State(store): State<Store>,
    write: Write,
    Id(service): Id,
    Body(ServiceBody { capacity, open }): Body<ServiceBody>,
) -> Answer<StatusCode> {
    store.run(&write.0, SetService { service, capacity, open }).await?;
    Ok(DONE)
}
