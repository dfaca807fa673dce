//! Receiving: goods that come in, and their receipts.

pub mod actions;
pub(crate) mod receipts;
pub(crate) mod receive;
pub(crate) mod receive_form;
pub(crate) mod receive_rows;

use domain::permission::Action;

use crate::web::{bodies::Large, routes::Routes};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show_and_act("/shop/receive", receive::page, actions::receive)
        .takes("/shop/receive", Large::rows(&[Action::KeepStock]))
        .show("/shop/receipts", receipts::list)
        .get("/shop/receipts/file", receipts::file)
        .show("/shop/receipts/{id}", receipts::page)
        .act("/shop/receipts/{id}/close", actions::close, receipts::page)
}
