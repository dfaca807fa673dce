//! Reports and exports.

pub(crate) mod board;
pub(crate) mod exports;
pub(crate) mod figures;
