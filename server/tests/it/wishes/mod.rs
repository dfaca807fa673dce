//! Wishes and claims through the router, from posting to thanks and disputes.

mod deliveries;
mod disputes;
mod donor_way;
mod fairness;
mod main_path;
mod races;
mod standby;
mod voice;
