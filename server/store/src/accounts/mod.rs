//! Accounts of people: profile, roles, sessions, registration and the ways to sign in.

pub mod languages;
pub mod profile;
pub mod registration;
pub mod roles;
pub mod sessions;
pub mod sign_in;
pub mod staff;
