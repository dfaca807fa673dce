//! Files for their asker alone: pictures of papers, recordings.

use axum::{
    http::{HeaderValue, header},
    response::IntoResponse,
};

/// What is answered with a file that is somebody's own: nobody keeps a copy, and no browser opens it as a page.
pub(super) fn private(media_type: &'static str, bytes: Vec<u8>) -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    (headers, bytes)
}
