//! The stream of changes: tells an open page which of its parts to read again. Each listener gets the names of parts
//! that it may read, and a number from which it goes on after a break; never what changed.
//!
//! Ten thousand of them wait at the same time, so a listener is a cursor and what decides what it may hear; the changes
//! are held once for all. The route has no row in the privilege table, because its answer has no end: `tests/it/live`
//! tries it for each kind of caller.

use std::{
    collections::{BTreeSet, HashMap},
    convert::Infallible,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use app::web::session::{Address, Signed};
use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware,
    response::{IntoResponse, Response},
    routing::get,
};
use domain::events::live::{Listener, Topic};
use store::Store;
use tokio::{sync::watch, time::Instant};
use tower::ServiceBuilder;

use super::{
    layers::{self, NoTrouble},
    session,
};

/// Address of the stream.
pub const PATH: &str = "/live";
/// Time between two signs of life. Proxies cut connections after a minute of silence; the session is looked at as
/// often.
const BEAT: Duration = Duration::from_secs(20);
/// Listeners of one account, or of one address without an account. A browser has one, whatever its tabs.
const PER_ORIGIN: usize = 64;
/// Seconds after which a browser that found no place tries again.
const LATER: &str = "30";
/// Header by which a browser says how far it has read.
const LAST: HeaderName = HeaderName::from_static("last-event-id");

/// Builds the route of the stream.
pub(super) fn router(state: &crate::state::State) -> Router<crate::state::State> {
    let guard = ServiceBuilder::new()
        .layer(middleware::from_fn(layers::unbroken))
        .layer(middleware::from_fn_with_state(state.clone(), layers::in_time))
        .layer(middleware::from_fn_with_state(state.clone(), session::sign));
    Router::new().route(PATH, get(listen)).layer(guard)
}

/// Answers `GET /live?after&age`: 200 and a stream, or 503 while there is no place for another listener.
async fn listen(State(state): State<crate::state::State>, request: Request) -> Response {
    let signed = request.extensions().get::<Signed>().cloned();
    let origin = match &signed {
        Some(signed) => format!("account {}", signed.actor.account),
        None => request.extensions().get::<Address>().map(|address| address.0.clone()).unwrap_or_default(),
    };
    let stopping = state.stopping.told();
    let seat = if state.stopping.is_set() { None } else { state.listeners.take(origin) };
    let Some(seat) = seat else { return full() };
    let store = state.app.store;
    let (listener, token) = match signed {
        Some(signed) => (Listener::of(&signed.actor), signed.token),
        None => (Listener::default(), String::new()),
    };
    let query = request.uri().query().unwrap_or_default();
    let after = read_up_to(request.headers(), query);
    // Another server may have told more than this one has loaded yet.
    if store.live_latest().is_none_or(|latest| after.is_some_and(|after| after > latest))
        && store.load_changes().await.is_err()
    {
        return full();
    }
    let news = store.live_news();
    let cursor = match (after, number(query, "age")) {
        (Some(after), _) => after,
        (None, Some(age)) => store.live_since(age),
        (None, None) => store.live_latest().unwrap_or_default(),
    };
    let beat = Instant::now() + seat.places.0.beat;
    let listening = Listening { store, listener, token, cursor, told: -1, news, stopping, beat, seat };
    let chunks = futures::stream::unfold(listening, |mut listening| async move {
        let chunk = listening.next().await?;
        Some((Ok::<_, Infallible>(chunk), listening))
    });
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        // nginx would gather the stream.
        (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no")),
    ];
    (headers, Body::from_stream(chunks)).into_response()
}

/// Refuses a listener for now.
fn full() -> Response {
    let headers = [(header::RETRY_AFTER, LATER), (header::CACHE_CONTROL, "no-store")];
    let mut response = (StatusCode::SERVICE_UNAVAILABLE, headers).into_response();
    response.extensions_mut().insert(NoTrouble);
    response
}

/// Number up to which the browser has read: from its header, else from the address, since a script that opens a stream
/// anew cannot set the header.
fn read_up_to(headers: &HeaderMap, query: &str) -> Option<i64> {
    let said = headers.get(LAST).and_then(|value| value.to_str().ok()).and_then(|value| value.parse().ok());
    said.or_else(|| number(query, "after"))
}

/// A number of the address.
fn number(query: &str, name: &str) -> Option<i64> {
    query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')?.parse().ok())
}

/// Browser that listens.
struct Listening {
    store: Store,
    listener: Listener,
    /// Token of its session; empty for a visitor.
    token: String,
    /// Number up to which it was looked what it may hear.
    cursor: i64,
    /// Number that it was told last; -1 before the first.
    told: i64,
    news: watch::Receiver<i64>,
    stopping: watch::Receiver<bool>,
    /// Time of the next sign of life.
    beat: Instant,
    seat: Seat,
}

/// What ended a listener's wait.
enum Woken {
    ByStop,
    ByNews,
    ByTime,
}

impl Listening {
    /// Waits for the next chunk; `None` when the server stops or the session has ended.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if *self.stopping.borrow() {
                return None;
            }
            // Before the look, so that what comes meanwhile wakes it again.
            self.news.mark_unchanged();
            let (topics, latest) = self.store.live_topics(&self.listener, self.cursor);
            self.cursor = latest;
            if !topics.is_empty() || self.told < 0 {
                return Some(self.event(&topics));
            }
            let woken = tokio::select! {
                _ = self.stopping.wait_for(|stopping| *stopping) => Woken::ByStop,
                _ = self.news.changed() => Woken::ByNews,
                () = tokio::time::sleep_until(self.beat) => Woken::ByTime,
            };
            match woken {
                Woken::ByStop => return None,
                Woken::ByNews => {}
                Woken::ByTime => return self.sign_of_life().await,
            }
        }
    }

    /// Writes the number of the newest batch, if it was not told yet, else a comment; `None` when the session has
    /// ended.
    async fn sign_of_life(&mut self) -> Option<Bytes> {
        self.beat = Instant::now() + self.seat.places.0.beat;
        if !self.is_still_signed_in().await {
            return None;
        }
        Some(if self.told < self.cursor { self.event(&BTreeSet::new()) } else { Bytes::from_static(b":\n\n") })
    }

    /// Writes the number of the newest batch, then the names of the parts to read again.
    fn event(&mut self, topics: &BTreeSet<Topic>) -> Bytes {
        self.told = self.cursor;
        let mut text = format!("id: {0}\ndata: {0}", self.cursor);
        for topic in topics {
            text.push(' ');
            text.push_str(&topic.to_string());
        }
        text.push_str("\n\n");
        text.into()
    }

    /// Whether the session still is one, with what its roles allow now; true for visitors, and while the database is
    /// away.
    async fn is_still_signed_in(&mut self) -> bool {
        if self.token.is_empty() {
            return true;
        }
        match self.store.session_unused(&self.token).await {
            Ok(Some(session)) => {
                self.listener = Listener::of(&session.actor);
                true
            }
            Ok(None) => false,
            Err(_) => true,
        }
    }
}

/// Places for listeners on this server; clones share them.
#[derive(Clone, Debug)]
pub struct Listeners(Arc<Places>);

#[derive(Debug)]
struct Places {
    all: usize,
    per_origin: usize,
    beat: Duration,
    taken: AtomicUsize,
    of_origin: Mutex<HashMap<String, usize>>,
}

impl Default for Listeners {
    fn default() -> Self {
        Listeners::new(usize::MAX, PER_ORIGIN)
    }
}

impl Listeners {
    /// Has places for so many in all, and for so many of one account or address.
    #[must_use]
    pub fn new(all: usize, per_origin: usize) -> Self {
        let (taken, of_origin) = (AtomicUsize::new(0), Mutex::default());
        Listeners(Arc::new(Places { all, per_origin, beat: BEAT, taken, of_origin }))
    }

    /// Has as many places, whose listeners get a sign of life at another interval.
    #[must_use]
    pub fn beating(&self, beat: Duration) -> Self {
        let Places { all, per_origin, .. } = *self.0;
        let (taken, of_origin) = (AtomicUsize::new(0), Mutex::default());
        Listeners(Arc::new(Places { all, per_origin, beat, taken, of_origin }))
    }

    /// Has places on three of four connections, so that pages are always answered.
    #[must_use]
    pub fn of_connections(all: usize) -> Self {
        Listeners::new((all - all / 4).max(1), PER_ORIGIN)
    }

    /// Number of listeners.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.taken.load(Ordering::Relaxed)
    }

    /// Takes a place until the seat is dropped; `None` if none is free. Visitors whose address is not known cannot be
    /// told apart, and count in all only.
    fn take(&self, origin: String) -> Option<Seat> {
        let mut of_origin = self.0.of_origin.lock().unwrap_or_else(PoisonError::into_inner);
        let own = of_origin.get(&origin).copied().unwrap_or_default();
        if self.count() >= self.0.all || (own >= self.0.per_origin && !origin.is_empty()) {
            return None;
        }
        of_origin.insert(origin.clone(), own + 1);
        self.0.taken.fetch_add(1, Ordering::Relaxed);
        Some(Seat { origin, places: self.clone() })
    }
}

/// Place of one listener.
struct Seat {
    origin: String,
    places: Listeners,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let Places { taken, of_origin, .. } = &*self.places.0;
        let mut of_origin = of_origin.lock().unwrap_or_else(PoisonError::into_inner);
        taken.fetch_sub(1, Ordering::Relaxed);
        if let Some(count) = of_origin.get_mut(&self.origin) {
            *count -= 1;
            if *count == 0 {
                of_origin.remove(&self.origin);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_limited_in_all_and_for_each_origin_and_come_back() {
        let listeners = Listeners::new(3, 2);
        let take = |origin: &str| listeners.take(origin.to_owned());
        let (first, second) = (take("192.0.2.1"), take("192.0.2.1"));
        assert!(first.is_some() && second.is_some() && take("192.0.2.1").is_none());
        let other = take("account 1");
        assert!(other.is_some() && take("account 2").is_none());
        drop(first);
        assert_eq!(listeners.count(), 2);
        drop((second, other));
        assert_eq!((listeners.count(), listeners.0.of_origin.lock().expect("counts").len()), (0, 0));
        let unknown: Vec<_> = (0..3).map(|_| take("")).collect();
        assert!(unknown.iter().all(Option::is_some) && take("").is_none());
    }

    #[test]
    fn how_far_a_browser_has_read_is_in_its_header_or_its_address() {
        let header = HeaderMap::from_iter([(LAST, HeaderValue::from_static("17"))]);
        assert_eq!(read_up_to(&header, "after=5"), Some(17));
        assert_eq!(read_up_to(&HeaderMap::new(), "x=1&after=5"), Some(5));
        assert_eq!(read_up_to(&HeaderMap::new(), "after=x"), None);
        assert_eq!((read_up_to(&HeaderMap::new(), ""), number("after=5&age=7", "age")), (None, Some(7)));
    }
}
