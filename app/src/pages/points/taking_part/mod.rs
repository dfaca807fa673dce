//! Points for taking part: a family's page, the staff's lists, and the rules of an area.

pub mod actions;
mod desk;
mod household;
mod own;
mod pieces;
mod rules;

use crate::web::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::new()
        .show("/home/taking-part", own::page)
        .act("/home/taking-part/code", actions::code, own::page)
        .act("/home/taking-part/help", actions::say, own::page)
        .act("/home/taking-part/help/{id}/answer", actions::answer_own, own::page)
        .act("/home/taking-part/help/{id}/withdraw", actions::withdraw, own::page)
        .show("/desk/taking-part", desk::page)
        .act("/desk/taking-part/help/{id}/answer", actions::answer, desk::page)
        .act("/desk/taking-part/{id}/settle", actions::settle, desk::page)
        .show("/desk/households/{id}/taking-part", household::page)
        .show_and_act("/admin/areas/{id}/taking-part", rules::page, actions::set)
        .act("/admin/areas/{id}/taking-part/{rule}/withdraw", actions::end, rules::page)
}
