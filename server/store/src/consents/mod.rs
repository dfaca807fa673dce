//! Consents: record, refuse, withdraw, and hide what depended on them.

pub mod missing;
pub mod record;
pub mod refusals;
pub mod views;
pub(crate) mod withdraw;
