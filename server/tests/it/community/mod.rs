//! What organisations and neighbours do together.

mod courses;
mod desk;
mod drives;
mod jobs;
mod programmes;
mod shifts;
