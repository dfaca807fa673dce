//! The only SQL of Wishbridge. One file per capability; each method checks permission in its first
//! line and owns its transaction. SQLite and PostgreSQL share every statement's text; see `sql.rs`.
#![warn(missing_docs)]

pub mod accounts;
pub mod areas;
mod attempts;
pub mod backup;
mod barcodes;
pub mod baskets;
pub mod board;
pub mod book_pages;
pub mod books;
pub mod bulk;
pub mod bulk_consents;
pub mod card_files;
pub mod card_sign_in;
pub mod cards;
pub mod check;
mod check_fairness;
mod check_files;
mod check_moving;
mod check_orders;
mod check_points;
mod check_receipts;
mod check_stock_takes;
mod claim_files;
pub mod claims;
pub mod clocks;
pub mod closing;
mod consent_ends;
pub mod consent_files;
pub mod consent_refusals;
pub mod consents;
pub mod corrections;
mod counter;
mod database;
pub mod desk;
pub mod erasure;
pub mod expiry;
pub mod exports;
pub mod fairness;
mod feed;
mod file_states;
pub mod fill;
pub mod hardships;
pub mod home;
pub mod household_edit;
mod household_files;
pub mod household_imports;
pub mod household_list;
mod household_matches;
pub mod household_members;
pub mod household_notes;
mod household_search;
pub mod households;
pub mod imports;
pub mod imports_answered;
mod imports_plan;
mod item_files;
pub mod item_photos;
pub mod items;
pub mod journal_pages;
pub mod kit_files;
pub mod kits;
pub mod languages;
pub mod ledger;
mod left_out;
mod lists;
pub mod locations;
pub mod lots;
mod merge_pairs;
pub mod merges;
pub mod month_notice;
pub mod moves;
pub mod notices;
pub mod objections;
mod offer_files;
pub mod offers;
pub mod one_time_codes;
pub mod opening_patterns;
pub mod openings;
mod order_clocks;
pub mod order_ends;
pub mod order_files;
mod order_limits;
pub mod orders;
pub mod organisations;
pub mod papers;
pub mod passwords;
pub mod people;
pub mod photo_codes;
mod photo_waiting;
pub mod photos;
pub mod pins;
pub mod points;
pub mod points_clock;
pub mod points_desk;
pub mod points_files;
pub mod points_import;
pub mod points_policy;
pub mod points_sheet;
pub mod policies;
pub mod quarantine;
mod random;
pub mod receipt_files;
pub mod receipts;
mod received;
pub mod registration;
mod requests;
pub mod reveals;
pub mod roles;
mod scope;
pub mod sealing;
pub mod search;
pub mod sessions;
pub mod shelves;
pub mod shop;
pub mod shop_desk;
pub mod shown;
mod sql;
pub mod stock;
pub mod stock_page;
pub mod stock_take_files;
mod stock_take_settle;
pub mod stock_takes;
pub mod terms;
pub mod thanks;
pub mod thanks_desk;
pub mod timeline;
pub mod transfer_files;
pub mod transfers;
pub mod vault;
pub mod voice;
pub mod walk_in;
mod wish_files;
pub mod wishes;
mod write;
mod writer;

pub use database::{Clock, Store};
pub use sealing::Secret;
pub use sql::Conn;
pub use vault::Vault;
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
