//! Case conferences: several offices about one family, and what each does until when.

pub mod actions;
mod conference;
mod household;
mod list;
mod measure_form;
mod own;
mod pieces;

use crate::web::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::new()
        .show("/desk/conferences", list::page)
        .show("/desk/conferences/{id}", conference::page)
        .act("/desk/conferences/{id}/measures", actions::add_measure, conference::page)
        .act("/desk/conferences/{id}/records", actions::link_record, conference::page)
        .act("/desk/conferences/{id}/end", actions::end, conference::page)
        .show_and_act("/desk/households/{id}/conferences", household::page, actions::hold)
        .show_and_act("/desk/measures/{id}/finish", measure_form::page, actions::finish)
        .show("/home/conferences", own::page)
        .show("/home/conferences/{id}", own::one)
}
