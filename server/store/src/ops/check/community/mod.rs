//! `wishbridge check` of what organisations and neighbours do together.

mod jobs;
