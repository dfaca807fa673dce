//! What organisations and neighbours do together.

pub mod appointments;
mod courses;
mod drives;
mod jobs;
mod markets;
mod organisations;
mod pledges;
mod programmes;
mod shifts;
