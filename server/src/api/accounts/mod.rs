//! Accounts: sessions, second factors, sign-in cards, and what owners change of their own.

pub(crate) mod cards;
pub(crate) mod factor;
pub(crate) mod own;
pub(crate) mod session;
