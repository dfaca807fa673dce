//! What a wish is, how far it has come, and what is in its way.

pub mod card;
pub(crate) mod duplicates;
pub mod stages;
pub mod thing;
