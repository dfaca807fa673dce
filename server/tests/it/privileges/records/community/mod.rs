//! Records and requests of what organisations and neighbours do together.

pub mod appointments;
pub mod courses;
pub mod drives;
pub mod groups;
pub mod helper_sheets;
pub mod jobs;
pub mod markets;
pub mod partners;
pub mod pledges;
pub mod posters;
pub mod programmes;
pub mod shifts;
pub mod taking_part;
