//! Pictures that come with a write, re-encoded before its transaction. The caller has checked permission.

use domain::Code;
use media::pictures::{self, Form};

use crate::{Error, Refusal, Result};

/// A picture, decoded and encoded again: in all forms that pages show, or as a JPEG alone.
#[derive(Clone, Debug)]
pub struct Picture(Vec<u8>);

impl Picture {
    /// A picture as it is stored.
    pub(crate) fn from_stored(bytes: Vec<u8>) -> Self {
        Picture(bytes)
    }

    /// What is stored.
    pub(crate) fn stored(&self) -> &[u8] {
        &self.0
    }

    /// As [`Picture::stored`].
    pub(crate) fn into_stored(self) -> Vec<u8> {
        self.0
    }

    /// One of its forms; the JPEG of a picture that has no other.
    #[must_use]
    pub fn in_form(&self, form: Form) -> &[u8] {
        pictures::in_form(&self.0, form)
    }

    /// The largest JPEG.
    #[must_use]
    pub fn jpeg(&self) -> &[u8] {
        self.in_form(Form::JPEG)
    }
}

/// Re-encodes the picture of the field `photo` in all forms that pages show.
///
/// # Errors
/// As [`renewed_as`].
pub(crate) async fn renewed(upload: Vec<u8>) -> Result<Picture> {
    pictures::renew_for_pages(upload).await.map(Picture).map_err(|cause| refusal("photo", cause))
}

/// Re-encodes the picture of a field as a JPEG of at most `edge` pixels an edge, for a few to look at closely.
///
/// # Errors
/// The field with [`Code::NotAPicture`] or [`Code::HeicPicture`]; unavailable while too many pictures wait.
pub(crate) async fn renewed_as(field: &'static str, edge: u32, upload: Vec<u8>) -> Result<Vec<u8>> {
    pictures::renew(upload, edge).await.map_err(|cause| refusal(field, cause))
}

/// Reads the code in a photo; `None` when none is found. Nothing is stored.
///
/// # Errors
/// As `renewed_as`, for the field `photo`.
pub async fn code_in(upload: Vec<u8>) -> Result<Option<String>> {
    media::codes::code_in(upload).await.map_err(|cause| refusal("photo", cause))
}

fn refusal(field: &'static str, cause: media::Error) -> Error {
    match cause {
        media::Error::NotAPicture => Refusal::field(field, Code::NotAPicture),
        media::Error::Heic => Refusal::field(field, Code::HeicPicture),
        media::Error::Busy => Refusal::Unavailable,
    }
    .into()
}
