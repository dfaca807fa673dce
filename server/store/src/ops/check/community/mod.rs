//! `wishbridge check` of what organisations and neighbours do together.

mod jobs;
//! `wishbridge check` of what organisations and neighbours do together.

pub(crate) mod shifts;
