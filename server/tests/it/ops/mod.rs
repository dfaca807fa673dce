//! The server as its operator sees it: commands, jobs, settings, start and stop.

mod asvs;
mod buckets;
pub mod cli;
mod clocks;
#[cfg(feature = "demo")]
mod demo;
mod doctor;
mod events;
mod health;
mod kill9;
#[cfg(target_os = "linux")]
mod memory;
mod messages;
mod metrics;
mod settings;
mod stop;
mod upgrades;
