//! Notices to accounts: reading them and marking them as read.

pub mod notices;
pub(crate) mod reader;
