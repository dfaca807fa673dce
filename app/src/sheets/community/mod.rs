//! Lists of what organisations and neighbours do together, as files.

mod courses;
mod jobs;
mod loans;
mod organisations;
mod pledges;
mod shifts;

pub use courses::course;
pub use jobs::{job_proposals, seekers, vacancies};
pub use loans::loans;
pub use organisations::organisations;
pub use pledges::pledges;
pub use shifts::shifts;
