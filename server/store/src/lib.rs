//! The only SQL of Wishbridge. One file per capability; each method checks permission in its first
//! line and owns its transaction. SQLite and PostgreSQL share every statement's text; see `sql.rs`.
#![warn(missing_docs)]

pub mod accounts;
pub mod areas;
mod attempts;
pub mod backup;
pub mod book_pages;
pub mod books;
pub mod bulk;
pub mod check;
mod claim_files;
pub mod claims;
pub mod clocks;
mod counter;
mod database;
pub mod desk;
mod feed;
pub mod fill;
pub mod home;
mod household_files;
pub mod households;
pub mod items;
pub mod ledger;
mod lists;
pub mod locations;
pub mod notices;
pub mod organisations;
pub mod passwords;
pub mod people;
pub mod photos;
pub mod policies;
mod random;
pub mod registration;
mod requests;
pub mod roles;
mod scope;
pub mod search;
pub mod sessions;
pub mod shelves;
pub mod shop;
pub mod shop_desk;
mod sql;
pub mod stock;
pub mod terms;
pub mod thanks;
mod wish_files;
pub mod wishes;
mod write;
mod writer;

pub use database::{Clock, Store};
pub use sql::Conn;
pub use write::{By, Tx};

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
