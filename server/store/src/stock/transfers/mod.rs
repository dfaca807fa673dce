//! Transfers of goods between two locations.

pub mod cross_docking;
pub(crate) mod hits;
pub mod lifecycle;
pub mod reminders;
pub mod table;
pub mod views;
