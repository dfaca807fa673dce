//! Services of departments and organisations, and referrals of families to them.

pub mod catalogue;
pub mod open_data;
pub mod referrals;
