//! What organisations and neighbours do together, one folder per capability.

pub mod drives;
pub mod jobs;

use crate::web::routes::Routes;

/// Registers the pages and actions of every capability below.
pub fn routes() -> Routes {
    Routes::new().merge(drives::routes()).merge(jobs::routes())
}
