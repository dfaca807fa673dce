//! Reports for staff and the public: the shortage board and the monthly notice.

pub mod board;
pub mod monthly;
