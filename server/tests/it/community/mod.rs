//! What organisations and neighbours do together.

mod desk;
mod shifts;
