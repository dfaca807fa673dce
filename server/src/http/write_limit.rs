//! Limits how many writes an account, or an address without one, may send in a minute; and lets all writes of a request
//! take the share of the one who sends it.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use app::web::session;
use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::{Code, Error, accounts::security::SecurityKind};
use store::{Origin, Store};

use super::problem::Problem;

/// Default limit: ten a second, sixty times what a counter scans.
pub const WRITES_PER_MINUTE: u32 = 600;
/// Number of counted origins from which on those that sent nothing for a minute are forgotten.
const MANY: usize = 10_000;

/// Counts writes per origin; clones share the counts. Each server counts its own.
#[derive(Clone, Debug)]
pub struct WriteLimit(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    per_minute: u32,
    counts: Mutex<HashMap<Origin, Count>>,
}

/// Writes that an origin has left, at a time; they come back evenly within a minute.
#[derive(Clone, Copy, Debug)]
struct Count {
    left: f64,
    at: Instant,
}

impl Default for WriteLimit {
    fn default() -> Self {
        WriteLimit::new(WRITES_PER_MINUTE)
    }
}

impl WriteLimit {
    /// Allows so many writes a minute; 0 allows any number.
    #[must_use]
    pub fn new(per_minute: u32) -> Self {
        WriteLimit(Arc::new(Inner { per_minute, counts: Mutex::default() }))
    }

    /// Counts a write.
    ///
    /// # Errors
    /// The time after which the next one is allowed, when the origin has none left.
    fn take(&self, origin: &Origin, now: Instant) -> Result<(), Duration> {
        // Visitors whose address is not known cannot be told apart.
        if self.0.per_minute == 0 || matches!(origin, Origin::Address(address) if address.is_empty()) {
            return Ok(());
        }
        let most = f64::from(self.0.per_minute);
        let per_second = most / 60.0;
        let left = |count: &Count| {
            let since = now.saturating_duration_since(count.at).as_secs_f64();
            (count.left + since * per_second).min(most)
        };
        let mut counts = self.0.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() >= MANY && !counts.contains_key(origin) {
            counts.retain(|_, count| left(count) < most);
        }
        let count = counts.entry(origin.clone()).or_insert(Count { left: most, at: now });
        let left = left(count);
        if left < 1.0 {
            return Err(Duration::from_secs_f64((1.0 - left) / per_second));
        }
        *count = Count { left: left - 1.0, at: now };
        Ok(())
    }
}

/// Refuses a write beyond the limit before its body is read; runs other requests on behalf of their origin.
pub async fn limit(
    State(limit): State<WriteLimit>,
    State(store): State<Store>,
    request: Request,
    next: Next,
) -> Response {
    let extensions = request.extensions();
    let origin = match extensions.get::<session::Signed>() {
        Some(signed) => Origin::Account(signed.actor.account),
        None => Origin::Address(extensions.get::<session::Address>().map(|a| a.0.clone()).unwrap_or_default()),
    };
    let writes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if writes && let Err(wait) = limit.take(&origin, Instant::now()) {
        origin.scope(async { store.note_security(SecurityKind::WriteLimit, "") }).await;
        let mut refused = Problem::from(Error::NotAllowed(Code::TooFast)).into_response();
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        refused.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        return refused;
    }
    origin.scope(next.run(request)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_may_send_its_minutes_writes_at_once_and_then_as_they_come_back() {
        let (limit, begun) = (WriteLimit::new(60), Instant::now());
        let (one, other) = (Origin::Account(1), Origin::Address("192.0.2.1".into()));
        assert!((0..60).all(|_| limit.take(&one, begun).is_ok()));
        assert_eq!(limit.take(&one, begun), Err(Duration::from_secs(1)));
        assert!(limit.take(&other, begun).is_ok(), "another origin has its own");
        let later = begun + Duration::from_secs(10);
        assert_eq!((0..20).filter(|_| limit.take(&one, later).is_ok()).count(), 10);
        let much_later = begun + Duration::from_secs(3600);
        assert_eq!((0..100).filter(|_| limit.take(&one, much_later).is_ok()).count(), 60, "never more than a minute's");
    }

    #[test]
    fn origins_without_a_name_and_a_limit_of_zero_are_not_counted() {
        let (limit, now) = (WriteLimit::new(1), Instant::now());
        assert!((0..9).all(|_| limit.take(&Origin::Address(String::new()), now).is_ok()));
        assert!((0..9).all(|_| WriteLimit::new(0).take(&Origin::Account(1), now).is_ok()));
    }

    #[test]
    fn origins_that_have_been_quiet_are_forgotten() {
        let (limit, begun) = (WriteLimit::new(60), Instant::now());
        for account in 0..i64::try_from(MANY).expect("small") {
            limit.take(&Origin::Account(account), begun).expect("the first one");
        }
        limit.take(&Origin::Account(-1), begun + Duration::from_secs(60)).expect("the first one");
        assert_eq!(limit.0.counts.lock().expect("counts").len(), 1);
    }
}
