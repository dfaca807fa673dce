//! Drives: calls for goods, how far they are, what is announced for them, and their results.

use domain::{
    catalogue::items::ItemId,
    community::drives::{Drive, DriveCancel, DriveFact, DriveId, DriveLine, DriveOffer, DriveSource, NewDrive},
    stock::offers::OfferId,
};
use store::community::drives::{
    facts::DriveFactQuery,
    goods::OfferForDrive,
    lifecycle::{CancelDrive, EndDrive, OpenDrive, PublishDrive},
    views::DriveList,
};

use crate::api::prelude::*;

/// Which drives a list shows.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct DrivesQuery {
    /// Those that have ended.
    over: bool,
    /// `next` of the previous page.
    cursor: i64,
}

/// Which records of a drive a list shows.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct DriveRowsQuery {
    /// Received or announced; both when left out.
    source: Option<DriveSource>,
    /// Of this item; of all when left out.
    item: Option<ItemId>,
    /// `next` of the previous page.
    cursor: i64,
}

/// A drive that was opened.
#[derive(Serialize, ToSchema)]
pub struct DriveMade {
    /// Number of the drive.
    drive: DriveId,
}

/// An offer that was announced.
#[derive(Serialize, ToSchema)]
pub struct DriveOfferMade {
    /// Number of the offer.
    offer: OfferId,
}

/// Why a drive is called off.
#[derive(Deserialize, ToSchema)]
pub struct DriveCancelBody {
    /// Why.
    reason: DriveCancel,
}

/// The result of a drive.
#[derive(Deserialize, ToSchema)]
pub struct DriveResultBody {
    /// What was done, 2 to 1,000 characters. It is public.
    words: String,
}

/// Lists drives, newest first.
#[utoipa::path(get, path = "/drives", tag = "drives", params(DrivesQuery),
    responses((status = 200, body = Page<DriveLine>)))]
pub async fn list(
    State(store): State<Store>,
    signed: Signed,
    Query(DrivesQuery { over, cursor }): Query<DrivesQuery>,
) -> Answer<Json<Page<DriveLine>>> {
    let list = if over { DriveList::Over } else { DriveList::Open };
    Ok(Json(store.drives(&signed.actor, list, cursor).await?))
}

/// Opens a drive. Receipts name it with `drive`.
#[utoipa::path(post, path = "/drives", tag = "drives", request_body = NewDrive,
    responses((status = 201, body = DriveMade)))]
pub async fn open(State(store): State<Store>, write: Write, Body(new): Body<NewDrive>) -> Made<DriveMade> {
    made(DriveMade { drive: store.run(&write.0, OpenDrive(new)).await? })
}

/// Returns a drive: what is wanted, received and announced of each item, and where to bring it.
#[utoipa::path(get, path = "/drives/{id}", tag = "drives", params(("id" = i64, Path)),
    responses((status = 200, body = Drive)))]
pub async fn get(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Drive>> {
    Ok(Json(store.drive(&signed.actor, id).await?))
}

/// Lists the receipts and announced offers that count for a drive, newest first, for those who keep it.
#[utoipa::path(get, path = "/drives/{id}/rows", tag = "drives", params(("id" = i64, Path), DriveRowsQuery),
    responses((status = 200, body = Page<DriveFact>)))]
pub async fn rows(
    State(store): State<Store>,
    signed: Signed,
    Id(id): Id,
    Query(DriveRowsQuery { source, item, cursor }): Query<DriveRowsQuery>,
) -> Answer<Json<Page<DriveFact>>> {
    Ok(Json(store.drive_facts(&signed.actor, id, DriveFactQuery { source, item }, cursor).await?))
}

/// Announces goods for a drive, while something is left of the item.
#[utoipa::path(post, path = "/drives/{id}/offers", tag = "drives", params(("id" = i64, Path)),
    request_body = DriveOffer, responses((status = 201, body = DriveOfferMade)))]
pub async fn offer(
    State(store): State<Store>,
    write: Write,
    Id(drive): Id,
    Body(offer): Body<DriveOffer>,
) -> Made<DriveOfferMade> {
    made(DriveOfferMade { offer: store.run(&write.0, OfferForDrive { drive, offer }).await? })
}

/// Ends a drive before its last day.
#[utoipa::path(post, path = "/drives/{id}/end", tag = "drives", params(("id" = i64, Path)),
    responses((status = 200, body = Drive)))]
pub async fn end(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<Drive>> {
    store.run(&write.0, EndDrive { drive: id }).await?;
    Ok(Json(store.drive(write.actor(), id).await?))
}

/// Calls a drive off; those who announced something are told.
#[utoipa::path(post, path = "/drives/{id}/cancel", tag = "drives", params(("id" = i64, Path)),
    request_body = DriveCancelBody, responses((status = 200, body = Drive)))]
pub async fn cancel(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(DriveCancelBody { reason }): Body<DriveCancelBody>,
) -> Answer<Json<Drive>> {
    store.run(&write.0, CancelDrive { drive: id, reason }).await?;
    Ok(Json(store.drive(write.actor(), id).await?))
}

/// Publishes what was done with the goods of a drive that has ended.
#[utoipa::path(post, path = "/drives/{id}/result", tag = "drives", params(("id" = i64, Path)),
    request_body = DriveResultBody, responses((status = 200, body = Drive)))]
pub async fn publish(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(DriveResultBody { words }): Body<DriveResultBody>,
) -> Answer<Json<Drive>> {
    store.run(&write.0, PublishDrive { drive: id, words }).await?;
    Ok(Json(store.drive(write.actor(), id).await?))
}
