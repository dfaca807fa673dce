//! What organisations and neighbours do together.

mod drives;
mod jobs;
