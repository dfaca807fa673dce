//! School places: rules of districts, the case of each child, and what the family reads of it.

pub mod actions;
pub(crate) mod facts;
pub(crate) mod household;
pub(crate) mod list;
pub(crate) mod own;
pub(crate) mod pieces;
pub(crate) mod place;
pub(crate) mod rules;

use crate::web::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/desk/school-places", list::page)
        .file("/desk/school-places/file", list::file)
        .show_and_act("/desk/school-rules", rules::page, actions::set_rule)
        .act("/desk/school-rules/{id}/withdraw", actions::withdraw_rule, rules::page)
        .show("/desk/school-places/{id}", place::page)
        .act("/desk/school-places/{id}/facts", actions::record_facts, place::page)
        .act("/desk/school-places/{id}/schools", actions::note_school, place::page)
        .act("/desk/school-places/{id}/close", actions::close, place::page)
        .act("/desk/school-places/{id}/assign", actions::assign, place::page)
        .show_and_act("/desk/households/{id}/school-places", household::page, actions::open)
        .show("/home/school-places", own::page)
        .act("/home/school-places/{id}/say", actions::say, own::page)
        .act("/home/school-places/{id}/stop", actions::stop, own::page)
}
