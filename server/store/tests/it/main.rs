//! Tests of the store, on SQLite and on PostgreSQL, in one binary: linking takes longer than most of them.

mod accounts;
mod areas;
mod casework;
mod catalogue;
mod claims;
mod consents;
mod db;
mod households;
mod imports;
mod ledger;
mod ops;
mod orders;
mod points;
mod reports;
mod stock;
mod support;
mod wishes;
