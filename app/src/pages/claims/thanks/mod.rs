//! Thanks: written by families, reviewed by staff, then shown to donors.

pub mod actions;
pub(crate) mod review;
pub(crate) mod write;

use crate::web::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/desk/thanks", review::page)
        .act("/desk/thanks/{id}/release", crate::pages::wishes::desk::actions::release, review::page)
        .act("/desk/thanks/{id}/withhold", crate::pages::wishes::desk::actions::withhold, review::page)
        .show_and_act("/home/claims/{id}/thanks", write::page, actions::add)
}
