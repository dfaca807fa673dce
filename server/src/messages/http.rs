//! Requests of pushes, bots and text messages, and what their answers mean.

use std::{
    io::{self, ErrorKind},
    time::Duration,
};

use domain::messages::Outcome;
use ureq::Timeout;

/// Longest request; below the time after which its message counts as lost.
const PATIENCE: Duration = Duration::from_secs(20);
/// Longest wait for a connection.
const CONNECTING: Duration = Duration::from_secs(5);
/// Largest answer that is read.
const LARGEST: u64 = 64 * 1024;

/// Answer with any status.
pub(crate) struct Answer {
    pub status: u16,
    pub body: String,
}

/// Builds an agent that follows no redirects: they could lead into the installation's own network.
pub(crate) fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .timeout_connect(Some(CONNECTING))
        .max_redirects(0)
        .http_status_as_error(false)
        .build()
        .new_agent()
}

/// Posts a body once, by blocking calls.
///
/// # Errors
/// [`Outcome::Later`] when nothing was sent, [`Outcome::Unsure`] when the other side may have taken it.
pub(crate) fn post(
    agent: &ureq::Agent,
    address: &str,
    headers: &[(&str, String)],
    body: &[u8],
) -> Result<Answer, Outcome> {
    let mut request = agent.post(address);
    for (name, value) in headers {
        request = request.header(*name, value.as_str());
    }
    let mut response = request.send(body).map_err(|error| failed(&error))?;
    let status = response.status().as_u16();
    // A status says enough: a body that breaks off changes nothing.
    let body = response.body_mut().with_config().limit(LARGEST).read_to_string().unwrap_or_default();
    Ok(Answer { status, body })
}

/// Judges a request without an answer.
fn failed(error: &ureq::Error) -> Outcome {
    match error {
        ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect)
        | ureq::Error::HostNotFound
        | ureq::Error::ConnectionFailed
        | ureq::Error::BadUri(_)
        | ureq::Error::Tls(_)
        | ureq::Error::Rustls(_) => Outcome::Later,
        ureq::Error::Io(cause) if is_unconnected(cause) => Outcome::Later,
        _ => Outcome::Unsure,
    }
}

/// Whether there was no connection, such as without a network: nothing was sent then. Kinds of an established
/// connection's end are not among them.
fn is_unconnected(cause: &io::Error) -> bool {
    let refused = matches!(
        cause.kind(),
        ErrorKind::ConnectionRefused
            | ErrorKind::HostUnreachable
            | ErrorKind::NetworkUnreachable
            | ErrorKind::AddrNotAvailable
    );
    // The standard library has no kind for a name that is not resolved.
    refused || cause.to_string().starts_with("failed to lookup address information")
}

/// Judges an answer by its status.
pub(crate) fn judged(status: u16) -> Outcome {
    match status {
        200..=299 => Outcome::Sent,
        // Settings that an administrator puts right, or too much at once.
        401 | 403 | 407 | 408 | 425 | 429 => Outcome::Later,
        300..=499 => Outcome::Refused,
        // A gateway in between does not know whether it was taken.
        502 | 504 => Outcome::Unsure,
        _ => Outcome::Later,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_surely_not_sent_is_tried_again() {
        // A name that no resolver asks for, because its first part is too long.
        let nowhere = format!("http://{}.invalid/", "a".repeat(64));
        assert_eq!(post(&agent(), &nowhere, &[], b"").err(), Some(Outcome::Later));
        for kind in [ErrorKind::NetworkUnreachable, ErrorKind::HostUnreachable, ErrorKind::AddrNotAvailable] {
            assert_eq!(failed(&ureq::Error::Io(kind.into())), Outcome::Later, "{kind:?}");
        }
        for kind in [ErrorKind::ConnectionReset, ErrorKind::UnexpectedEof, ErrorKind::BrokenPipe] {
            assert_eq!(failed(&ureq::Error::Io(kind.into())), Outcome::Unsure, "{kind:?}");
        }
    }

    #[test]
    fn an_answer_is_taken_refused_or_tried_again() {
        assert_eq!((judged(201), judged(410), judged(302)), (Outcome::Sent, Outcome::Refused, Outcome::Refused));
        assert_eq!((judged(503), judged(429), judged(403)), (Outcome::Later, Outcome::Later, Outcome::Later));
        assert_eq!(judged(504), Outcome::Unsure);
    }
}
