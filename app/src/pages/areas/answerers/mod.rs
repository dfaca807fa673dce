//! Who answers for an area: the chain, the people of one area, leaves, and handing work over.

pub mod actions;
mod area;
mod chain;
pub(crate) mod leaves;
pub(crate) mod people;
mod workload;

use crate::web::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/desk/chain", chain::page)
        .show_and_act("/desk/chain/{id}", area::page, actions::name)
        .act("/desk/answerers/{id}/end", actions::end, chain::page)
        .act("/desk/chain/{id}/homes", actions::homes, area::page)
        .show_and_act("/desk/leaves", leaves::page, actions::leave)
        .act("/desk/leaves/{id}/end", actions::leave_end, leaves::page)
        .act("/desk/hand-over", actions::hand_over, leaves::page)
        .show("/desk/workload", workload::page)
        .show("/desk/workload/{id}", workload::record)
        .act("/desk/workload/{id}/files", actions::hand_over_files, workload::record)
        .act("/desk/workload/{id}/all", actions::hand_over_all, workload::record)
}
