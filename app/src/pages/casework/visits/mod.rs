//! Visits and findings: what is due, the report of a visit, rules, figures, and what became of what was found.

pub mod actions;
mod figures;
mod file;
mod finding;
mod findings;
mod list;
mod media;
pub(crate) mod own;
mod pieces;
mod plan;
mod record;
mod rules;
mod visit;

use domain::permission::Action;

use crate::web::{bodies::Large, routes::Routes};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/desk/visits", list::page)
        .file("/desk/visits/file", file::rows)
        .act_and_show("/desk/visits/assign", list::assign, list::unassigned)
        .show("/desk/visits/figures", figures::page)
        .show_and_act("/desk/visits/rules", rules::page, actions::rule_set)
        .act("/desk/visits/rules/{id}/end", actions::rule_end, rules::page)
        .show_and_act("/desk/visits/plan", plan::page, actions::plan)
        .get("/visits/media/{id}", media::serve)
        .act("/desk/visits/media/{id}/remove", actions::medium_remove, list::page)
        .act("/home/visits/media/{id}/remove", actions::medium_remove_own, own::page)
        .show("/desk/visits/{id}", visit::page)
        .act("/desk/visits/{id}/assign", actions::assign, visit::page)
        .show_and_act("/desk/households/{id}/visits", record::page, actions::record)
        .takes("/desk/households/{id}/visits", Large::pictures(&[Action::RecordVisits]))
        .show("/desk/findings", findings::page)
        .show("/desk/findings/{id}", finding::page)
        .act("/desk/findings/{id}/answer", actions::answer, finding::page)
        .act("/desk/findings/{id}/assign", actions::assign_finding, finding::page)
        .act("/desk/findings/{id}/wish", actions::wish, finding::page)
        .act("/desk/findings/{id}/appointment", actions::appoint, finding::page)
        .act("/desk/findings/{id}/booking", actions::book, finding::page)
        .show("/home/visits", own::page)
        .act("/home/findings/{id}/again", actions::again, own::page)
}
