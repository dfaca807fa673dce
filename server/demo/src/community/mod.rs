//! What organisations and neighbours of the demo do together.

pub mod groups;
pub mod programmes;
