//! Receipts for donors.

mod list;
mod receipt;
mod sheet;

use crate::web::routes::Routes;

pub(crate) use sheet::{sheet, yuan};

pub(crate) fn routes() -> Routes {
    Routes::new().show("/receipts", list::page).show("/receipts/{id}", receipt::page)
}
