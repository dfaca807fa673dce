//! Orders of the free shop: for families, and at the counter.

pub mod actions;
pub mod counter;
pub mod family;

use crate::web::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new().merge(counter::routes()).merge(family::routes())
}
