//! What is computed for staff and the public: the board and the monthly notice.

pub mod board;
pub mod monthly;
