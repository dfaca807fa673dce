//! A household file as a whole: closed, merged, moved to another area, erased.

pub mod close;
pub mod erase;
pub mod merge;
pub(crate) mod merge_preview;
pub mod relocate;
