//! Transfers: goods in transit between two locations.

use domain::stock::transfers::{ArrivedLine, NewTransfer, Settlement, Transfer};
use store::stock::transfers::lifecycle::{CancelTransfer, ReceiveTransfer, SendTransfer, SettleTransfer};

use crate::api::prelude::*;

/// Filters of the transfer list.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct TransferQuery {
    /// Transfers from or to this location.
    location: i64,
    /// Only those with goods in transit.
    live: bool,
    /// `next` of the previous page.
    cursor: i64,
}

/// Goods that arrived.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Arrivals {
    /// Each line of the transfer with the units that arrived. Without lines, everything arrived.
    lines: Vec<ArrivedLine>,
}

/// Reason for a cancellation.
#[derive(Deserialize, ToSchema)]
pub struct Cancellation {
    /// The reason.
    reason: String,
}

/// Lists the transfers that leave or reach your shops, newest first, without their lines.
#[utoipa::path(get, path = "/transfers", tag = "transfers", params(TransferQuery),
    responses((status = 200, body = Page<Transfer>)))]
pub async fn list(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Query(TransferQuery { location, live, cursor }): Query<TransferQuery>,
) -> Answer<Json<Page<Transfer>>> {
    Ok(Json(store.transfers(&actor, location, live, cursor).await?))
}

/// Sends goods to another location of the root area; they are in transit until it has received them.
#[utoipa::path(post, path = "/transfers", tag = "transfers", request_body = NewTransfer,
    responses((status = 201, body = Transfer)))]
pub async fn send(State(store): State<Store>, write: Write, Body(new): Body<NewTransfer>) -> Made<Transfer> {
    let id = store.run(&write.0, SendTransfer(new)).await?;
    made(store.transfer(write.actor(), id).await?)
}

/// Returns a transfer with its lines.
#[utoipa::path(get, path = "/transfers/{id}", tag = "transfers", params(("id" = i64, Path)),
    responses((status = 200, body = Transfer)))]
pub async fn get(State(store): State<Store>, Signed { actor, .. }: Signed, Id(id): Id) -> Answer<Json<Transfer>> {
    Ok(Json(store.transfer(&actor, id).await?))
}

/// Receives a transfer: arrived goods go on the shelf, the rest stays in transit until settled.
#[utoipa::path(post, path = "/transfers/{id}/receive", tag = "transfers", params(("id" = i64, Path)),
    request_body = Arrivals, responses((status = 200, body = Transfer)))]
pub async fn receive(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(Arrivals { lines }): Body<Arrivals>,
) -> Answer<Json<Transfer>> {
    store.run(&write.0, ReceiveTransfer { transfer: id, lines }).await?;
    Ok(Json(store.transfer(write.actor(), id).await?))
}

/// Cancels a transfer before it is received.
#[utoipa::path(post, path = "/transfers/{id}/cancel", tag = "transfers", params(("id" = i64, Path)),
    request_body = Cancellation, responses((status = 200, body = Transfer)))]
pub async fn cancel(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(Cancellation { reason }): Body<Cancellation>,
) -> Answer<Json<Transfer>> {
    store.run(&write.0, CancelTransfer { transfer: id, reason }).await?;
    Ok(Json(store.transfer(write.actor(), id).await?))
}

/// Settles goods that did not arrive: found at the target, returned to the source, or written off.
#[utoipa::path(post, path = "/transfers/{id}/settle", tag = "transfers", params(("id" = i64, Path)),
    request_body = Settlement, responses((status = 200, body = Transfer)))]
pub async fn settle(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(of): Body<Settlement>,
) -> Answer<Json<Transfer>> {
    store.run(&write.0, SettleTransfer { transfer: id, of }).await?;
    Ok(Json(store.transfer(write.actor(), id).await?))
}
