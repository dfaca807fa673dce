//! Points for taking part: rules of areas, bookings for recorded facts, and help between neighbours.
//! A booking is written by the command that records its fact, under the lock of the household.

pub(crate) mod booking;
pub mod clocks;
pub mod help;
pub mod help_views;
pub mod notes;
pub mod rules;
pub mod views;
