//! Lists of what organisations and neighbours do together, as files.

mod courses;
mod groups;
mod jobs;
mod loans;
mod shifts;

pub use courses::course;
pub use groups::group;
pub use jobs::{job_proposals, seekers, vacancies};
pub use loans::loans;
pub use shifts::shifts;
