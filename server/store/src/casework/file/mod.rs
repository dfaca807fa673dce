//! Operations on a household file as a whole: close, merge, relocate, erase.

pub mod close;
pub(crate) mod community;
pub mod erase;
pub mod merge;
pub(crate) mod merge_preview;
pub mod relocate;
pub(crate) mod remains;
