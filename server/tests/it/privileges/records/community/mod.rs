//! Records and requests of what organisations and neighbours do together.

pub mod courses;
pub mod markets;
