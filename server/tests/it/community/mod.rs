//! What organisations and neighbours do together.

mod courses;
mod desk;
mod drives;
mod jobs;
mod organisations;
mod pledges;
mod programmes;
mod shifts;
