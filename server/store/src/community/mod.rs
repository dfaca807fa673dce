//! What organisations and neighbours do together, one module per capability.

pub mod drives;
pub mod jobs;
