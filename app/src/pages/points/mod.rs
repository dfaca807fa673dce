//! Points of the free shop: statements for families and staff, and the monthly policy of areas.

pub mod actions;
mod desk;
mod journal;
mod own;
mod policy;
mod statement;
mod taking_part;

use crate::web::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/home/points", own::page)
        .show_and_act("/desk/households/{id}/points", desk::page, actions::by_hand)
        .show("/desk/households/{id}/points/{journal}", journal::page)
        .act("/desk/households/{id}/points/{journal}/reverse", actions::reverse, journal::page)
        .show_and_act("/admin/areas/{id}/points", policy::page, actions::policy)
        .act("/admin/areas/{id}/points/clear", actions::policy_clear, policy::page)
        .merge(taking_part::routes())
}
