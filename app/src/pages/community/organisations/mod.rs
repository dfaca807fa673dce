//! Organisations: the list and file of staff, the page of their own members, and what visitors read.

pub mod actions;
mod claims;
mod list;
pub(crate) mod organisation;
pub(crate) mod own;
pub(crate) mod pieces;
mod public;
mod rows;

use crate::web::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::new()
        .show("/desk/organisations", list::page)
        .file("/desk/organisations/file", list::file)
        .show_and_act("/desk/organisations/{id}", organisation::page, actions::set)
        .act("/desk/organisations/{id}/offer", actions::offer, organisation::page)
        .act("/desk/organisations/{id}/members", actions::contact, organisation::page)
        .show("/organisation", own::page)
        .act("/organisation/offer", actions::own_offer, own::page)
        .show("/organisations/{id}", public::page)
        .show("/organisations/{id}/claims", claims::page)
        .show("/organisations/{id}/rows", rows::page)
}
