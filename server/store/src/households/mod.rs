//! Household files: create, lock, find, read, and reveal masked data with a reason.

mod caseworker;
pub mod create;
pub mod credentials;
pub mod edit;
mod hits;
pub(crate) mod likely;
pub mod list;
pub(crate) mod lock;
pub(crate) mod members;
mod new_role;
pub mod reveal;
pub mod reveal_audit;
pub mod reveal_log;
pub(crate) mod search;
pub mod table;
pub(crate) mod views;
