//! The invented city: areas, staff, families and what their files hold.

pub mod cards;
pub mod consents;
pub mod crowd;
pub mod doors;
pub mod families;
pub mod newcomers;
pub mod openings;
pub mod particulars;
pub mod places;
pub mod settle;
