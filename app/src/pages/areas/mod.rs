//! Areas with their policies, organisations and shop locations.

pub mod actions;
pub(crate) mod answerers;
pub(crate) mod area;
pub mod location_actions;
pub(crate) mod locations;
mod opening;
pub mod organisation_actions;
pub(crate) mod organisations;
pub(crate) mod policy;
mod reorganisation;
pub(crate) mod tree;

use crate::web::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .merge(answerers::routes())
        .show_and_act("/admin/areas", tree::page, actions::add)
        .show("/admin/areas/{id}", tree::record)
        .act("/admin/areas/{id}/rename", actions::rename, tree::record)
        .show("/admin/areas/{id}/change", reorganisation::page)
        .act("/admin/areas/{id}/move", reorganisation::relocate, reorganisation::page)
        .act("/admin/areas/{id}/merge", reorganisation::merge, reorganisation::page)
        .act("/admin/areas/{id}/close", reorganisation::close, reorganisation::page)
        .show("/admin/closed-areas", reorganisation::closed)
        .act("/admin/closed-areas/{id}/open", reorganisation::reopen, reorganisation::closed)
        .act("/admin/areas/{id}/policy", actions::policy, tree::record)
        .act("/admin/areas/{id}/policy-clear", actions::policy_clear, tree::record)
        .show_and_act("/admin/organisations", organisations::page, organisation_actions::add)
        .act("/admin/organisations/{id}/open", organisation_actions::open, organisations::page)
        .act("/admin/organisations/{id}/close", organisation_actions::close, organisations::page)
        .act("/admin/organisations/{id}/renew", organisation_actions::renew, organisations::page)
        .act("/admin/organisations/{id}/rename", organisation_actions::rename, organisations::page)
        .show_and_act("/admin/locations", locations::page, location_actions::add)
        .show_and_act("/admin/locations/{id}", locations::record, location_actions::change)
        .act("/admin/locations/{id}/opening", opening::set, locations::record)
}
