//! The double-entry ledger: postings, lots, and what is read from journals and entries.

pub mod entries;
pub mod journals;
pub mod lots;
pub mod post;
pub mod views;
