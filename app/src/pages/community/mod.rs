//! What organisations and neighbours do together, one folder per capability.

pub mod courses;
pub mod drives;
pub mod groups;
pub mod jobs;
pub mod shifts;

use crate::web::routes::Routes;

/// Registers the pages and actions of every capability below.
pub fn routes() -> Routes {
    Routes::new().merge(courses::routes()).merge(drives::routes()).merge(groups::routes()).merge(jobs::routes()).merge(shifts::routes())
}
