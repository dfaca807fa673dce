//! The ledger of goods: journals, and the entries behind every number.

pub(crate) mod entries;
pub(crate) mod journal;
pub(crate) mod journals;

use crate::web::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/shop/entries", entries::page)
        .show("/shop/journals", journals::page)
        .get("/shop/journals/file", journals::file)
        .show("/shop/journals/{id}", journal::page)
        .act("/shop/journals/{id}/reverse", crate::pages::stock::actions::reverse, journal::page)
}
