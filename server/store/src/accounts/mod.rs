//! Accounts: profiles, roles, sessions, registration and sign-in.

pub mod closing;
pub mod factor;
pub mod filters;
pub(crate) mod hits;
pub mod identity;
pub mod languages;
pub mod membership;
pub mod phone_search;
pub(crate) mod phones;
pub mod profile;
pub mod registration;
pub mod roles;
pub mod session_lifecycle;
pub mod session_list;
pub mod session_proof;
pub mod sessions;
pub mod sign_in;
pub mod staff;
pub mod tokens;
pub mod undo;
pub mod work_place;
