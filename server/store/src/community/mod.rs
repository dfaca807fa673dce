//! What organisations and neighbours do together, one module per capability.

pub mod courses;
pub mod markets;
