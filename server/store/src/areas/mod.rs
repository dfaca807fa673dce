//! The tree of areas, with shop locations, organisations and policies.

pub mod answerers;
pub mod locations;
pub mod opening;
pub mod organisations;
pub mod policies;
pub mod reorganisation;
pub(crate) mod staff;
pub mod tree;
