//! Goods that leave quarantine or the stock: inspected, returned to their giver, written off.

use domain::{
    claims::ApplianceCheck,
    ledger::{LotId, Place},
};
use store::stock::movements::{InspectStock, Removal, ReturnStock, WriteOffStock};

use super::Booked;
use crate::api::{prelude::*, wishes::one};

/// Goods in quarantine that were inspected.
#[derive(Deserialize, ToSchema)]
pub struct InspectionBody {
    /// The lot.
    lot: LotId,
    /// The location.
    location: i64,
    /// Number of units, 1 to 10,000; 1 by default.
    #[serde(default = "one")]
    quantity: i64,
    /// Signed check, which a used appliance needs; goods that failed it are returned to the giver.
    #[serde(default)]
    check: Option<ApplianceCheck>,
}

/// Where goods are.
#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RemovedFrom {
    /// On the shelf.
    #[default]
    Shelf,
    /// Not inspected yet.
    Quarantine,
}

/// Goods to be written off.
#[derive(Deserialize, ToSchema)]
pub struct WriteOffBody {
    /// The lot.
    lot: LotId,
    /// The location.
    location: i64,
    /// Where they are; on the shelf by default.
    #[serde(default)]
    place: RemovedFrom,
    /// Number of units, 1 to 10,000; 1 by default.
    #[serde(default = "one")]
    quantity: i64,
    /// The reason.
    reason: String,
}

/// Goods in quarantine to be returned to their giver.
#[derive(Deserialize, ToSchema)]
pub struct ReturnBody {
    /// The lot.
    lot: LotId,
    /// The location.
    location: i64,
    /// Number of units, 1 to 10,000; 1 by default.
    #[serde(default = "one")]
    quantity: i64,
    /// The reason.
    reason: String,
}

/// Moves inspected goods to the shelf; those that failed their check go back to the giver.
#[utoipa::path(post, path = "/stock/inspections", tag = "stock", request_body = InspectionBody,
    responses((status = 201, body = Booked)))]
pub async fn inspect(
    State(store): State<Store>,
    write: Write,
    Body(InspectionBody { lot, location, quantity, check }): Body<InspectionBody>,
) -> Made<Booked> {
    made(Booked { journal: store.run(&write.0, InspectStock { lot, location, quantity, check }).await? })
}

/// Writes off goods on the shelf or in quarantine.
#[utoipa::path(post, path = "/stock/write-offs", tag = "stock", request_body = WriteOffBody,
    responses((status = 201, body = Booked)))]
pub async fn write_off(
    State(store): State<Store>,
    write: Write,
    Body(WriteOffBody { lot, location, place, quantity, reason }): Body<WriteOffBody>,
) -> Made<Booked> {
    let place = match place {
        RemovedFrom::Shelf => Place::Shelf,
        RemovedFrom::Quarantine => Place::Quarantine,
    };
    let removal = Removal { lot, location, place, quantity, reason };
    made(Booked { journal: store.run(&write.0, WriteOffStock(removal)).await? })
}

/// Returns goods in quarantine to their giver.
#[utoipa::path(post, path = "/stock/returns", tag = "stock", request_body = ReturnBody,
    responses((status = 201, body = Booked)))]
pub async fn give_back(
    State(store): State<Store>,
    write: Write,
    Body(ReturnBody { lot, location, quantity, reason }): Body<ReturnBody>,
) -> Made<Booked> {
    let removal = Removal { lot, location, place: Place::Quarantine, quantity, reason };
    made(Booked { journal: store.run(&write.0, ReturnStock(removal)).await? })
}
