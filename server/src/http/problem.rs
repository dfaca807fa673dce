//! Error responses: RFC 9457 for programs, the app's error page for browsers.
//! Handlers return a [`Problem`]; the layer [`render`] writes it, because it knows the caller's language.

use app::{i18n::Lang, web::session};
use axum::{
    Json,
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::{Code, Error};
use serde::Serialize;
use utoipa::ToSchema;

/// A refusal to be sent to the caller. It never contains an internal cause.
#[derive(Clone, Debug)]
pub struct Problem {
    error: Error,
    status: StatusCode,
    fields: Vec<(String, Code)>,
}

impl Problem {
    /// Builds a refusal with one invalid field.
    #[must_use]
    pub fn field(name: &str, code: Code) -> Self {
        Problem::fields([(name.to_owned(), code)])
    }

    /// Builds a refusal with several invalid fields.
    #[must_use]
    pub fn fields(fields: impl IntoIterator<Item = (String, Code)>) -> Self {
        let error = Error::Invalid(Vec::new());
        Problem { status: status(&error), error, fields: fields.into_iter().collect() }
    }

    /// Builds the refusal of a write without `Idempotency-Key`, which names the header.
    #[must_use]
    pub fn key_needed() -> Self {
        let error = Error::Conflict(Code::KeyNeeded);
        Problem { status: status(&error), error, fields: vec![("Idempotency-Key".into(), Code::Required)] }
    }

    /// Builds the refusal of a write whose `If-Match` names another version than the record has.
    #[must_use]
    pub fn stale() -> Self {
        let error = Error::Conflict(Code::ChangedMeanwhile);
        Problem { error, status: StatusCode::PRECONDITION_FAILED, fields: Vec::new() }
    }

    /// Builds a refusal from another layer's response, of which only the status is known.
    pub(super) fn from_status(status: StatusCode) -> Self {
        let error = match status {
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Error::NotFound,
            StatusCode::PAYLOAD_TOO_LARGE => Error::Conflict(Code::TooLarge),
            StatusCode::UNAUTHORIZED => Error::NotAllowed(Code::SignInNeeded),
            StatusCode::FORBIDDEN => Error::NotAllowed(Code::NotAllowed),
            _ if status.is_server_error() => Error::Unavailable,
            _ => Error::Conflict(Code::Unreadable),
        };
        let status = if status.is_server_error() { StatusCode::SERVICE_UNAVAILABLE } else { status };
        Problem { error, status, fields: Vec::new() }
    }

    /// Renames a field from its name in the pages' form to the one the API caller sent.
    #[must_use]
    pub fn calling(mut self, field: &str, name: &str) -> Self {
        self.fields.iter_mut().filter(|(known, _)| known == field).for_each(|(known, _)| name.clone_into(known));
        self
    }

    /// Returns the HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the domain's error.
    #[must_use]
    pub fn error(&self) -> &Error {
        &self.error
    }

    /// Returns the invalid fields with their codes.
    #[must_use]
    pub fn named(&self) -> &[(String, Code)] {
        &self.fields
    }

    fn document(&self, lang: Lang) -> ProblemDocument {
        let say = |code: Code| lang.refusal(code);
        let field = |(name, code): &(String, Code)| WrongField {
            name: name.clone(),
            code: code.as_str(),
            detail: lang.wrong(name, *code),
        };
        ProblemDocument {
            kind: "about:blank",
            title: self.status.canonical_reason().unwrap_or("Refused"),
            status: self.status.as_u16(),
            code: self.error.code().as_str(),
            detail: say(self.error.code()),
            fields: self.fields.iter().map(field).collect(),
        }
    }
}

fn status(error: &Error) -> StatusCode {
    StatusCode::from_u16(error.status()).unwrap_or(StatusCode::SERVICE_UNAVAILABLE)
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let fields = match &error {
            Error::Invalid(fields) => fields.iter().map(|f| (f.name.to_owned(), f.code)).collect(),
            _ => Vec::new(),
        };
        Problem { status: status(&error), error, fields }
    }
}

impl From<store::Error> for Problem {
    fn from(error: store::Error) -> Self {
        Error::from(error).into()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Error response (RFC 9457, `application/problem+json`).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemDocument {
    /// Always `about:blank`: `code` tells errors apart.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The status in words.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// A stable reason, such as `already_taken`.
    #[schema(example = "already_taken")]
    code: &'static str,
    /// The reason as a sentence in the caller's language.
    detail: String,
    /// The invalid fields, if any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<WrongField>,
}

/// An invalid field.
#[derive(Debug, Serialize, ToSchema)]
pub struct WrongField {
    /// The field as it was sent.
    name: String,
    /// A stable reason, such as `out_of_range`.
    #[schema(example = "out_of_range")]
    code: &'static str,
    /// The reason as a sentence in the caller's language.
    detail: String,
}

/// Writes error responses of the API and of server functions as problem documents.
/// These come from handlers (server functions leave the domain's error in the extensions), and from layers and routers whose responses carry only a status.
pub async fn render(request: Request, next: Next) -> Response {
    let lang = language(request.headers());
    let response = next.run(request).await;
    if !response.status().is_client_error() && !response.status().is_server_error() {
        return response;
    }
    let (problem, error) = (response.extensions().get::<Problem>(), response.extensions().get::<Error>());
    let problem = match (problem, error) {
        (Some(problem), _) => problem.clone(),
        (None, Some(error)) => error.clone().into(),
        (None, None) => Problem::from_status(response.status()),
    };
    let [allow, again] = [header::ALLOW, header::RETRY_AFTER].map(|name| response.headers().get(name).cloned());
    let mut answer = (problem.status, Json(problem.document(lang))).into_response();
    answer.extensions_mut().insert(problem.error.clone());
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.tag()));
    let mut add = |name: HeaderName, value: Option<HeaderValue>| value.map(|value| headers.insert(name, value));
    add(header::ALLOW, allow);
    add(header::WWW_AUTHENTICATE, (problem.status == 401).then(|| HeaderValue::from_static("Bearer")));
    let minute = || matches!(problem.status.as_u16(), 429 | 503).then(|| HeaderValue::from_static("60"));
    add(header::RETRY_AFTER, again.or_else(minute));
    answer
}

/// Returns the language chosen on the pages (cookie), else the one of `Accept-Language`.
pub(crate) fn language(headers: &HeaderMap) -> Lang {
    let chosen = session::cookie(headers, session::LANG).and_then(Lang::from_tag);
    let accepted = || headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).and_then(Lang::from_accepted);
    chosen.or_else(accepted).unwrap_or_default()
}
