//! Records and requests of what organisations and neighbours do together.

pub mod courses;
pub mod drives;
pub mod groups;
pub mod jobs;
pub mod shifts;
