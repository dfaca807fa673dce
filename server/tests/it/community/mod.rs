//! What organisations and neighbours do together.

mod shifts;
