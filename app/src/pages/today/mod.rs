//! Start pages: due work for staff, the family's home, and the offline page.

pub(crate) mod family;
pub(crate) mod offline;
pub(crate) mod staff;
pub(crate) mod worklist;

use crate::web::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new().show("/desk", staff::page).show("/offline", offline::page).show("/home", family::page).act(
        "/home/claims/{id}/confirm",
        crate::pages::wishes::family::actions::confirm,
        family::page,
    )
}
