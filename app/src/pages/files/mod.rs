//! Household files as a whole: who opened them and why, what families object to, and moving, merging, closing and
//! erasing them.

mod change;
mod change_forms;
mod erase;
mod merge;
mod moves;
mod objections;
mod openings;
mod own;
mod patterns;
mod person;

use axum::Router;

use crate::{
    actions::files as actions,
    handle::{act, show, show_and_act},
    state::AppState,
};

/// Pages of openings and of changes to whole files.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/desk/households/{id}/openings", show(openings::page))
        .route("/desk/households/{id}/reveal", act(actions::reveal, openings::page))
        .route("/desk/households/{id}/hide", act(actions::hide, openings::page))
        .route("/desk/households/{id}/change", show(change::page))
        .route("/desk/households/{id}/move", act(actions::ask_move, change::page))
        .route("/desk/households/{id}/close", act(actions::close, change::page))
        .route("/desk/households/{id}/reopen", act(actions::reopen, change::page))
        .route("/desk/households/{id}/merge", show_and_act(merge::page, actions::merge))
        .route("/desk/households/{id}/erase", show_and_act(erase::page, actions::erase))
        .route("/desk/openings", show(patterns::page))
        .route("/desk/openings/{id}", show(person::page))
        .route("/desk/objections", show(objections::page))
        .route("/desk/objections/{id}/answer", act(actions::answer, objections::page))
        .route("/desk/moves", show(moves::page))
        .route("/desk/moves/{id}/accept", act(actions::accept_move, moves::page))
        .route("/desk/moves/{id}/decline", act(actions::decline_move, moves::page))
        .route("/desk/moves/{id}/call-back", act(actions::call_back_move, moves::page))
        .route("/home/household/openings", show(own::page))
        .route("/home/household/openings/object", act(actions::object, own::page))
}
