//! Orders and walk-ins at the counter of a shop.

pub(crate) mod family;
pub(crate) mod list;
pub(crate) mod order;
pub(crate) mod walk_in;

use domain::permission::Action;

use crate::web::{bodies::Large, routes::Routes};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/shop/orders", list::page)
        .get("/shop/orders/file", list::file)
        .act("/shop/orders/capacity", super::actions::capacity, list::page)
        .show("/shop/orders/{id}", order::page)
        .act("/shop/orders/{id}/hand-over", super::actions::hand_over, order::page)
        .act("/shop/orders/{id}/cancel", super::actions::cancel, order::page)
        .act("/shop/orders/{id}/replace", super::actions::replace, order::page)
        .show("/shop/families/{id}", family::page)
        .act_and_show("/shop/families/{id}/hand-over", family::hand_over, family::unhanded)
        .show_and_act("/shop/walk-in", walk_in::page, super::actions::find)
        .show_and_act("/shop/walk-in/{id}", walk_in::family, super::actions::issue)
        .takes("/shop/walk-in/{id}", Large::rows(&[Action::KeepStock]))
}
