//! Disputes about goods that were handed over, and reversals of wrong hand-overs.
//! The coordinators of the family's area decide, never the account that handed over.

pub(crate) mod closing;
pub(crate) mod escalation;
pub(crate) mod goods;
pub mod media;
pub mod report;
pub mod reversal_views;
pub mod reversals;
pub mod settlement;
pub mod views;
