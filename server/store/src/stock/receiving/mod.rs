//! Goods that come in: receipts, and offers that donors ask about first.

pub(crate) mod offer_views;
pub mod offers;
pub mod receipt_views;
pub mod receipts;
