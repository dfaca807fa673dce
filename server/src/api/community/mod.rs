//! What organisations and neighbours do together.

pub(crate) mod courses;
pub(crate) mod hours;
//! What organisations and neighbours do together for an area and its families.

pub mod jobs;
//! What organisations and neighbours do together for an area and its families.

pub(crate) mod shifts;
