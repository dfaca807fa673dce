//! What organisations and neighbours do together.

mod courses;
mod jobs;
mod shifts;
