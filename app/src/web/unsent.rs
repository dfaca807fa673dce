//! Forms that were filled in without a network: `public/unsent.js` keeps them sealed, and sends them once there is one.
//!
//! Such a request says whose form it is and when it was filled in, and is answered with a verdict instead of a page: the
//! script cannot follow a redirect without losing what it says. What counts is decided here, as for any other form; the
//! form's request id makes a repeated one return its first answer.

use axum::{
    Json,
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{Code, DAY, Error, Result, Timestamp, accounts::AccountId};
use serde::Serialize;
use store::Store;

use super::{Cx, Done};

/// Request header with the mark of the account that filled the form in, as `Store::form_mark` made it.
pub const FOR: HeaderName = HeaderName::from_static("x-unsent-for");
/// Request header with the time at which the form was filled in, in Unix seconds by this server's clock.
pub const DONE: HeaderName = HeaderName::from_static("x-done-at");
/// Cookie with how many forms this browser keeps. Its script writes it, so it is no proof of anything.
pub const WAITING: &str = "unsent";
/// Time for which a form may wait, in seconds. Request ids are remembered for as long, so none runs twice.
pub const LONGEST: Timestamp = 7 * DAY;
/// Seconds by which the database's clock may be behind the one that the script asked.
const AHEAD: Timestamp = 300;

/// What a request says of itself that was kept in a browser.
#[derive(Clone, Copy, Debug)]
pub struct Unsent {
    /// Account that filled the form in; `None` if the mark is not of this installation.
    owner: Option<AccountId>,
    /// When, by its own account; `None` without a number.
    done: Option<Timestamp>,
}

impl Unsent {
    /// Reads the headers; `None` for a form that is sent as it was filled in.
    pub(crate) fn of(headers: &HeaderMap, store: &Store) -> Option<Unsent> {
        let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let mark = text(&FOR)?;
        Some(Unsent { owner: store.form_owner(mark), done: text(&DONE).and_then(|at| at.parse().ok()) })
    }

    /// Checks that the caller filled the form in, and not too long ago.
    pub(crate) fn must_be_of(&self, cx: &Cx) -> Result<()> {
        cx.signed_in()?;
        if self.owner != Some(cx.actor.account) {
            return Err(Error::NotAllowed(Code::OtherAccount));
        }
        match self.done {
            Some(done) if done > cx.now + AHEAD => Err(Error::Conflict(Code::Unreadable)),
            Some(done) if done < cx.now - LONGEST => Err(Error::Conflict(Code::KeptTooLong)),
            Some(_) => Ok(()),
            None => Err(Error::Conflict(Code::Unreadable)),
        }
    }

    /// When the form was filled in, at most now.
    pub(crate) fn done(&self, now: Timestamp) -> Timestamp {
        self.done.unwrap_or(now).min(now)
    }
}

/// Outcome of a form that was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Outcome {
    /// It counts.
    Accepted,
    /// It does not count, and sending it again would change nothing.
    Refused,
    /// It does not count yet, and stays in the browser.
    Waits,
}

/// Answer to a form that was kept.
#[derive(Debug, Serialize)]
struct Answer {
    verdict: Outcome,
    /// A sentence in the language of the viewer.
    said: String,
    /// Page of the record; empty unless accepted.
    to: String,
}

/// Whether the form is fine, and only the caller or the server is not ready for it.
fn waits(error: &Error) -> bool {
    let later = matches!(
        error.code(),
        Code::OtherAccount
            | Code::ProofNeeded
            | Code::SetupNeeded
            | Code::FactorRequired
            | Code::Unavailable
            | Code::DiskFull
    );
    later || matches!(error.status(), 401 | 429)
}

/// Answers a form that was kept.
pub(crate) fn verdict(cx: &Cx, done: Done) -> Response {
    let (status, answer) = match &done {
        Ok(to) => {
            let said = crate::shell::said(cx.lang, &to.flash).unwrap_or_default();
            (200, Answer { verdict: Outcome::Accepted, said, to: to.path.clone() })
        }
        Err(error) => {
            let fields: Vec<String> = match error {
                Error::Invalid(fields) => fields.iter().map(|field| cx.lang.wrong(field.name, field.code)).collect(),
                _ => Vec::new(),
            };
            let said = if fields.is_empty() { cx.lang.refusal(error.code()) } else { fields.join(" · ") };
            let verdict = if waits(error) { Outcome::Waits } else { Outcome::Refused };
            (error.status(), Answer { verdict, said, to: String::new() })
        }
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let mut response = (status, [(header::CACHE_CONTROL, "private, no-store")], Json(answer)).into_response();
    if let Some(failed) = done.err().filter(|error| error.cause().is_some()) {
        // The server's outermost layer logs its cause.
        response.extensions_mut().insert(failed);
    }
    response
}
