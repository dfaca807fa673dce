//! What the installation says of itself: public pages, the contact, numbers, and what donors agreed to.

pub mod agreements;
pub mod contact;
pub mod numbers;
pub mod pages;
