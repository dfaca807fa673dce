//! Casework: parts of a household file, and the file as a whole.

pub(crate) mod aid;
pub(crate) mod answerers;
pub(crate) mod cases;
pub(crate) mod collections;
pub(crate) mod conferences;
pub(crate) mod documents;
pub(crate) mod entitlement_rules;
pub(crate) mod entitlements;
pub(crate) mod file;
pub(crate) mod findings;
pub(crate) mod members;
pub(crate) mod notes;
pub(crate) mod pairings;
pub(crate) mod relocate;
pub(crate) mod rounds;
pub(crate) mod school_places;
pub(crate) mod timeline;
pub(crate) mod urgent;
pub(crate) mod visits;
