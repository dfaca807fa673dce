//! Tests through the router, on SQLite and on PostgreSQL, in one binary: linking takes longer than running.

mod board;
mod cli;
mod clocks;
mod free_shop;
mod gifts;
mod http;
mod idempotency;
mod items;
mod kill9;
mod layers;
mod ledger;
mod main_path;
mod moving;
mod openapi;
mod pages;
mod points;
mod privacy;
mod privileges;
mod races;
mod refusals;
mod session;
mod sheets;
mod shop;
mod stock_takes;
mod support;
