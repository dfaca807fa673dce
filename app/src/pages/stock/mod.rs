//! Stock of the shops: quantities, lots, receiving, inspection, counts, transfers, kits and offers.

pub mod actions;
pub(crate) mod counts;
pub(crate) mod inspect;
pub(crate) mod lot_forms;
pub(crate) mod lots;
pub mod offers;
pub(crate) mod on_hand;
pub(crate) mod pieces;
pub mod receipts;
pub mod receiving;
pub(crate) mod scan_row;
pub(crate) mod transfers;
pub(crate) mod words;

use crate::{functions, web::routes::Routes};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .merge(counts::routes())
        .merge(offers::routes())
        .merge(receipts::routes())
        .merge(receiving::routes())
        .merge(transfers::routes())
        .function::<functions::stock::ScanRow>()
        .show("/shop/inspect", inspect::list)
        .show_and_act("/shop/inspect/{id}", inspect::page, offers::actions::inspect)
        .show("/shop/stock", on_hand::page)
        .get("/shop/stock/file", on_hand::file)
        .show("/shop/lots", lots::page)
        .act("/shop/lots/{id}/count", actions::count, lots::page)
        .act("/shop/lots/{id}/transfer", actions::transfer, lots::page)
        .act("/shop/lots/{id}/write-off", actions::write_off, lots::page)
        .act("/shop/lots/{id}/inspect", actions::inspect, lots::page)
        .act("/shop/lots/{id}/return", actions::give_back, lots::page)
}
