//! Items of the shops, with their terms, barcodes and photos.

pub mod barcodes;
pub(crate) mod hits;
pub mod items;
pub mod photos;
pub(crate) mod views;
