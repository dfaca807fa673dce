//! Points of households: ledger postings, policies, the monthly grant, statements.

pub mod adjustments;
pub mod jobs;
pub mod ledger;
pub mod policy;
pub mod views;
