//! Incoming goods: receipts, and offers that donors make first.

pub(crate) mod offer_views;
pub mod offers;
pub mod receipt_views;
pub mod receipts;
