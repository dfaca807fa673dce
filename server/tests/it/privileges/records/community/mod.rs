//! Records and requests of what organisations and neighbours do together.

pub mod appointments;
pub mod courses;
pub mod drives;
pub mod jobs;
pub mod markets;
pub mod partners;
pub mod pledges;
pub mod programmes;
pub mod shifts;
