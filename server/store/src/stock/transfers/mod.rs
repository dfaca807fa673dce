//! Goods between two shop locations.

pub mod lifecycle;
pub mod views;
