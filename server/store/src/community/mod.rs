//! What organisations and neighbours do together, one module per capability.

pub mod shifts;
