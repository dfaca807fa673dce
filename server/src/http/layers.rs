//! Layers around every handler: loading ahead, security headers, time limit, panics.

use std::{panic::AssertUnwindSafe, time::Duration};

use app::web::ahead;
use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::Error;
use futures::FutureExt;

use super::{cache::Shared, problem::Problem};

/// Time limit of a request.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// Marks a 503 that is no trouble of the server: that of [`visits_only`], and of a listener beyond the limit.
#[derive(Clone)]
pub(super) struct NoTrouble;

/// Refuses to load a page ahead of a visit unless its route is on one of the lists of [`ahead`].
/// One place for all routes, because some reads write: a look-up is counted, and reading an opened file leaves a line. The
/// status makes browsers load the page anew when it is opened.
pub async fn visits_only(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    if ahead::may_be_answered(request.headers(), route) {
        return next.run(request).await;
    }
    let caching = [(header::CACHE_CONTROL, "private, no-store")];
    let mut response = (StatusCode::SERVICE_UNAVAILABLE, caching).into_response();
    response.extensions_mut().insert(NoTrouble);
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
    // Nothing in it is meant for this caller alone; still it is to be asked for each time, which costs a 304.
    let is_shared = request.extensions().get::<Shared>().is_some();
    let mut response = next.run(request).await;
    let is_shared = is_shared && response.status() == StatusCode::OK;
    let again = match response.status() {
        StatusCode::SERVICE_UNAVAILABLE => response.extensions().get::<NoTrouble>().is_none(),
        status => status == StatusCode::TOO_MANY_REQUESTS,
    };
    let headers = response.headers_mut();
    if again {
        headers.entry(header::RETRY_AFTER).or_insert(HeaderValue::from_static("60"));
    }
    let only_https = "max-age=31536000; includeSubDomains";
    let secure = state.app.cookies.secure.then_some((header::STRICT_TRANSPORT_SECURITY, only_https));
    let policy = (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
    let caching = (header::CACHE_CONTROL, if is_shared { "private, no-cache" } else { "no-store" });
    for (name, value) in ALWAYS.into_iter().chain(secure).chain([policy, caching]) {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Answers `unavailable` after [`TIME_LIMIT`], and as soon as the database is found to be away.
pub async fn in_time(State(state): State<crate::state::State>, request: Request, next: Next) -> Response {
    tokio::select! {
        answer = tokio::time::timeout(TIME_LIMIT, next.run(request)) => answer.unwrap_or_else(|_| {
            Problem::from(Error::failed("the request took too long")).into_response()
        }),
        () = state.app.store.database_gone() => Problem::from(Error::Unavailable).into_response(),
    }
}

/// Turns a panic into `unavailable`, so that the connection and other requests go on.
pub async fn unbroken(request: Request, next: Next) -> Response {
    let answer = AssertUnwindSafe(next.run(request)).catch_unwind().await;
    answer.unwrap_or_else(|_| Problem::from(Error::failed("a handler or a layer panicked")).into_response())
}
