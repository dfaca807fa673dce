//! What organisations and neighbours do together, one folder per capability.

pub mod appointments;
pub mod courses;
pub mod drives;
pub mod groups;
pub mod helper_sheets;
pub mod jobs;
pub mod markets;
pub mod organisations;
pub mod partnerships;
pub mod pledges;
pub mod posters;
pub mod programmes;
pub mod questions;
pub mod shifts;

use crate::web::routes::Routes;

/// Registers the pages and actions of every capability below.
pub fn routes() -> Routes {
    Routes::new()
        .merge(appointments::routes())
        .merge(courses::routes())
        .merge(drives::routes())
        .merge(groups::routes())
        .merge(helper_sheets::routes())
        .merge(jobs::routes())
        .merge(questions::routes())
        .merge(markets::routes())
        .merge(organisations::routes())
        .merge(partnerships::routes())
        .merge(pledges::routes())
        .merge(posters::routes())
        .merge(programmes::routes())
        .merge(shifts::routes())
}
