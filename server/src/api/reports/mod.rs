//! What is computed over everything.

pub(crate) mod board;
pub(crate) mod exports;
