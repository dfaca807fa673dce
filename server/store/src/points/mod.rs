//! Points of households: ledger postings, policies, monthly grants, lapsing and statements.

pub mod adjustments;
pub(crate) mod doubled_grants;
pub mod jobs;
pub mod ledger;
pub mod policy;
pub mod taking_part;
pub mod views;
