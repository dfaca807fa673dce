//! What caseworkers record of families, and how it is followed.

pub mod aid;
pub mod cases;
pub mod conferences;
pub mod pairings;
