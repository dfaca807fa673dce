//! Lists of what organisations and neighbours do together, as files.

mod courses;
mod jobs;
mod loans;
mod programmes;
mod shifts;

pub use courses::course;
pub use jobs::{job_proposals, seekers, vacancies};
pub use loans::loans;
pub use programmes::programme;
pub use shifts::shifts;
