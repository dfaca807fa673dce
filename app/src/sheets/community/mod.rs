//! Lists of what organisations and neighbours do together, as files.

mod appointments;
mod courses;
mod drives;
mod figures;
mod groups;
mod jobs;
mod loans;
mod organisations;
mod pairings;
mod pledges;
mod programmes;
mod recalls;
mod shifts;
mod staff;

pub use appointments::appointments;
pub use courses::course;
pub use drives::drive;
pub use figures::figures;
pub use groups::group;
pub use jobs::{job_proposals, seekers, vacancies};
pub use loans::loans;
pub use organisations::organisations;
pub use pairings::pairings;
pub use pledges::pledges;
pub use programmes::programme;
pub use recalls::{recall, reorder};
pub use shifts::shifts;
pub(in crate::sheets) use staff::STAFF;
pub use staff::{MOST_STAFF, staff_rows};
