//! What organisations and neighbours do together for an area and its families.

pub(crate) mod appointments;
pub(crate) mod questions;
pub(crate) mod shifts;
