//! Disputes about goods that were handed over, and reversals of wrong hand-overs.

pub mod actions;
pub(crate) mod dispute;
pub(crate) mod forms;
pub(crate) mod list;
mod media;
pub(crate) mod own;
pub(crate) mod pieces;
pub(crate) mod report;
pub(crate) mod reversal;
pub(crate) mod reversals;

use domain::permission::Action;

use crate::{
    pages::{claims, orders},
    web::{bodies::Large, routes::Routes},
};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/home/disputes", own::page)
        .show_and_act("/home/claims/{id}/dispute", report::claim, actions::report_claim)
        .show_and_act("/home/orders/{id}/dispute", report::order, actions::report_order)
        .takes("/home/claims/{id}/dispute", Large::pictures(&[Action::OrderGoods]))
        .takes("/home/orders/{id}/dispute", Large::pictures(&[Action::OrderGoods]))
        .takes("/desk/claims/{id}/dispute", Large::pictures(&[Action::PostForFamily]))
        .takes("/desk/orders/{id}/dispute", Large::pictures(&[Action::PostForFamily]))
        .get("/disputes/{id}/photo", media::photo)
        .get("/disputes/{id}/voice", media::recording)
        .show("/desk/disputes", list::page)
        .show("/desk/disputes/{id}", dispute::page)
        .act("/desk/disputes/{id}/settle", actions::settle, dispute::page)
        .show("/desk/reversals", reversals::page)
        .show("/desk/reversals/{id}", reversal::page)
        .act("/desk/reversals/{id}/approve", actions::approve, reversal::page)
        .act("/desk/reversals/{id}/refuse", actions::refuse, reversal::page)
        .act("/desk/claims/{id}/dispute", actions::record_claim, claims::desk::list::record)
        .act("/desk/claims/{id}/reversal", actions::reverse_claim, claims::desk::list::record)
        .act("/desk/orders/{id}/dispute", actions::record_order, orders::counter::order::page)
        .act("/desk/orders/{id}/reversal", actions::reverse_order, orders::counter::order::page)
}
