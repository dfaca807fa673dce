//! What is computed over everything: the board, the monthly notice, exports.

pub mod board;
pub mod exports;
pub mod monthly;
