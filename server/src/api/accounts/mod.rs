//! Accounts: sessions and sign-in cards.

pub(crate) mod cards;
pub(crate) mod session;
