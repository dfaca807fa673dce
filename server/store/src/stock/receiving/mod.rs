//! Incoming goods: receipts, and offers that donors make first.

pub mod offer_clocks;
pub(crate) mod offer_views;
pub mod offers;
pub(crate) mod receipt_hits;
pub mod receipt_views;
pub mod receipts;
pub mod table;
