//! Stock of the locations: movements, quarantine, expiry, receiving, transfers, kits and counts.

pub mod counts;
pub mod expiry;
pub mod kits;
pub mod lists;
pub mod minimums;
pub mod movements;
pub mod on_hand;
pub mod quarantine;
pub mod recalls;
pub mod receiving;
pub mod shelves;
pub mod transfers;
pub(crate) mod worklist;
