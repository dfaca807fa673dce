//! The stream of changes: tells an open page which of its parts to read again. Each listener gets the names of parts
//! that it may read, and a number from which it goes on after a break; never what changed.
//!
//! Ten thousand of them wait at the same time, so a listener is a cursor and what decides what it may hear; the changes
//! are held once for all. The route has no row in the privilege table, because its answer has no end: `tests/it/live`
//! tries it for each kind of caller.

use std::{
    collections::{BTreeSet, HashMap},
    convert::Infallible,
    net::IpAddr,
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
/// Listeners of one account, and of one address: half of the connections that an address may have, because the others
/// are for pages. A browser has one, whatever its tabs.
const PER_ORIGIN: usize = 32;
/// The same behind a proxy, which limits connections itself, and where whole networks of phones share an address.
const PER_ORIGIN_BEHIND_A_PROXY: usize = 256;
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
    let query = request.uri().query().unwrap_or_default();
    let (after, age) = (read_up_to(request.headers(), query), number(query, "age"));
    let signed = request.extensions().get::<Signed>().cloned();
    let address = request.extensions().get::<Address>().map(|address| address.0.clone()).unwrap_or_default();
    let account = signed.as_ref().map(|signed| format!("account {}", signed.actor.account));
    let origins = Some(address).filter(|address| !is_shared(address)).into_iter().chain(account).collect();
    let stopping = state.stopping.told();
    let seat = if state.stopping.is_set() { None } else { state.listeners.take(origins) };
    let Some(seat) = seat else { return full() };
    let store = state.app.store;
    let (listener, token) = match signed {
        Some(signed) => (Listener::of(&signed.actor), signed.token),
        None => (Listener::default(), String::new()),
    };
    // Another server may have told more than this one has loaded yet.
    if store.live_latest().is_none_or(|latest| after.is_some_and(|after| after > latest))
        && store.load_changes().await.is_err()
    {
        return full();
    }
    let news = store.live_news();
    let cursor = match (after, age) {
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

/// Whether an address is not that of one visitor: unknown ones, and this machine, on which a proxy or a measurement
/// runs.
fn is_shared(address: &str) -> bool {
    address.is_empty() || address.parse().is_ok_and(|address: IpAddr| address.is_loopback())
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
enum WakeReason {
    Stop,
    News,
    Time,
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
                _ = self.stopping.wait_for(|stopping| *stopping) => WakeReason::Stop,
                _ = self.news.changed() => WakeReason::News,
                () = tokio::time::sleep_until(self.beat) => WakeReason::Time,
            };
            match woken {
                WakeReason::Stop => return None,
                WakeReason::News => {}
                WakeReason::Time => return self.sign_of_life().await,
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

/// How visitors come to this server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visitors {
    /// Through a proxy that tells their addresses.
    ThroughProxy,
    /// Straight.
    Direct,
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
    pub fn of_connections(all: usize, visitors: Visitors) -> Self {
        let per_origin = match visitors {
            Visitors::ThroughProxy => PER_ORIGIN_BEHIND_A_PROXY,
            Visitors::Direct => PER_ORIGIN,
        };
        Listeners::new((all - all / 4).max(1), per_origin)
    }

    /// Number of listeners.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.taken.load(Ordering::Relaxed)
    }

    /// Takes a place until the seat is dropped; `None` if none is free, in all or for one of these origins.
    fn take(&self, origins: Vec<String>) -> Option<Seat> {
        let mut taken = self.0.of_origin.lock().unwrap_or_else(PoisonError::into_inner);
        let is_full = |origin: &String| taken.get(origin).is_some_and(|count| *count >= self.0.per_origin);
        if self.count() >= self.0.all || origins.iter().any(is_full) {
            return None;
        }
        for origin in &origins {
            *taken.entry(origin.clone()).or_default() += 1;
        }
        self.0.taken.fetch_add(1, Ordering::Relaxed);
        Some(Seat { origins: origins.into(), places: self.clone() })
    }
}

/// Place of one listener.
struct Seat {
    origins: Box<[String]>,
    places: Listeners,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let Places { taken, of_origin, .. } = &*self.places.0;
        let mut of_origin = of_origin.lock().unwrap_or_else(PoisonError::into_inner);
        taken.fetch_sub(1, Ordering::Relaxed);
        for origin in self.origins.iter() {
            if let Some(count) = of_origin.get_mut(origin) {
                *count -= 1;
                if *count == 0 {
                    of_origin.remove(origin);
                }
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
        let take = |origins: &[&str]| listeners.take(origins.iter().map(|origin| (*origin).to_owned()).collect());
        let (first, second) = (take(&["192.0.2.1", "account 1"]), take(&["192.0.2.1"]));
        assert!(first.is_some() && second.is_some() && take(&["192.0.2.1", "account 2"]).is_none());
        let other = take(&["192.0.2.2", "account 1"]);
        assert!(other.is_some() && take(&["192.0.2.3"]).is_none(), "three in all");
        drop(second);
        assert_eq!(listeners.count(), 2);
        assert!(take(&["account 1"]).is_none() && take(&["192.0.2.1"]).is_some());
        drop((first, other));
        assert_eq!((listeners.count(), listeners.0.of_origin.lock().expect("counts").len()), (0, 0));
        assert!(is_shared("127.0.0.1") && is_shared("") && !is_shared("192.0.2.1"));
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
