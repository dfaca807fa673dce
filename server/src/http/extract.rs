//! Extractors: caller ([`MaybeSigned`], [`Signed`], [`Write`]), ids in the path, query, JSON body.
//! Each rejects with a [`Problem`].

use std::borrow::Cow;

use app::web::session;
use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Request},
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use domain::{
    Code, Error,
    accounts::{Actor, sessions::SessionId},
    text,
};
use serde::de::DeserializeOwned;
use store::By;

use super::problem::Problem;

/// The caller: a signed-in account, or a visitor without one.
pub struct MaybeSigned(pub Actor);

impl<S: Sync> FromRequestParts<S> for MaybeSigned {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let signed = parts.extensions.get::<session::Signed>();
        Ok(MaybeSigned(signed.map_or_else(Actor::visitor, |s| s.actor.clone())))
    }
}

/// A signed-in caller; rejects requests without a session.
pub struct Signed {
    /// Account and role of the session.
    pub actor: Actor,
    /// Token of the session.
    pub token: String,
    /// Row id of the session.
    pub session: SessionId,
}

impl<S: Sync> FromRequestParts<S> for Signed {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let signed = parts.extensions.get::<session::Signed>().ok_or(Error::NotAllowed(Code::SignInNeeded))?;
        Ok(Signed { actor: signed.actor.clone(), token: signed.token.clone(), session: signed.session })
    }
}

/// Header that makes a write idempotent.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// A signed-in caller who writes, with the request id from `Idempotency-Key`.
///
/// A write without one is refused: a program that loses an answer could not ask again without doing it twice.
pub struct Write(pub By);

impl Write {
    /// Returns the account that writes.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.0.actor
    }
}

impl<S: Sync> FromRequestParts<S> for Write {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Signed { actor, session, .. } = Signed::from_request_parts(parts, state).await?;
        let request = request_id(&parts.headers)?;
        Ok(Write(By::new(actor, request).in_session(session)))
    }
}

fn request_id(headers: &HeaderMap) -> Result<String, Problem> {
    let Some(value) = headers.get(IDEMPOTENCY_KEY) else { return Err(Problem::key_needed()) };
    match value.as_bytes() {
        [] => Err(Problem::field("Idempotency-Key", Code::Required)),
        bytes if bytes.len() > 200 => Err(Problem::field("Idempotency-Key", Code::TooLong)),
        bytes if bytes.iter().all(u8::is_ascii_graphic) => Ok(String::from_utf8_lossy(bytes).into_owned()),
        _ => Err(Problem::field("Idempotency-Key", Code::Unreadable)),
    }
}

/// Version on which a change is based, from `If-Match`; none without the header, or for `*`.
#[derive(Clone, Copy)]
pub struct IfMatch(Option<i64>);

impl IfMatch {
    /// Returns the version of the header, or else that of the body.
    #[must_use]
    pub fn or(self, version: i64) -> i64 {
        self.0.unwrap_or(version)
    }

    /// Turns `changed_meanwhile` into 412 where the header named the version.
    ///
    /// # Errors
    /// Those of the operation.
    pub fn judge<T>(self, outcome: store::Result<T>) -> Result<T, Problem> {
        outcome.map_err(|error| {
            let problem = Problem::from(error);
            let is_stale = problem.error().code() == Code::ChangedMeanwhile
                || problem.named().iter().any(|(_, code)| *code == Code::ChangedMeanwhile);
            if self.0.is_some() && is_stale { Problem::stale() } else { problem }
        })
    }
}

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else { return Ok(IfMatch(None)) };
        let text = value.to_str().unwrap_or_default().trim();
        if text == "*" {
            return Ok(IfMatch(None));
        }
        // An ETag that this server never gave matches nothing.
        version_of(text).map(|version| IfMatch(Some(version))).ok_or_else(Problem::stale)
    }
}

/// Reads the version of an `ETag` as this server gives it: digits only, because -1 means any version in a body.
fn version_of(tag: &str) -> Option<i64> {
    let digits = tag.strip_prefix('"')?.strip_suffix('"')?;
    if digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse().ok() } else { None }
}

/// The number in the path. Anything else is 404.
pub struct Id(pub i64);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Path(id) = Path::from_request_parts(parts, state).await.map_err(|_| Error::NotFound)?;
        Ok(Id(id))
    }
}

/// The two numbers in the path: a record and a part of it. Anything else is 404.
pub struct Ids(pub i64, pub i64);

impl<S: Send + Sync> FromRequestParts<S> for Ids {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Path((id, part)) = Path::from_request_parts(parts, state).await.map_err(|_| Error::NotFound)?;
        Ok(Ids(id, part))
    }
}

/// The query string. A parameter with an empty value (`?area=`) counts as not given; a search, `q`, is cut.
pub struct Query<T>(pub T);

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let pairs = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
        let cut = |(name, value): (Cow<'_, str>, Cow<'_, str>)| {
            let value = if name == "q" { text::search(&value) } else { value.into_owned() };
            (name.into_owned(), value)
        };
        let given: String = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs.filter(|(_, value)| !value.trim().is_empty()).map(cut))
            .finish();
        let parsed = serde_urlencoded::Deserializer::new(form_urlencoded::parse(given.as_bytes()));
        serde_path_to_error::deserialize(parsed)
            .map(Query)
            .map_err(|e| Problem::field(&e.path().to_string(), Code::Unknown))
    }
}

/// A JSON body. Errors name wrong and unknown fields; an empty body counts as `{}`.
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let json = is_json(request.headers());
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Error::Conflict(Code::TooLarge),
            _ => Error::Conflict(Code::Unreadable),
        })?;
        let value: Result<T, Problem> = match bytes.as_ref() {
            [] => read(b"{}"),
            bytes if json => read(bytes),
            _ => Err(Error::Conflict(Code::Unreadable).into()),
        };
        value.map(Body)
    }
}

/// Accepts only JSON content types: an HTML form on another site cannot send one.
fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

/// Parses JSON; errors name wrong and unknown fields.
pub(crate) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut unknown = Vec::new();
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let mut note = |path: serde_ignored::Path<'_>| unknown.push(path.to_string());
    let value =
        serde_path_to_error::deserialize(serde_ignored::Deserializer::new(&mut json, &mut note)).map_err(|e| {
            let (path, cause) = (e.path().to_string(), e.into_inner());
            if cause.is_data() {
                wrong_field(&path, &cause.to_string())
            } else {
                Error::Conflict(Code::Unreadable).into()
            }
        })?;
    json.end().map_err(|_| Error::Conflict(Code::Unreadable))?;
    if unknown.is_empty() { Ok(value) } else { Err(Problem::fields(unknown.into_iter().map(|f| (f, Code::Unknown)))) }
}

/// Takes a missing field's name from serde's message; the path only names the object that lacks it.
fn wrong_field(path: &str, cause: &str) -> Problem {
    let inside = |name: &str| if path == "." { name.to_owned() } else { format!("{path}.{name}") };
    match cause.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()) {
        Some(name) => Problem::field(&inside(name), Code::Required),
        None if path == "." => Error::Conflict(Code::Unreadable).into(),
        None => Problem::field(path, Code::Unreadable),
    }
}

#[cfg(test)]
mod tests {
    use domain::wishes::NewWish;

    use super::*;

    fn problem(json: &str) -> (u16, Vec<(String, &'static str)>) {
        let problem = read::<NewWish>(json.as_bytes()).map(|_| ()).expect_err("refused");
        (problem.status().as_u16(), problem.named().iter().map(|(name, code)| (name.clone(), code.as_str())).collect())
    }

    #[test]
    fn an_invalid_body_names_the_wrong_field() {
        assert_eq!(problem("{"), (400, vec![]));
        assert_eq!(problem("[]"), (400, vec![]));
        assert_eq!(problem(r#"{"item": 1}"#), (422, vec![("quantity".into(), "required")]));
        assert_eq!(problem(r#"{"item": "x", "quantity": 1}"#), (422, vec![("item".into(), "unreadable")]));
        assert_eq!(
            problem(r#"{"item": 1, "quantity": 1, "state": "published"}"#),
            (422, vec![("state".into(), "unknown")])
        );
        assert_eq!(problem(r#"{"item": 1, "quantity": 1} trailing"#), (400, vec![]));
    }

    #[test]
    fn a_version_is_an_etag_as_it_was_given_and_never_any_version() {
        assert_eq!((version_of("\"0\""), version_of("\"17\"")), (Some(0), Some(17)));
        for other in ["\"-1\"", "\"+17\"", "17", "\"\"", "W/\"17\"", "\"17\", \"18\"", "\"99999999999999999999\""] {
            assert_eq!(version_of(other), None, "{other}");
        }
    }

    #[test]
    fn a_request_id_is_1_to_200_visible_ascii_characters() {
        let id = |value: &'static [u8]| {
            let value = axum::http::HeaderValue::from_bytes(value).expect("a header");
            request_id(&HeaderMap::from_iter([(axum::http::HeaderName::from_static(IDEMPOTENCY_KEY), value)])).ok()
        };
        assert_eq!(id(b"a-1"), Some("a-1".into()));
        assert_eq!((id(b""), id(b"a b"), id(&[b'x'; 201]), id("书".as_bytes())), (None, None, None, None));
        let without = request_id(&HeaderMap::new()).expect_err("refused");
        assert_eq!((without.status().as_u16(), without.error().code()), (400, Code::KeyNeeded));
    }
}
