//! Reports: the board, what is wanted, figures of a month, public impact, the monthly notice and exports.

pub(crate) mod board;
pub(crate) mod exports;
pub(crate) mod figures;
pub(crate) mod impact;
pub(crate) mod monthly;
pub(crate) mod wanted;

use crate::web::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .merge(figures::routes())
        .merge(monthly::routes())
        .show("/impact", impact::page)
        .show("/shop/board", board::page)
        .show("/shop/export", exports::page)
        .show("/wanted", wanted::page)
}
