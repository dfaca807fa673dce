//! Accounts through the router: signing in, sessions, registration, and what people do about their own account.

mod administration;
mod factor;
mod first_hour;
mod own_account;
mod registration;
mod security_log;
mod session;
pub mod sign_in;
mod tokens;
