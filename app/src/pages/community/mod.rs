//! What organisations and neighbours do together, one folder per capability.

pub mod organisations;
pub mod partnerships;

use crate::web::routes::Routes;

/// Registers the pages and actions of every capability below.
pub fn routes() -> Routes {
    Routes::new().merge(organisations::routes()).merge(partnerships::routes())
}
