//! Records and requests of what organisations and neighbours do together.

pub mod drives;
pub mod jobs;
