//! Requests by route: how many, how they were answered, how long they took. Routes are templates, so their number has
//! an end and no path is among them.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicI64, AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use axum::{
    extract::{MatchedPath, Request, State},
    http::Method,
    middleware::Next,
    response::Response,
};

use super::text::Text;

/// Upper bounds of the buckets in seconds; the last one is the time limit of a request.
const BOUNDS: [f64; 8] = [0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0];
/// Classes of status codes.
const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

/// Counts of all requests of this server; clones share them.
#[derive(Clone, Debug, Default)]
pub struct Requests(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    routes: RwLock<BTreeMap<(String, &'static str), Arc<Route>>>,
    open: AtomicI64,
}

/// Counts of one route and method.
#[derive(Debug, Default)]
struct Route {
    classes: [AtomicU64; CLASSES.len()],
    /// Answers within each bound, and those beyond the last one.
    buckets: [AtomicU64; BOUNDS.len() + 1],
    micros: AtomicU64,
    statements: AtomicU64,
}

/// Counts a request as open until it is answered, or its client hangs up.
struct Open<'a>(&'a AtomicI64);

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Relaxed);
    }
}

/// Counts a request by its route.
pub async fn count(State(requests): State<Requests>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str).to_owned();
    let method = method(request.method());
    let begun = Instant::now();
    requests.0.open.fetch_add(1, Relaxed);
    let open = Open(&requests.0.open);
    let (response, statements) = store::count_statements(next.run(request)).await;
    drop(open);
    let counts = requests.route(route, method);
    counts.add(response.status().as_u16(), begun.elapsed());
    counts.statements.fetch_add(statements.into(), Relaxed);
    response
}

/// The method, of those that routes have: others are made up by who asks.
fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "other",
    }
}

impl Route {
    fn add(&self, status: u16, took: Duration) {
        let class = usize::from(status / 100).clamp(1, CLASSES.len()) - 1;
        self.classes[class].fetch_add(1, Relaxed);
        let bucket = BOUNDS.iter().position(|bound| took.as_secs_f64() <= *bound).unwrap_or(BOUNDS.len());
        self.buckets[bucket].fetch_add(1, Relaxed);
        self.micros.fetch_add(u64::try_from(took.as_micros()).unwrap_or(u64::MAX), Relaxed);
    }
}

/// Counts of one route and method, for answers that no layer behind the cache sees.
#[derive(Clone, Debug)]
pub(crate) struct Counted(Arc<Route>);

impl Counted {
    /// Counts an answer.
    pub(crate) fn add(&self, status: u16, took: Duration) {
        self.0.add(status, took);
    }
}

impl Requests {
    /// Returns the counts of a route.
    pub(crate) fn of(&self, route: &str, method: &'static str) -> Counted {
        Counted(self.route(route.to_owned(), method))
    }

    fn route(&self, route: String, method: &'static str) -> Arc<Route> {
        let key = (route, method);
        if let Some(known) = self.0.routes.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return known.clone();
        }
        self.0.routes.write().unwrap_or_else(PoisonError::into_inner).entry(key).or_default().clone()
    }

    /// Writes what was counted so far.
    pub(super) fn write(&self, text: &mut Text) {
        text.gauge("requests_open", "Requests that are being answered.").value(&[], self.0.open.load(Relaxed) as f64);
        let routes = self.0.routes.read().unwrap_or_else(PoisonError::into_inner).clone();
        let total = text.counter("requests_total", "Answered requests by route, method and class of status.");
        for ((route, method), counts) in &routes {
            for (class, count) in CLASSES.iter().zip(&counts.classes) {
                let count = count.load(Relaxed);
                if count > 0 {
                    total.value(&[("method", *method), ("route", route.as_str()), ("status", *class)], count as f64);
                }
            }
        }
        let statements = text.counter("request_statements_total", "Statements sent to the database for requests.");
        for ((route, method), counts) in &routes {
            let labels = [("method", *method), ("route", route.as_str())];
            statements.value(&labels, counts.statements.load(Relaxed) as f64);
        }
        let seconds = text.histogram("request_seconds", "Time to the answer by route and method.");
        for ((route, method), counts) in &routes {
            let labels = [("method", *method), ("route", route.as_str())];
            let mut sum = 0;
            for (bound, count) in BOUNDS.iter().zip(&counts.buckets) {
                sum += count.load(Relaxed);
                let bound = bound.to_string();
                seconds.part("bucket", &[labels[0], labels[1], ("le", bound.as_str())], sum as f64);
            }
            sum += counts.buckets[BOUNDS.len()].load(Relaxed);
            seconds.part("bucket", &[labels[0], labels[1], ("le", "+Inf")], sum as f64);
            seconds.part("sum", &labels, counts.micros.load(Relaxed) as f64 / 1e6);
            seconds.part("count", &labels, sum as f64);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_in_its_bucket_and_in_all_wider_ones() {
        let requests = Requests::default();
        for (status, ms) in [(200, 5), (200, 200), (404, 50), (503, 40_000)] {
            requests.route("/wishes/{id}".into(), "GET").add(status, Duration::from_millis(ms));
        }
        let mut text = Text::default();
        requests.write(&mut text);
        let text = text.finished();
        let labels = "method=\"GET\",route=\"/wishes/{id}\"";
        for line in [
            format!("wishbridge_requests_total{{{labels},status=\"2xx\"}} 2"),
            format!("wishbridge_requests_total{{{labels},status=\"5xx\"}} 1"),
            format!("wishbridge_request_seconds_bucket{{{labels},le=\"0.01\"}} 1"),
            format!("wishbridge_request_seconds_bucket{{{labels},le=\"0.1\"}} 2"),
            format!("wishbridge_request_seconds_bucket{{{labels},le=\"0.3\"}} 3"),
            format!("wishbridge_request_seconds_bucket{{{labels},le=\"30\"}} 3"),
            format!("wishbridge_request_seconds_bucket{{{labels},le=\"+Inf\"}} 4"),
            format!("wishbridge_request_seconds_count{{{labels}}} 4"),
            format!("wishbridge_request_seconds_sum{{{labels}}} 40.255"),
        ] {
            assert!(text.lines().any(|said| said == line), "{line} is not in\n{text}");
        }
    }
}
