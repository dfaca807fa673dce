//! Stock-takes: counting, approval and their views.

pub(crate) mod approval;
pub mod lifecycle;
pub mod views;
