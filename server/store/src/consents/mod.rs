//! Consents: recorded, refused, withdrawn, and what hangs on them.

pub mod record;
pub mod refusals;
pub mod views;
pub(crate) mod withdraw;
