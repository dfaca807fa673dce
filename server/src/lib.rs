//! The Wishbridge server: configuration, HTTP, JSON API and scheduled jobs.
//! `main.rs` only parses the command line, so that tests call the same [`http::router`] that `serve` does.
#![warn(missing_docs)]

pub mod api;
pub mod backups;
pub mod config;
pub mod delivery;
pub mod doctor;
pub mod http;
pub mod jobs;
pub mod live;
pub mod logs;
pub mod messages;
pub mod metrics;
pub mod progress;
pub mod serve;
pub mod sms;
pub mod state;

pub use state::State;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
