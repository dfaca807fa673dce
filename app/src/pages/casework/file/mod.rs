//! Household files as a whole: relocation, merge, closing and erasure.

pub mod actions;
mod change;
mod change_forms;
mod erase;
mod merge;
pub(crate) mod relocate;

use crate::web::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/desk/households/{id}/change", change::page)
        .act("/desk/households/{id}/move", actions::ask_move, change::page)
        .act("/desk/households/{id}/close", actions::close, change::page)
        .act("/desk/households/{id}/reopen", actions::reopen, change::page)
        .show_and_act("/desk/households/{id}/merge", merge::page, actions::merge)
        .show_and_act("/desk/households/{id}/erase", erase::page, actions::erase)
        .show("/desk/moves", relocate::page)
        .act("/desk/moves/{id}/accept", actions::accept_move, relocate::page)
        .act("/desk/moves/{id}/decline", actions::decline_move, relocate::page)
        .act("/desk/moves/{id}/call-back", actions::call_back_move, relocate::page)
}
