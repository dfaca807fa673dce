//! The tree of areas with its shop locations, organisations and policies.

pub mod locations;
pub mod organisations;
pub mod policies;
pub mod tree;
