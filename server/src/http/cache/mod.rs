//! Answers to callers without an account, kept for less than a second: pages and JSON that are the same for all.
//! The outermost layer, so that an answer that is kept costs a look-up and no routing. What it may not share it passes
//! on. No answer outlives a commit that this server knows of, nor 0.8 s; docs/decisions.md says why that suffices.

mod answer;
mod encoding;
mod request;
mod shelf;
#[cfg(test)]
mod tests;

use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use app::web::{state::AppState, trace_id};
use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{Method, header, request::Parts},
    response::Response,
};
use tower::{ServiceExt, service_fn};

use self::{
    answer::{KeptAnswer, Moment, NewAnswer},
    request::SharedRequest,
    shelf::{Shelf, ShelfEntry},
};
use crate::metrics::requests::Requests;

pub use self::request::ROUTES;

/// How old an answer may be, counted from before it was computed. Below the second in which every reader must see a
/// commit, also when another server made it and this one has not heard of it.
const LIFE: Duration = Duration::from_millis(800);
/// How old an answer may be in spite of a commit while this server is [`BUSY`].
const LATE: Duration = Duration::from_millis(300);
/// Time of computing within a [`WINDOW`] that makes a server busy. One that commits a thousand times a second would
/// else do nothing but compute what visitors read.
const BUSY: Duration = Duration::from_millis(100);
const WINDOW: Duration = Duration::from_millis(500);
/// How long an answer may take from the replica.
const REPLICA: Duration = Duration::from_secs(2);
/// Default room for answers in MiB.
pub const PAGE_CACHE_MB: u32 = 64;
/// Pause between two looks for answers that are too old.
const TIDY: Duration = Duration::from_secs(1);

/// Marks a request whose answer will be given to others as well: it names no account, and nothing may be told to it
/// that is meant for one caller.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shared;

/// Room for answers, and counts of what came of it; clones share both.
#[derive(Clone)]
pub struct PageCache(Arc<Inner>);

struct Inner {
    shelf: Shelf,
    /// [`LATE`], but for tests.
    late: Duration,
    pace: Pace,
    hits: AtomicU64,
    waits: AtomicU64,
    misses: AtomicU64,
    passes: AtomicU64,
}

/// What the cache has done since the process started, and what it holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PageCounts {
    /// Answers that were there.
    pub hits: u64,
    /// Requests that waited for an answer that another one computed.
    pub waits: u64,
    /// Answers that were computed.
    pub misses: u64,
    /// Requests of cached routes that were passed on, because their answers cannot be kept.
    pub passes: u64,
    /// Bytes that are held.
    pub bytes: usize,
}

impl Default for PageCache {
    fn default() -> Self {
        PageCache::new(0)
    }
}

impl PageCache {
    /// Makes room for so many MiB; 0 keeps nothing.
    #[must_use]
    pub fn new(mib: u32) -> Self {
        PageCache::with(LIFE, LATE, mib)
    }

    /// Keeps answers for so long, and until a commit however busy the server is; for tests, which a slow machine must
    /// not change.
    #[doc(hidden)]
    #[must_use]
    pub fn living(life: Duration, mib: u32) -> Self {
        PageCache::with(life, Duration::ZERO, mib)
    }

    fn with(life: Duration, late: Duration, mib: u32) -> Self {
        let room = usize::try_from(mib).unwrap_or(usize::MAX).saturating_mul(1 << 20);
        PageCache(Arc::new(Inner {
            shelf: Shelf::new(room, life),
            late,
            pace: Pace::default(),
            hits: AtomicU64::new(0),
            waits: AtomicU64::new(0),
            misses: AtomicU64::new(0),
            passes: AtomicU64::new(0),
        }))
    }

    fn is_on(&self) -> bool {
        self.0.shelf.room() > 0
    }

    /// Returns what was counted so far.
    #[must_use]
    pub fn counts(&self) -> PageCounts {
        let inner = &self.0;
        PageCounts {
            hits: inner.hits.load(Relaxed),
            waits: inner.waits.load(Relaxed),
            misses: inner.misses.load(Relaxed),
            passes: inner.passes.load(Relaxed),
            bytes: inner.shelf.bytes(),
        }
    }

    /// Drops answers that are too old, again and again, so that a quiet server holds none; never returns.
    pub async fn tidy(self) {
        loop {
            tokio::time::sleep(TIDY).await;
            self.0.shelf.sweep(Instant::now());
        }
    }
}

/// Adds up how long answers were computed within the present [`WINDOW`], of all threads together.
struct Pace {
    begun: Instant,
    /// Number of the window, and in the lower 32 bits microseconds.
    now: AtomicU64,
}

impl Default for Pace {
    fn default() -> Self {
        Pace { begun: Instant::now(), now: AtomicU64::new(0) }
    }
}

impl Pace {
    fn window(&self, now: Instant) -> u64 {
        let windows = now.saturating_duration_since(self.begun).as_millis() / WINDOW.as_millis();
        u64::try_from(windows).unwrap_or_default()
    }

    /// Adds an answer that took so long. Of two threads that begin a window together one may be lost; that does no harm.
    fn note(&self, now: Instant, took: Duration) {
        let (window, micros) = (self.window(now), u64::from(took.min(WINDOW).subsec_micros()));
        if self.now.load(Relaxed) >> 32 == window {
            self.now.fetch_add(micros, Relaxed);
        } else {
            self.now.store(window << 32 | micros, Relaxed);
        }
    }

    fn is_busy(&self, now: Instant) -> bool {
        let seen = self.now.load(Relaxed);
        seen >> 32 == self.window(now) && u128::from(seen & 0xffff_ffff) >= BUSY.as_micros()
    }
}

/// What stands before the router.
struct Front {
    router: Router,
    app: AppState,
    pages: PageCache,
    requests: Requests,
}

/// Puts the cache before a router; a cache without room leaves the router as it is.
pub(super) fn before(router: Router, state: &crate::state::State) -> Router {
    if !state.pages.is_on() {
        return router;
    }
    let (app, pages, requests) = (state.app.clone(), state.pages.clone(), state.requests.clone());
    let front = Arc::new(Front { router, app, pages, requests });
    Router::new().fallback_service(service_fn(move |request: Request| {
        let front = front.clone();
        async move { Ok::<_, Infallible>(front.answer(request).await) }
    }))
}

impl Front {
    async fn answer(&self, request: Request) -> Response {
        // Apart, because a body must not be looked at by two threads.
        let (parts, body) = request.into_parts();
        let Some(asked) = SharedRequest::of(&self.app, &parts).await else {
            return self.pass(Request::from_parts(parts, body)).await;
        };
        let (arrived, counts) = (Instant::now(), &self.pages.0);
        let turn = match self.find(&asked.key, arrived) {
            ShelfEntry::Page(kept) => {
                counts.hits.fetch_add(1, Relaxed);
                return self.deliver(&kept, &asked, arrived).await;
            }
            ShelfEntry::Pass => {
                counts.passes.fetch_add(1, Relaxed);
                return self.pass(Request::from_parts(parts, body)).await;
            }
            ShelfEntry::Turn(turn) => turn,
        };
        let own_turn = turn.lock().await;
        match self.find(&asked.key, arrived) {
            ShelfEntry::Page(kept) => {
                drop(own_turn);
                counts.waits.fetch_add(1, Relaxed);
                self.deliver(&kept, &asked, arrived).await
            }
            ShelfEntry::Pass => {
                drop(own_turn);
                counts.passes.fetch_add(1, Relaxed);
                self.pass(Request::from_parts(parts, body)).await
            }
            ShelfEntry::Turn(_) => {
                counts.misses.fetch_add(1, Relaxed);
                // Before the reading begins: what is committed from here on makes the answer old.
                let (number, second) = (self.app.store.commits(), self.app.store.now());
                let moment = Moment { number, second, begun: Instant::now() };
                let made = self.compute(&asked, parts).await;
                let made = KeptAnswer::of(made, moment, || self.requests.of(asked.route, "GET")).await;
                counts.pace.note(Instant::now(), moment.begun.elapsed());
                match made {
                    NewAnswer::Page(kept, id) => {
                        counts.shelf.put(&asked.key, Some(kept.clone()), Instant::now());
                        drop(own_turn);
                        let mut response = kept.answer(&asked).await;
                        response.headers_mut().extend(id.map(|id| (trace_id::HEADER, id)));
                        response
                    }
                    NewAnswer::Other(response) => {
                        counts.shelf.put(&asked.key, None, Instant::now());
                        match asked.is_head {
                            true => response.map(|_| Body::empty()),
                            false => response,
                        }
                    }
                }
            }
        }
    }

    /// Looks for an answer that is new enough for a request that arrived then.
    fn find(&self, key: &str, arrived: Instant) -> ShelfEntry {
        let (number, second) = (self.app.store.commits(), self.app.store.now());
        let (now, cache) = (Instant::now(), &self.pages.0);
        let life = cache.shelf.life();
        cache.shelf.find(key, now, |kept| {
            let Moment { number: of, second: at, begun } = kept.moment;
            let age = now.saturating_duration_since(begun);
            // Computed while this request waited: nothing newer could be computed for it.
            if begun >= arrived {
                return true;
            }
            // The clock is asked as well: pages tell time, and tests move it.
            if age > life || second.abs_diff(at) > life.as_secs() + 1 {
                return false;
            }
            of == number || (age <= cache.late && cache.pace.is_busy(now))
        })
    }

    /// Answers with what is kept, and counts and logs it, which the layers behind do for all others.
    async fn deliver(&self, kept: &KeptAnswer, asked: &SharedRequest, arrived: Instant) -> Response {
        kept.reads.fetch_add(1, Relaxed);
        let mut response = kept.answer(asked).await;
        response.headers_mut().insert(trace_id::HEADER, asked.trace.header());
        let (status, took) = (response.status().as_u16(), arrived.elapsed());
        match asked.is_head {
            true => self.requests.of(asked.route, "HEAD").add(status, took),
            false => kept.counted.add(status, took),
        }
        let (route, sent) = (asked.route, asked.trace.sent());
        tracing::debug!(route, request = %asked.trace, sent, status, "answered again");
        response
    }

    /// Computes an answer for all, from the replica if there is one. What that fails to answer soon, the primary does.
    async fn compute(&self, asked: &SharedRequest, parts: Parts) -> Response {
        if asked.is_told || !self.app.store.has_replica() {
            return self.pass(alone(parts)).await;
        }
        let read = self.app.store.visiting(self.pass(alone(parts.clone())));
        match tokio::time::timeout(REPLICA, read).await {
            Ok(response) if !response.status().is_server_error() => response,
            _ => self.pass(alone(parts)).await,
        }
    }

    async fn pass(&self, request: Request) -> Response {
        let Ok(response) = self.router.clone().oneshot(request).await;
        response
    }
}

/// The request whose answer is computed for all that share it: a GET, whole and not compressed.
fn alone(mut parts: Parts) -> Request {
    parts.method = Method::GET;
    for name in [header::ACCEPT_ENCODING, header::IF_NONE_MATCH, header::IF_MODIFIED_SINCE, header::CONTENT_LENGTH] {
        parts.headers.remove(name);
    }
    parts.extensions.insert(Shared);
    Request::from_parts(parts, Body::empty())
}
