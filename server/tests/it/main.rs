//! Tests through the router, on SQLite and PostgreSQL. One binary: linking takes longer than running.

mod accounts;
mod casework;
mod community;
mod fuzz;
mod http;
mod live;
mod ops;
mod privileges;
mod shop;
mod support;
mod wishes;
