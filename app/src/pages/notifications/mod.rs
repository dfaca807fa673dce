//! Notices of an account.

pub mod actions;
mod icons;
mod list;

use crate::web::routes::Routes;

pub(crate) use list::leads_to;

pub(crate) fn routes() -> Routes {
    Routes::new().show("/notices", list::page).act("/notices/read", actions::read, list::page).act(
        "/notices/{id}/open",
        actions::open,
        list::page,
    )
}
