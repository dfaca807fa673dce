//! An answer that is kept: its bytes in each coding, the headers that go with them, and when it was computed.

use std::{
    sync::{Arc, atomic::AtomicU32},
    time::Instant,
};

use app::web::trace_id;
use axum::{
    body::{Body, Bytes, HttpBody, to_bytes},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::Timestamp;
use ring::digest::{SHA256, digest};
use tokio::sync::OnceCell;

use super::{encoding::Encoding, request::SharedRequest};
use crate::metrics::requests::Counted;

/// Longest body that is kept.
const LONGEST: usize = 1 << 20;
/// Bytes that are counted beside the body and its forms: the headers of all of them.
const HEADERS: usize = 8 << 10;
/// What answers of the API depend on; pages say it themselves.
const VARY: HeaderValue = HeaderValue::from_static("cookie, authorization, accept-language");

/// When an answer was computed, all of it read before the computing began.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    /// `Store::commits`.
    pub number: u64,
    /// The store's clock.
    pub second: Timestamp,
    pub begun: Instant,
}

/// An answer that is given to all who ask for it.
#[derive(Debug)]
pub(super) struct KeptAnswer {
    pub moment: Moment,
    /// Times that it was given again.
    pub reads: AtomicU32,
    /// Counts of its route.
    pub counted: Counted,
    headers: HeaderMap,
    body: Bytes,
    /// Hash of the body: the same on all servers, so that browsers keep it whichever they ask.
    tag: String,
    /// In the order of [`Encoding::ALL`], each made when it is first asked for.
    variants: [OnceCell<Variant>; Encoding::ALL.len()],
}

/// An answer in one coding.
#[derive(Debug)]
struct Variant {
    headers: HeaderMap,
    /// Headers of the answer to a caller who has the body already.
    unchanged: HeaderMap,
    etag: HeaderValue,
    body: Bytes,
}

/// What was computed: an answer for all, with the number of its request, or one for its caller alone.
pub(super) enum NewAnswer {
    Page(Arc<KeptAnswer>, Option<HeaderValue>),
    Other(Response),
}

impl KeptAnswer {
    /// Reads an answer that was computed for all.
    pub(super) async fn of(response: Response, moment: Moment, counted: impl FnOnce() -> Counted) -> NewAnswer {
        if !is_for_all(&response) {
            return NewAnswer::Other(response);
        }
        let (mut parts, body) = response.into_parts();
        let Ok(body) = to_bytes(body, LONGEST).await else {
            return NewAnswer::Other(StatusCode::SERVICE_UNAVAILABLE.into_response());
        };
        let id = parts.headers.remove(trace_id::HEADER);
        if !says_cookie(&parts.headers) {
            parts.headers.append(header::VARY, VARY);
        }
        let tag = digest(&SHA256, &body).as_ref().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        let kept = KeptAnswer {
            moment,
            reads: AtomicU32::new(0),
            counted: counted(),
            headers: parts.headers,
            body,
            tag,
            variants: Default::default(),
        };
        NewAnswer::Page(Arc::new(kept), id)
    }

    /// Bytes that it takes at most: both compressed forms of a text together are smaller than the text.
    pub(super) fn size(&self) -> usize {
        self.body.len() * 2 + HEADERS
    }

    /// The answer to a request: the body in its coding, or that the caller has it already.
    pub(super) async fn answer(&self, asked: &SharedRequest) -> Response {
        let variant = self.variant(asked.encoding).await;
        let is_known = asked.seen.as_ref().is_some_and(|seen| names(seen, &variant.etag));
        let (headers, body) = match (is_known, asked.is_head) {
            (true, _) => (&variant.unchanged, Body::empty()),
            (false, true) => (&variant.headers, Body::empty()),
            (false, false) => (&variant.headers, Body::from(variant.body.clone())),
        };
        let mut response = Response::new(body);
        if is_known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        response.headers_mut().clone_from(headers);
        response
    }

    /// One of its forms. The first to ask makes it, and all others wait for that.
    async fn variant(&self, encoding: Encoding) -> &Variant {
        let make = || async {
            let (headers, body) = encoding.encode(&self.headers, &self.body).await;
            Variant::new(headers, body, &format!("\"{}{}\"", self.tag, encoding.suffix()))
        };
        self.variants[encoding as usize].get_or_init(make).await
    }
}

impl Variant {
    fn new(mut headers: HeaderMap, body: Bytes, etag: &str) -> Variant {
        let etag = HeaderValue::try_from(etag).unwrap_or(HeaderValue::from_static("\"\""));
        headers.insert(header::ETAG, etag.clone());
        let mut unchanged = headers.clone();
        for of_body in [header::CONTENT_TYPE, header::CONTENT_LENGTH, header::CONTENT_ENCODING] {
            unchanged.remove(of_body);
        }
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
        Variant { headers, unchanged, etag, body }
    }
}

/// Whether an answer may be given to others: a whole one, without a cookie, which nothing forbids to be kept.
fn is_for_all(response: &Response) -> bool {
    let headers = response.headers();
    let caching = headers.get(header::CACHE_CONTROL).and_then(|value| value.to_str().ok()).unwrap_or("no-store");
    response.status() == StatusCode::OK
        && !caching.contains("no-store")
        && [header::SET_COOKIE, header::CONTENT_ENCODING].iter().all(|name| !headers.contains_key(name))
        && response.body().size_hint().exact().is_some_and(|size| size <= LONGEST as u64)
}

/// Whether the headers say that the answer depends on cookies.
fn says_cookie(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(header::VARY).iter();
    values.any(|value| value.to_str().is_ok_and(|names| names.to_ascii_lowercase().contains("cookie")))
}

/// Whether `If-None-Match` names an entity tag.
fn names(seen: &HeaderValue, etag: &HeaderValue) -> bool {
    let (Ok(seen), Ok(etag)) = (seen.to_str(), etag.to_str()) else { return false };
    seen.split(',').map(str::trim).any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}
