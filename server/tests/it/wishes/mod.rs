//! Wishes and claims through the router, from posting to thanks and disputes.

mod applications;
mod deliveries;
mod disputes;
mod donor_way;
mod fairness;
mod free_titles;
mod main_path;
mod needs;
mod races;
mod standby;
mod tables;
mod urgent;
pub mod voice;
