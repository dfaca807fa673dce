//! Kits: items assembled from other items.

pub mod assembly;
pub mod views;
