//! The blocks of a household file: members, hardships, notes, papers, corrections and timeline.
//! The file's own page and the list of files are in [`crate::pages::households`].

pub mod actions;
pub mod aid;
pub mod cases;
pub mod conferences;
pub(crate) mod conflict;
mod corrections;
pub(crate) mod documents;
pub mod entitlements;
pub mod file;
mod hardship;
mod members;
mod notes;
mod own;
pub mod pairings;
pub(crate) mod pieces;
pub mod rounds;
pub mod school_places;
mod timeline;
pub mod urgent;
pub mod visits;

use domain::{Result, permission::Action};

use crate::{
    pages::households,
    web::{Cx, bodies::Large, routes::Routes},
};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .merge(file::routes())
        .merge(aid::routes())
        .merge(cases::routes())
        .merge(conferences::routes())
        .merge(entitlements::routes())
        .merge(pairings::routes())
        .merge(rounds::routes())
        .merge(urgent::routes())
        .merge(school_places::routes())
        .merge(visits::routes())
        .show_and_act("/desk/households/{id}/members", members::page, actions::add_member)
        .show_and_act("/desk/households/{id}/members/{member}", members::one, actions::change_member)
        .act("/desk/households/{id}/members/{member}/remove", actions::remove_member, members::one)
        .show_and_act("/desk/households/{id}/hardship", hardship::page, actions::add_hardship)
        .show_and_act("/desk/households/{id}/hardship/{hardship}", hardship::one, actions::change_hardship)
        .act("/desk/households/{id}/hardship/{hardship}/remove", actions::remove_hardship, hardship::one)
        .show_and_act("/desk/households/{id}/notes", notes::page, actions::add_note)
        .act("/desk/households/{id}/message", actions::message, notes::page)
        .show_and_act("/desk/households/{id}/notes/{note}", notes::one, actions::correct_note)
        .show_and_act("/desk/households/{id}/papers", documents::page, actions::add_paper)
        .takes("/desk/households/{id}/papers", Large::pictures(&[Action::KeepHouseholds]))
        .get("/desk/households/{id}/papers/{paper}", documents::picture)
        .act("/desk/households/{id}/papers/{paper}/remove", actions::remove_paper, documents::page)
        .show("/desk/households/{id}/timeline", timeline::page)
        .act("/desk/households/{id}/corrections/{correction}", actions::answer_correction, households::file::page)
        .show("/desk/corrections", corrections::page)
        .show_and_act("/home/household/correct", own::correct, actions::ask_correction)
        .show("/home/household/notes", own::notes)
        .get("/home/household/papers/{paper}", documents::own_picture)
}

/// Refuses actors who keep no household files anywhere. The store checks the file's own area.
pub(crate) fn must_keep(cx: &Cx) -> Result<()> {
    cx.actor.must_somewhere(Action::KeepHouseholds)
}
