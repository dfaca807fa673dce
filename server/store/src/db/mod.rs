//! Connections, transactions, statement macros and helpers shared by every list.

pub(crate) mod area_filter;
pub mod backup;
pub(crate) mod connection;
pub mod folding;
pub(crate) mod idempotency;
pub(crate) mod job_sweep;
pub(crate) mod locks;
pub(crate) mod pagination;
pub(crate) mod rate_limit;
pub mod sealed_columns;
pub(crate) mod sql;
pub(crate) mod sqlite_writer;
pub mod uploads;
pub(crate) mod write;
