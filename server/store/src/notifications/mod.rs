//! Notices to accounts: reading them and marking them as read.

pub mod notices;
