//! Layers around every handler: tracing without personal data, security headers, time limit, panics.

use std::{
    panic::AssertUnwindSafe,
    time::{Duration, Instant},
};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::Error;
use futures::FutureExt;
use tracing::Instrument;

use super::problem::Problem;

/// Time limit of a request.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// Logs method, route, status and duration.
/// The route's template, because paths and queries can name people.
pub async fn trace(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str);
    let span = tracing::info_span!("request", method = %request.method(), route);
    let begun = Instant::now();
    let response = next.run(request).instrument(span.clone()).await;
    let (status, ms) = (response.status().as_u16(), begun.elapsed().as_millis());
    span.in_scope(|| match status {
        500.. => tracing::warn!(status, ms, "answered"),
        _ => tracing::debug!(status, ms, "answered"),
    });
    response
}

/// Adds security headers that the response does not set itself.
pub async fn harden(State(state): State<crate::state::State>, request: Request, next: Next) -> Response {
    const ALWAYS: [(HeaderName, &str); 6] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(self), microphone=(self), geolocation=()"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let secure = state.app.cookies.secure.then_some((header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"));
    let policy = (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
    let caching = (header::CACHE_CONTROL, "no-store");
    for (name, value) in ALWAYS.into_iter().chain(secure).chain([policy, caching]) {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Answers `unavailable` after [`TIME_LIMIT`].
pub async fn in_time(request: Request, next: Next) -> Response {
    tokio::time::timeout(TIME_LIMIT, next.run(request)).await.unwrap_or_else(|_| {
        tracing::error!("request timed out");
        Problem::from(Error::Unavailable).into_response()
    })
}

/// Turns a handler's panic into `unavailable`, so that the connection and other requests go on.
pub async fn unbroken(request: Request, next: Next) -> Response {
    AssertUnwindSafe(next.run(request)).catch_unwind().await.unwrap_or_else(|_| {
        tracing::error!("handler panicked");
        Problem::from(Error::Unavailable).into_response()
    })
}
