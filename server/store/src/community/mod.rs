//! What organisations and neighbours do together, one module per capability.

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
