//! What organisations and neighbours do together, one module per capability.

pub mod appointments;
pub mod questions;
pub mod shifts;
