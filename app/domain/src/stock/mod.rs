//! Goods in the shops: receipts, offers, transfers, kits and counts.

pub mod counts;
pub mod kits;
pub mod lists;
pub mod minimums;
pub mod offers;
pub mod recalls;
pub mod receipts;
pub mod transfers;
