//! Claims for caseworkers.

pub mod actions;
pub(crate) mod claim;
pub(crate) mod list;
pub(crate) mod table;

use crate::web::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/desk/claims", list::page)
        .show("/desk/claims/table", table::page)
        .file("/desk/claims/table/file", table::file)
        .show("/desk/claims/{id}", list::record)
        .act("/desk/claims/{id}/hand-over", actions::hand_over, list::record)
        .act("/desk/claims/{id}/decide", actions::decide, list::record)
        .act("/desk/claims/{id}/revoke", actions::revoke, list::record)
}
