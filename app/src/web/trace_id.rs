//! The number of a request, by which a person who was told of a failure and the log line about it are brought together.

use std::{fmt, sync::Arc};

use axum::http::{HeaderMap, HeaderName, HeaderValue};

/// Header in which a proxy or a program may send an id of its own, and every answer has one.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Longest id of a caller that is taken over; shorter than [`SHORTEST`] is not unique.
const LONGEST: usize = 64;
const SHORTEST: usize = 16;

/// Number of one request. Not the idempotency key of a write, which several requests may share.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TraceId {
    /// Two groups of four digits, to be read out: `4071-9926`.
    number: Arc<str>,
    /// What the caller sent in [`HEADER`], if anything usable.
    sent: Option<Arc<str>>,
}

impl TraceId {
    /// Draws a number for a request, and keeps the id that its caller sent.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        let drawn = rand::random::<u32>() % 100_000_000;
        let number = format!("{:04}-{:04}", drawn / 10_000, drawn % 10_000).into();
        let sent = headers.get(HEADER).and_then(|value| value.to_str().ok()).filter(|id| is_usable(id));
        TraceId { number, sent: sent.map(Arc::from) }
    }

    /// The number that pages show and log lines have.
    #[must_use]
    pub fn number(&self) -> &str {
        &self.number
    }

    /// The caller's own id, for its log lines.
    #[must_use]
    pub fn sent(&self) -> Option<&str> {
        self.sent.as_deref()
    }

    /// Value of [`HEADER`] in the answer: the caller's own id, else the number.
    #[must_use]
    pub fn header(&self) -> HeaderValue {
        HeaderValue::try_from(self.sent().unwrap_or(&self.number)).unwrap_or(HeaderValue::from_static("-"))
    }
}

impl fmt::Display for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.number)
    }
}

/// Whether an id may stand in the log: letters, digits and hyphens as in a UUID, and not only digits, as a phone has.
fn is_usable(id: &str) -> bool {
    (SHORTEST..=LONGEST).contains(&id.len())
        && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && id.bytes().any(|b| b.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(id: &str) -> TraceId {
        TraceId::of(&HeaderMap::from_iter([(HEADER, id.parse().expect("a header"))]))
    }

    #[test]
    fn a_request_gets_a_number_that_can_be_read_out() {
        let id = TraceId::of(&HeaderMap::new());
        let (first, second) = id.number().split_once('-').expect("two groups");
        assert!([first, second].iter().all(|group| group.len() == 4 && group.bytes().all(|b| b.is_ascii_digit())));
        assert_eq!((id.header().to_str().expect("text"), id.sent()), (id.number(), None));
        assert_ne!(id, TraceId::of(&HeaderMap::new()));
    }

    #[test]
    fn a_callers_own_id_is_answered_and_the_number_stays_readable() {
        let own = "3f2a90c1-77de-4c1e-9a02-5b1f6f0c8e11";
        let id = sent(own);
        assert_eq!((id.header().to_str().expect("text"), id.sent(), id.number().len()), (own, Some(own), 9));
    }

    #[test]
    fn ids_that_could_tell_of_a_person_are_not_taken_over() {
        for id in [
            "13900004711",
            "139000047111390000471",
            "short-1",
            "a b c d e f g h i j",
            &"a".repeat(65),
            "x=1&name=2345678",
        ] {
            assert_eq!(sent(id).sent(), None, "{id}");
        }
    }
}
