//! What organisations and neighbours do together, one module per capability.

pub mod organisations;
pub mod partnerships;
