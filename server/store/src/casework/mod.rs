//! What caseworkers record about a household, one module per block of its file.

pub mod aid;
pub mod cases;
pub mod conferences;
pub mod corrections;
pub mod documents;
pub mod entitlements;
pub mod family_messages;
pub mod file;
pub mod findings;
pub mod hand_over;
pub mod hardships;
pub mod lent_roles;
pub mod members;
pub mod notes;
pub mod objections;
pub mod pairings;
pub(crate) mod received;
pub mod rounds;
pub mod school_places;
pub mod timeline;
pub mod urgent;
pub mod visits;
pub mod workload;
