//! Reports for staff and the public: the shortage board, the monthly notice, figures of a month, and public impact.

pub mod board;
pub mod figures;
pub mod impact;
pub mod monthly;
