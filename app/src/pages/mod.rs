//! One folder per capability, one file per page. A page reads by calling the store, then hands over
//! its view; nothing is read while a view is made.

pub mod admin;
pub mod claims;
pub mod consents;
pub mod desk;
pub mod files;
pub mod home;
pub mod households;
pub mod notices;
pub mod offers;
pub mod people;
pub mod points;
pub mod receipts;
pub mod refusal;
pub mod sheets;
pub mod shop;
pub mod wishes;
