//! Receipts for who brought something.

mod list;
mod receipt;
mod sheet;

use crate::web::routes::Routes;

pub(crate) use sheet::{receipt_rows, sheet, yuan};

/// Routes of these pages.
pub(crate) fn routes() -> Routes {
    Routes::new().show("/receipts", list::page).show("/receipts/{id}", receipt::page)
}
