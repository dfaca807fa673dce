//! Records for the routes of wishes beyond their claims.

pub mod standbys;
pub mod urgent;
