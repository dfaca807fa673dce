//! Pictures that people send: decoded, re-encoded and read for codes. All of it goes through one bounded worker,
//! because decoding costs up to a second and hundreds of megabytes. Callers check permission first.
//! Pictures of link previews, drawn by a worker of their own; posters, as pictures and to print.
#![warn(missing_docs)]

pub mod codes;
mod jpeg;
pub mod lettering;
mod pdf;
pub mod pictures;
pub mod posters;
pub mod previews;
mod worker;

/// Why a picture was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Not a JPEG, PNG or WebP that decodes to its end, or too many pixels.
    #[error("not a picture")]
    NotAPicture,
    /// An HEIC file, as some phones send; no decoder for it is linked.
    #[error("an HEIC picture")]
    Heic,
    /// Too many pictures wait already; the caller retries later.
    #[error("too many pictures at once")]
    Busy,
}
