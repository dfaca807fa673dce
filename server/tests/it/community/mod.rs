//! What organisations and neighbours do together.
