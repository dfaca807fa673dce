//! Photos and voice notes that come with a wish.

pub mod pending;
pub mod photos;
pub mod voice;
