//! x

pub(crate) mod cards;
pub(crate) mod session;
