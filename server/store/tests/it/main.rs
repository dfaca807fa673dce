//! Tests of the store on SQLite and PostgreSQL, in one binary because linking takes longer than most tests.

mod accounts;
mod areas;
mod audit;
mod casework;
mod catalogue;
mod claims;
mod community;
mod consents;
mod db;
mod disputes;
mod events;
mod households;
mod imports;
mod layers;
mod ledger;
mod messages;
mod opening;
mod ops;
mod orders;
mod points;
mod reports;
mod services;
mod site;
mod stock;
mod support;
mod wishes;
