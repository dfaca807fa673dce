//! Connections, transactions, statement macros and helpers shared by every list.

pub(crate) mod area_filter;
pub mod backup;
pub mod chain;
pub(crate) mod clock;
pub mod command;
pub(crate) mod connection;
pub mod folding;
pub(crate) mod idempotency;
pub(crate) mod job_sweep;
pub(crate) mod locks;
pub(crate) mod pagination;
pub mod pickup_codes;
pub(crate) mod rate_limit;
pub mod sealed_columns;
pub(crate) mod security_log;
pub(crate) mod sql;
pub(crate) mod sqlite_writer;
pub(crate) mod turns;
pub mod uploads;
pub(crate) mod write;
