//! What caseworkers record of a household, block by block.

pub mod corrections;
pub mod documents;
pub mod file;
pub mod hardships;
pub mod members;
pub mod notes;
pub mod objections;
pub(crate) mod received;
pub mod timeline;
