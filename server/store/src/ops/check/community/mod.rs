//! `wishbridge check` of what organisations and neighbours do together.

pub(crate) mod appointments;
pub(crate) mod groups;
pub(crate) mod jobs;
pub(crate) mod markets;
pub(crate) mod programmes;
pub(crate) mod shifts;
pub(crate) mod taking_part;
