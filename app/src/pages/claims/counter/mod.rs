//! Claims at the counter of a shop: search, one claim, filling from stock.

pub mod actions;
pub(crate) mod claim;
pub(crate) mod claim_forms;
pub(crate) mod claim_queue;
pub(crate) mod fill;
pub(crate) mod hits;
pub(crate) mod search;

use crate::web::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/shop", search::page)
        .show("/shop/claims/{id}", claim::page)
        .act("/shop/claims/{id}/arrive", actions::arrive, claim::page)
        .act("/shop/claims/{id}/refuse", actions::refuse, claim::page)
        .act("/shop/claims/{id}/check", actions::check, claim::page)
        .act("/shop/claims/{id}/hand-over", actions::hand_over, claim::page)
        .show("/shop/fill", fill::list)
        .act_and_show("/shop/fill/picked", fill::fill_picked, fill::unfilled)
        .show_and_act("/shop/fill/{id}", fill::page, actions::fill)
}
