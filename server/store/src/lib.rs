//! The only SQL of Wishbridge: one file per capability, one transaction per public method.
//! A method checks permission first, then takes locks, then writes. SQLite and PostgreSQL run the same text of every
//! statement; see `db/sql.rs`.
#![warn(missing_docs)]

pub mod accounts;
pub mod areas;
pub mod audit;
pub mod casework;
pub mod catalogue;
pub mod claims;
pub mod community;
pub mod consents;
pub mod crypto;
pub mod db;
pub mod disputes;
mod events;
pub mod households;
pub mod imports;
pub mod ledger;
pub mod lending;
pub mod messages;
pub mod notifications;
pub mod ops;
pub mod orders;
pub mod points;
pub mod reports;
pub mod search;
pub mod services;
pub mod site;
pub mod stock;
pub mod wishes;

/// The domain's error, which is a refusal here: failures of the store are [`Error`].
pub(crate) use domain::Error as Refusal;

pub use crate::{
    crypto::{secret::Secret, vault::Vault},
    db::{
        clock::Clock,
        command::Command,
        connection::{Store, opening::Opening, servers::Addresses},
        sql::{Conn, Statements, count_statements},
        turns::Origin,
        write::{By, Tx, device::with_device},
    },
};

/// Separates refusals, which callers may show, from failures, which only the log may show.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A rule refused the request; safe to show.
    #[error(transparent)]
    Refused(#[from] domain::Error),
    /// The database failed; not safe to show.
    #[error("the database failed: {0}")]
    Sql(#[from] sqlx::Error),
    /// There is no database where an existing one was to be opened.
    #[error("{0}")]
    Missing(String),
    /// An invariant, a key file or an external program failed; not safe to show.
    #[error("{0}")]
    Broken(String),
}

/// Result with the store's [`Error`] by default.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<domain::Code> for Error {
    fn from(code: domain::Code) -> Self {
        Error::Refused(domain::Error::Conflict(code))
    }
}

/// A failure takes its cause along, for the line that the edge logs; refusals pass unchanged.
impl From<Error> for domain::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refused) => refused,
            failed => domain::Error::failed(failed),
        }
    }
}
