//! Accounts: sessions, tokens, second factors, sign-in cards, notices, what owners change of their own and
//! administrators of others'.

pub(crate) mod admin;
pub(crate) mod cards;
pub(crate) mod factor;
pub(crate) mod notices;
pub(crate) mod own;
pub(crate) mod passwords;
pub(crate) mod session;
pub(crate) mod tokens;
pub(crate) mod undo;
