//! Jobs: vacancies for all, the employer's own pages, proposals that employer, family and staff each read as they may,
//! and the lists of staff.

pub mod actions;
mod check;
mod employer;
mod form;
mod homes;
mod household;
mod open;
mod own;
pub(in crate::pages::community) mod pieces;
mod proposal;
mod staff;
mod vacancy;

use crate::web::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::new()
        .show("/jobs", open::page)
        .show_and_act("/jobs/new", form::new, actions::post)
        .show("/jobs/{id}", vacancy::page)
        .show_and_act("/jobs/{id}/change", form::change, actions::change)
        .act("/jobs/{id}/confirm", actions::confirm, vacancy::page)
        .act("/jobs/{id}/end", actions::end, vacancy::page)
        .act("/jobs/{id}/propose", actions::propose, vacancy::page)
        .act("/jobs/{id}/fair", actions::bring, vacancy::page)
        .act("/jobs/{id}/fair/end", actions::take_from_fair, vacancy::page)
        .show("/employer", employer::page)
        .show("/job-proposals/{id}", proposal::page)
        .act("/job-proposals/{id}/answer", actions::answer, proposal::page)
        .act("/job-proposals/{id}/inform", actions::inform, proposal::page)
        .act("/job-proposals/{id}/invite", actions::invite, proposal::page)
        .act("/job-proposals/{id}/hire", actions::hire, proposal::page)
        .act("/job-proposals/{id}/refuse", actions::refuse, proposal::page)
        .act("/job-proposals/{id}/withdraw", actions::withdraw, proposal::page)
        .act("/job-proposals/{id}/reveal", actions::reveal, proposal::page)
        .show_and_act("/job-checks/{id}", check::page, actions::answer_check)
        .show("/desk/jobs", staff::figures)
        .show("/desk/jobs/vacancies", staff::vacancies)
        .show("/desk/jobs/seekers", staff::seekers)
        .show("/desk/jobs/proposals", staff::proposals)
        .show("/desk/jobs/checks", staff::checks)
        .show("/desk/jobs/homes", homes::page)
        .file("/desk/jobs/file", staff::file)
        .show_and_act("/desk/households/{id}/jobs", household::page, actions::ask)
        .act("/desk/households/{id}/jobs/propose", actions::propose_member, household::page)
        .show("/home/jobs", own::page)
        .act("/home/jobs/ask", actions::ask_own, own::page)
}
