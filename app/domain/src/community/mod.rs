//! What organisations and neighbours do together for an area and its families.

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
pub mod shifts;
