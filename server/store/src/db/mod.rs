//! Connections, transactions, statement macros and helpers shared by every list.

pub(crate) mod area_filter;
pub mod backup;
pub(crate) mod connection;
pub(crate) mod idempotency;
pub(crate) mod pagination;
pub(crate) mod rate_limit;
pub(crate) mod sql;
pub(crate) mod sqlite_writer;
pub(crate) mod write;
