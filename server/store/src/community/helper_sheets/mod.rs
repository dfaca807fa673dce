//! Yearly sheets of helpers: each account makes its own, opt-in, and withdraws it. Public is number with code only.

pub mod lifecycle;
pub mod views;
