//! Responses with private files: photos of documents, recordings.

use axum::{
    http::{HeaderValue, header},
    response::IntoResponse,
};

/// Wraps a private file: no cache stores it, and no browser renders it as a page.
pub(super) fn private(media_type: &'static str, bytes: Vec<u8>) -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    (headers, bytes)
}
