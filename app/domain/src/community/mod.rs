//! What organisations and neighbours do together for an area and its families.

pub mod organisations;
pub mod partnerships;
