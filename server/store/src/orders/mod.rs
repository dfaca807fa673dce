//! Orders of the free shop, and walk-ins.

pub mod basket;
pub(crate) mod jobs;
pub mod lifecycle;
pub(crate) mod limits;
pub mod place;
pub mod views;
pub mod walk_in;
