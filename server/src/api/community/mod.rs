//! What organisations and neighbours do together.

pub(crate) mod courses;
pub(crate) mod hours;
pub(crate) mod markets;
