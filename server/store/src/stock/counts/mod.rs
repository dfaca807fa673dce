//! Stock-takes: counting, approval and their views.

pub mod approval;
pub mod lifecycle;
pub mod recount;
pub mod reminders;
pub mod views;
