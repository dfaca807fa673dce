//! What owners change of their own accounts: name and phone, area and organisation, and the account's end.

pub mod actions;
pub(crate) mod belonging;
mod closing;
mod contact;
mod lists;
mod place;

use crate::web::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/me/contact", contact::page)
        .act("/me/name", actions::name, contact::page)
        .act("/me/phone", actions::phone, contact::page)
        .show_and_act("/me/area", belonging::page, actions::area)
        .act("/me/organisation", actions::join, belonging::page)
        .act("/me/organisation/leave", actions::leave, belonging::page)
        .show_and_act("/me/place", place::page, place::set)
        .show_and_act("/me/filters", lists::page, lists::save)
        .act("/me/filters/{id}/rename", lists::rename, lists::page)
        .act("/me/filters/{id}/delete", lists::delete, lists::page)
        .act("/me/lists", lists::choose, lists::page)
        .show_and_act("/me/close", closing::page, actions::close)
}
