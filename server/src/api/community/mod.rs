//! What organisations and neighbours do together.

pub(crate) mod courses;
pub(crate) mod documents;
pub(crate) mod drives;
pub(crate) mod groups;
pub(crate) mod hours;
pub(crate) mod jobs;
pub(crate) mod shifts;
