//! Records and valid input for the calls, by capability.

pub mod access;
pub mod cases;
pub mod casework;
pub mod community;
pub mod consents;
pub mod disputes;
pub mod entitlements;
pub mod files;
pub mod gifts;
pub mod household;
pub mod lending;
pub mod messages;
pub mod moving;
pub mod orders;
pub mod own;
pub mod pairings;
pub mod recalls;
pub mod rounds;
pub mod school_places;
pub mod site;
pub mod takes;
pub mod visits;
pub mod wishes;
