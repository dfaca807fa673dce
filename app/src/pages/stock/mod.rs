//! Stock of the shops: quantities, lots, receiving, inspection, counts, transfers, kits and offers.

pub mod actions;
pub(crate) mod counts;
pub(crate) mod files;
pub(crate) mod inspect;
pub(crate) mod lists;
pub(crate) mod lot_forms;
pub(crate) mod lots;
pub mod offers;
pub(crate) mod on_hand;
pub(crate) mod pieces;
pub(crate) mod recalls;
pub mod receipts;
pub mod receiving;
pub(crate) mod reorder;
pub(crate) mod scan_row;
pub(crate) mod transfers;
pub(crate) mod words;

use domain::permission::Action;

use crate::{
    functions,
    web::{bodies::Large, routes::Routes},
};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .merge(counts::routes())
        .merge(offers::routes())
        .merge(receipts::routes())
        .merge(receiving::routes())
        .merge(recalls::routes())
        .merge(transfers::routes())
        .function::<functions::stock::ScanRow>()
        .function::<functions::stock::KeepList>()
        .takes("/fn/stock/keep-list", Large::rows(&[Action::KeepStock]))
        .act("/shop/lists/drop", lists::throw_away, receiving::receive::page)
        .show("/shop/inspect", inspect::list)
        .show_and_act("/shop/inspect/{id}", inspect::page, offers::actions::inspect)
        .show("/shop/stock", on_hand::page)
        .file("/shop/stock/file", on_hand::file)
        .show_and_act("/shop/reorder", reorder::page, reorder::set)
        .file("/shop/reorder/file", files::reorder)
        .file("/shop/recalls/{id}/file", files::recall)
        .show("/shop/lots", lots::page)
        .act("/shop/lots/{id}/count", actions::count, lots::page)
        .act("/shop/lots/{id}/transfer", actions::transfer, lots::page)
        .act("/shop/lots/{id}/write-off", actions::write_off, lots::page)
        .act("/shop/lots/{id}/inspect", actions::inspect, lots::page)
        .act("/shop/lots/{id}/return", actions::give_back, lots::page)
}
