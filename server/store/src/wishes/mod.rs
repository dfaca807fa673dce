//! Wishes: life cycle, public fields, priority, media and lists.

pub mod changes;
pub mod drafts;
pub(crate) mod drop_off;
pub mod endings;
pub(crate) mod feed;
pub(crate) mod hits;
pub mod lifecycle;
pub mod media;
pub mod needs;
pub(crate) mod one_person;
pub mod priority;
pub mod public_fields;
pub(crate) mod reopening;
pub mod reversion;
mod review_clock;
pub mod saved;
pub mod search_terms;
pub mod table;
pub mod things;
pub(crate) mod unserved;
pub(crate) mod views;
