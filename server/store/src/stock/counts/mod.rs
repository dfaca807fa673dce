//! Stock-takes.

pub(crate) mod approval;
pub mod lifecycle;
pub mod views;
