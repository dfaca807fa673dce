//! Sign-in without a password: cards, PINs and one-time codes.

pub mod card_sign_in;
pub mod card_views;
pub mod cards;
pub mod codes;
pub mod pins;
