//! Services of departments and organisations, and referrals of families to them.

pub mod catalogue;
pub mod referrals;
