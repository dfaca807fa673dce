//! Cases of families: followed step by step, closed with an outcome that the family was asked about, and asked again.

pub mod actions;
pub(crate) mod call_back;
pub(crate) mod call_backs;
pub(crate) mod case;
pub(crate) mod figures;
pub(crate) mod forms;
pub(crate) mod household;
pub(crate) mod list;
pub(crate) mod own;
pub(crate) mod pieces;
pub(crate) mod table;

use crate::web::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/desk/cases", list::page)
        .file("/desk/cases/file", list::file)
        .show("/desk/cases/table", table::page)
        .act_and_show("/desk/cases/table/assign", table::assign, table::unassigned)
        .show("/desk/case-figures", figures::page)
        .show("/desk/cases/{id}", case::page)
        .act("/desk/cases/{id}/step", actions::step, case::page)
        .act("/desk/cases/{id}/note", actions::note, case::page)
        .act("/desk/cases/{id}/close", actions::close, case::page)
        .act("/desk/cases/{id}/assign", actions::assign, case::page)
        .show_and_act("/desk/households/{id}/cases", household::page, actions::open)
        .show("/desk/call-backs", call_backs::page)
        .show("/desk/call-backs/{id}", call_back::page)
        .act("/desk/call-backs/{id}/answer", actions::answer_call_back, call_back::page)
        .act("/desk/call-backs/{id}/assign", actions::assign_call_back, call_back::page)
        .show("/home/cases", own::page)
        .act("/home/cases/{id}/say", actions::say, own::page)
        .act("/home/referrals/{id}/say", actions::say_of_referral, own::page)
        .act("/home/referrals/{id}/stop-sharing", actions::stop_sharing, own::page)
}
