//! Who answers for an area: its people, the deputies of those on leave, and the way up for what is late.
//!
//! `views::of_path` lists the people of an area, nearest first, then of the areas around it. `chain::next_above` is
//! the one way up: what climbs asks it for the next accounts.

pub(crate) mod chain;
pub mod leaves;
pub mod posts;
pub mod views;
pub(crate) mod waiting;
