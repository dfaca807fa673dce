//! What organisations and neighbours do together.

pub mod appointments;
mod shifts;
