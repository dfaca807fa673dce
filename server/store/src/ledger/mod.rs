//! Double-entry ledger of goods and points: postings, lots, and read models of journals and entries.

pub mod entries;
pub(crate) mod hand_overs;
pub mod journals;
pub mod lots;
pub mod post;
pub mod table;
pub mod views;
