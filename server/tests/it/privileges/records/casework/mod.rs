//! Records and valid input of casework.

pub mod aid;
pub mod conferences;
