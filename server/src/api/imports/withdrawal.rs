//! Lists of goods and points that are taken back.

use domain::imports::withdrawal::{KeptRow, RowWithdrawal};

use super::BUDGET;
use crate::api::prelude::*;

/// How far a list is taken back.
#[derive(Serialize, ToSchema)]
pub struct RowsWithdrawn {
    /// Rows whose bookings were reversed by this request.
    gone: i64,
    /// Rows for which there was no time: send it again, under another key.
    left: i64,
    /// Rows that stay.
    kept: Vec<RowKept>,
}

/// A row that stays booked.
#[derive(Serialize, ToSchema)]
pub struct RowKept {
    /// Row in the file; 0 where the file is not kept any more.
    row: i64,
    /// Why: `not_enough_stock`, `being_counted`, `not_enough_points`, `file_closed`, `not_reversible`, …
    why: &'static str,
}

impl From<RowWithdrawal> for RowsWithdrawn {
    fn from(done: RowWithdrawal) -> Self {
        let RowWithdrawal { gone, left, kept } = done;
        let kept = kept.into_iter().map(|KeptRow { row, why }| RowKept { row, why: why.as_str() });
        RowsWithdrawn { gone, left, kept: kept.collect() }
    }
}

/// Takes an import of goods back: rows whose goods lie where it put them are reversed in the ledger.
#[utoipa::path(post, path = "/imports/items/{id}/withdraw", tag = "items", params(("id" = i64, Path)),
    responses((status = 200, body = RowsWithdrawn)))]
pub async fn import_withdraw(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<RowsWithdrawn>> {
    Ok(Json(store.import_withdraw(&write.0, id, BUDGET).await?.into()))
}

/// Takes one's import of points back: rows whose points are not spent are reversed in the ledger.
#[utoipa::path(post, path = "/imports/points/{id}/withdraw", tag = "points", params(("id" = i64, Path)),
    responses((status = 200, body = RowsWithdrawn)))]
pub async fn sheet_withdraw(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<RowsWithdrawn>> {
    Ok(Json(store.points_sheet_withdraw(&write.0, id, BUDGET).await?.into()))
}
