//! Orders of the free shop, including walk-ins at the counter.

pub mod basket;
pub(crate) mod counter;
pub(crate) mod hits;
pub(crate) mod jobs;
pub mod lifecycle;
pub(crate) mod limits;
pub mod place;
pub(crate) mod reversal;
pub mod table;
pub mod views;
pub mod walk_in;
