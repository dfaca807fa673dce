//! Accounts: profiles, roles, sessions, registration and sign-in.

pub mod languages;
pub mod profile;
pub mod registration;
pub mod roles;
pub mod sessions;
pub mod sign_in;
pub mod staff;
