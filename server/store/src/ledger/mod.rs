//! Double-entry ledger of goods and points: postings, lots, and read models of journals and entries.

pub mod entries;
pub mod journals;
pub mod lots;
pub mod post;
pub mod views;
