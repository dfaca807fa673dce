//! Records and requests of what organisations and neighbours do together.

pub mod appointments;
pub mod shifts;
