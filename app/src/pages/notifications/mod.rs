//! What the person was told.

pub mod actions;
mod list;

use crate::web::routes::Routes;

pub(crate) use list::leads_to;

/// Routes of these pages.
pub(crate) fn routes() -> Routes {
    Routes::new().show("/notices", list::page).act("/notices/read", actions::read, list::page).act(
        "/notices/{id}/open",
        actions::open,
        list::page,
    )
}
