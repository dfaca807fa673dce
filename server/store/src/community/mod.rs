//! What organisations and neighbours do together, one module per capability.

pub mod courses;
pub mod drives;
pub mod groups;
pub mod jobs;
pub mod shifts;
