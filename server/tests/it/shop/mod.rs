//! The shop through the router: stock, orders, points and what donors bring.

mod board;
mod counter;
mod figures;
mod free_shop;
mod gifts;
mod items;
mod ledger;
mod lending;
mod messy;
mod movements;
mod points;
pub mod sheets;
mod shelf;
mod stock_takes;
mod totals;
mod unsent;
