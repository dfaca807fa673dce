//! What a browser keeps for its account, and gives: forms that were filled in without a network, and photos that are
//! shared with the installed app.

mod share;
mod unsent;

use domain::permission::Action;

use crate::web::{bodies::Large, routes::Routes};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/unsent", unsent::page)
        .get("/unsent/key", unsent::key)
        .show_and_act("/share", share::page, share::take)
        .takes("/share", Large::pictures(&[Action::OrderGoods, Action::KeepStock]))
}
