//! Pictures that come with a write, re-encoded before its transaction. The caller has checked permission.

use domain::Code;

use crate::{Error, Refusal, Result};

/// Longest edge of a stored picture, in pixels: enough for a card on a high-density phone.
const EDGE: u32 = 960;

/// Re-encodes the picture of the field `photo` as a JPEG of at most 960 pixels an edge.
///
/// # Errors
/// As [`renewed_as`].
pub(crate) async fn renewed(upload: Vec<u8>) -> Result<Vec<u8>> {
    renewed_as("photo", EDGE, upload).await
}

/// Re-encodes the picture of a field as a JPEG of at most `edge` pixels an edge.
///
/// # Errors
/// The field with [`Code::NotAPicture`] or [`Code::HeicPicture`]; unavailable while too many pictures wait.
pub(crate) async fn renewed_as(field: &'static str, edge: u32, upload: Vec<u8>) -> Result<Vec<u8>> {
    media::pictures::renew(upload, edge).await.map_err(|cause| refusal(field, cause))
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
