//! What organisations and neighbours do together.

mod courses;
mod drives;
mod groups;
mod jobs;
mod shifts;
