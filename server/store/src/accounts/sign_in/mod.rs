//! Sign-in without a password: cards, PINs, one-time codes, and the codes with which a password is set.

pub mod card_sign_in;
pub mod card_views;
pub mod cards;
pub mod codes;
pub mod forgotten;
pub(crate) mod phone_codes;
pub mod pins;
pub mod setup_codes;
pub mod throttle;
pub mod waiting_forms;
