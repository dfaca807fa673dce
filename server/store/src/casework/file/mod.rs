//! Operations on a household file as a whole: close, merge, relocate, erase.

pub mod close;
pub mod erase;
pub mod merge;
pub(crate) mod merge_preview;
pub(crate) mod participation;
pub mod relocate;
pub(crate) mod remains;
