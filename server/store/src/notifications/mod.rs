//! What people are told.

pub mod notices;
