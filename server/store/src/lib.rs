//! The only SQL of Wishbridge. One file per capability; each method checks permission in its first
//! line and owns its transaction. SQLite and PostgreSQL share every statement's text; see `sql.rs`.
#![warn(missing_docs)]

pub mod accounts;
pub mod areas;
pub mod casework;
pub mod catalogue;
pub mod claims;
pub mod consents;
pub mod crypto;
pub mod db;
pub mod households;
pub mod imports;
pub mod ledger;
pub mod notifications;
pub mod ops;
pub mod orders;
pub mod points;
pub mod reports;
pub mod stock;
pub mod wishes;

pub use crate::{
    crypto::{sealed_columns::Secret, vault::Vault},
    db::{
        connection::{Clock, Store},
        sql::Conn,
        write::{By, Tx},
    },
};

/// Why a method failed: refused by a rule, or broken in a way that only the log is told.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A rule said no; safe to show.
    #[error(transparent)]
    Refused(#[from] domain::Error),
    /// The database failed; not for people.
    #[error("database")]
    Sql(#[from] sqlx::Error),
    /// Anything else that should not happen; not for people.
    #[error("{0}")]
    Broken(String),
}

/// Shorthand used throughout the store.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<domain::Code> for Error {
    fn from(code: domain::Code) -> Self {
        Error::Refused(domain::Error::Conflict(code))
    }
}

/// Leaving the store, a cause is logged once and becomes "unavailable".
impl From<Error> for domain::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refused) => refused,
            Error::Sql(cause) => {
                tracing::error!(%cause, "the database failed");
                domain::Error::Unavailable
            }
            Error::Broken(cause) => {
                tracing::error!(%cause, "the store is broken");
                domain::Error::Unavailable
            }
        }
    }
}
