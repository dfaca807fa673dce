//! Kits: items assembled from others.

pub mod assembly;
pub mod views;
