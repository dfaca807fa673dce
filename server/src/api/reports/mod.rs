//! Reports and exports.

pub(crate) mod board;
pub(crate) mod exports;
