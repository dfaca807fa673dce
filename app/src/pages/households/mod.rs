//! A household's file, block by block: contact, situation, members, hardships, notes, papers, and what happened so
//! far. The file itself and the list of files are at the desk.

mod conflict;
mod contact;
mod corrections;
mod hardship;
mod members;
mod notes;
mod own;
mod papers;
pub(crate) mod pieces;
mod situation;
mod timeline;

use axum::Router;
use domain::{Result, permission::Action};

use crate::{
    actions::household_file as actions,
    handle::{act, show, show_and_act},
    page::Cx,
    pages::desk::file as file_page,
    state::AppState,
};

/// Pages of a household's file.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/desk/households/{id}/contact", show_and_act(contact::page, actions::contact))
        .route("/desk/households/{id}/situation", show_and_act(situation::page, actions::situation))
        .route("/desk/households/{id}/members", show_and_act(members::page, actions::add_member))
        .route("/desk/households/{id}/members/{member}", show_and_act(members::one, actions::change_member))
        .route("/desk/households/{id}/members/{member}/remove", act(actions::remove_member, members::one))
        .route("/desk/households/{id}/hardship", show_and_act(hardship::page, actions::add_hardship))
        .route("/desk/households/{id}/hardship/{hardship}", show_and_act(hardship::one, actions::change_hardship))
        .route("/desk/households/{id}/hardship/{hardship}/remove", act(actions::remove_hardship, hardship::one))
        .route("/desk/households/{id}/notes", show_and_act(notes::page, actions::add_note))
        .route("/desk/households/{id}/notes/{note}", show_and_act(notes::one, actions::correct_note))
        .route("/desk/households/{id}/papers", show_and_act(papers::page, actions::add_paper))
        .route("/desk/households/{id}/papers/{paper}", axum::routing::get(papers::picture))
        .route("/desk/households/{id}/papers/{paper}/remove", act(actions::remove_paper, papers::page))
        .route("/desk/households/{id}/timeline", show(timeline::page))
        .route("/desk/corrections", show(corrections::page))
        .route("/desk/households/{id}/corrections/{correction}", act(actions::answer_correction, file_page))
        .route("/home/household/correct", show_and_act(own::correct, actions::ask_correction))
        .route("/home/household/notes", show(own::notes))
        .route("/home/household/papers/{paper}", axum::routing::get(papers::own_picture))
}

/// For pages that change a file; the store asks again where it is.
fn must_keep(cx: &Cx) -> Result<()> {
    cx.actor.must_somewhere(Action::KeepHouseholds)
}
