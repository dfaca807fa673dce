//! Reports: the board, what is wanted, the monthly notice and exports.

pub(crate) mod board;
pub(crate) mod exports;
pub(crate) mod monthly;
pub(crate) mod wanted;

use crate::web::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .merge(monthly::routes())
        .show("/shop/board", board::page)
        .show("/shop/export", exports::page)
        .show("/wanted", wanted::page)
}
