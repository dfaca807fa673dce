//! Start pages: due work for staff, the family's home, and the offline page.

pub(crate) mod family;
pub mod first_steps;
pub(crate) mod offline;
pub(crate) mod staff;
pub(crate) mod worklist;

use crate::web::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/desk", staff::page)
        .act("/desk/first-steps/hide", first_steps::hide, staff::page)
        .show("/offline", offline::page)
        .show("/home", family::page)
        .act("/home/claims/{id}/confirm", crate::pages::wishes::family::actions::confirm, family::page)
}
