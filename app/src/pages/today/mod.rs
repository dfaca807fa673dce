//! Start pages: due work for staff, the family's home, what is there without a network, and the target of shared photos.

pub(crate) mod family;
pub(crate) mod offline;
pub(crate) mod share;
pub(crate) mod staff;
pub(crate) mod unsent;

use domain::permission::Action;

use crate::web::{bodies::Large, routes::Routes};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/desk", staff::page)
        .show("/offline", offline::page)
        .show("/unsent", unsent::page)
        .get("/unsent/key", unsent::key)
        .show_and_act("/share", share::page, share::take)
        .takes("/share", Large::pictures(&[Action::OrderGoods, Action::KeepStock]))
        .show("/home", family::page)
        .act("/home/claims/{id}/confirm", crate::pages::wishes::family::actions::confirm, family::page)
}
