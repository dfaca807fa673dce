//! Receipts for who brought something.

mod list;
mod receipt;
mod sheet;

use axum::Router;

use crate::{handle::show, state::AppState};

pub(crate) use sheet::{receipt_rows, sheet, yuan};

/// Pages of a donor's own receipts.
pub fn routes() -> Router<AppState> {
    Router::new().route("/receipts", show(list::page)).route("/receipts/{id}", show(receipt::page))
}
