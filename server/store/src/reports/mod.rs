//! Reports over many records: the board of needs, the monthly notice, exports.

pub mod board;
pub mod exports;
pub mod monthly;
pub mod visit_exports;
