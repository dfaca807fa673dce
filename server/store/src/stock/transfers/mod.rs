//! Transfers of goods between two locations.

pub mod lifecycle;
pub mod reminders;
pub mod views;
