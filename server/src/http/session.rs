//! Authentication: a bearer token, of a session or of a program, or the session cookie of the pages.
//! A session of a set-up code gets no further than the page, or the API call, that sets a password; one of staff who
//! lack the second factor that their area requires no further than the page that sets it up.

use app::{
    functions,
    web::{
        ahead,
        session::{self, Cookies, Signed},
    },
};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    Code, Error,
    accounts::{
        sessions::Credential,
        tokens::{self, Access, TokenScope},
    },
    audit::DeviceKind,
};
use store::{Origin, accounts::tokens::TokenSession};

use super::{address, live, problem::Problem};

/// Page that sets the password after a sign-in with a set-up code.
const SETUP: &str = "/me/setup";

/// What else the session of a set-up code may call: it signs out, reads in its language, and signs in anew.
const BESIDE_SETUP: [&str; 6] =
    ["/sign-out", "/language", "/view", "/api/v1/session", "/api/v1/me/setup", "/api/v1/openapi.json"];

/// Page that sets up the second factor.
const FACTOR: &str = "/me/factor";

/// What else staff may call before they have the second factor that their area requires: they set it up, which asks for
/// a proof once the sign-in is ten minutes old, and sign out.
const BESIDE_FACTOR: [&str; 12] = [
    "/me/factor/begin",
    "/me/factor/confirm",
    "/me/proof",
    "/sign-out",
    "/language",
    "/view",
    "/api/v1/session",
    "/api/v1/session/proof",
    "/api/v1/me/factor",
    "/api/v1/me/factor/begin",
    "/api/v1/me/factor/confirm",
    "/api/v1/openapi.json",
];

/// Paths of the API that take a session: they change how the account signs in, or ask who sits there.
const NO_TOKEN: [&str; 10] = [
    "/api/v1/me/tokens",
    "/api/v1/me/sessions",
    "/api/v1/me/password",
    "/api/v1/me/pin",
    "/api/v1/me/phone",
    "/api/v1/me/factor",
    "/api/v1/me/close",
    "/api/v1/me/setup",
    "/api/v1/me/messages/push",
    "/api/v1/session/proof",
];

/// Adds [`Signed`] and the client's address to the request's extensions, and runs it with the kind of its device.
/// Unknown or expired tokens are treated as anonymous; pages then ask to sign in.
pub async fn sign(State(state): State<crate::state::State>, mut request: Request, next: Next) -> Response {
    let from = address::of(request.extensions(), request.headers(), state.trusted_proxy.as_ref());
    if state.trusted_proxy.is_none() {
        state.proxy_notice.look(request.headers());
    }
    let origin = Origin::Address(from.clone());
    request.extensions_mut().insert(session::Address(from));
    if let Some(token) = access_token(&request) {
        // The security event of a wrong token names its address; `write_limit::limit` sets the origin later only.
        match origin.scope(state.app.store.token_session(&token)).await {
            Ok(Some(TokenSession { session, scope })) => {
                let path = request.uri().path();
                let first = first_of_all(session.actor.credential, path);
                if let Some(refusal) = first.or_else(|| beyond(scope, request.method(), path)) {
                    return refusal;
                }
                let signed = Signed { actor: session.actor, token: String::new(), session: session.id };
                request.extensions_mut().insert(signed);
            }
            Ok(None) => {}
            Err(error) => return Problem::from(error).into_response(),
        }
    } else if let Some(token) = token(request.headers(), state.app.cookies) {
        // A page that reads a part of itself again, or listens for that, is no use of its session.
        let by_itself = ahead::is_refresh(request.headers()) || request.uri().path() == live::PATH;
        let found = match by_itself {
            true => state.app.store.session_unused(&token).await,
            false => state.app.store.session(&token).await,
        };
        match found {
            Ok(Some(session)) => {
                if let Some(elsewhere) = first_of_all(session.actor.credential, request.uri().path()) {
                    return elsewhere;
                }
                request.extensions_mut().insert(Signed { actor: session.actor, token, session: session.id });
            }
            Ok(None) => {}
            Err(error) => return Problem::from(error).into_response(),
        }
    }
    store::with_device(device(&request), next.run(request)).await
}

/// Returns the kind of the device, which is all that is kept of the `User-Agent`.
fn device(request: &Request) -> DeviceKind {
    let agent = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    DeviceKind::of_request(request.uri().path(), agent)
}

/// Whether a session of a set-up code may call this path.
pub(crate) fn is_beside_setup(path: &str) -> bool {
    path == SETUP || BESIDE_SETUP.contains(&path)
}

/// Whether a session without the second factor that the area requires may call this path.
pub(crate) fn is_beside_factor(path: &str) -> bool {
    path == FACTOR || BESIDE_FACTOR.contains(&path)
}

/// Redirects a session that has something to do before all else to the page for it; refuses its other calls of the API
/// and of server functions.
fn first_of_all(credential: Credential, path: &str) -> Option<Response> {
    let (page, code) = match credential {
        Credential::SetupCode if !is_beside_setup(path) => (SETUP, Code::SetupNeeded),
        Credential::FactorDue if !is_beside_factor(path) => (FACTOR, Code::FactorRequired),
        _ => return None,
    };
    Some(if path.starts_with("/api/") || path.starts_with(functions::PREFIX) {
        Problem::from(Error::NotAllowed(code)).into_response()
    } else {
        Redirect::to(page).into_response()
    })
}

/// Refuses a request that brought a token, if it writes and the token only reads, or if it takes a session.
fn beyond(scope: TokenScope, method: &Method, path: &str) -> Option<Response> {
    let access = if matches!(*method, Method::GET | Method::HEAD) { Access::Reads } else { Access::Writes };
    let takes_session = NO_TOKEN.iter().any(|start| path.starts_with(start));
    let refusal = || Problem::from(Error::NotAllowed(Code::TokenScope)).into_response();
    (takes_session || !scope.allows(access)).then(refusal)
}

/// Returns what stands behind `Bearer`; empty for another scheme, `None` without the header.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION).map(|value| {
        let (scheme, token) = value.to_str().unwrap_or_default().split_once(' ').unwrap_or_default();
        if scheme.eq_ignore_ascii_case("bearer") { token.trim() } else { "" }
    })
}

fn is_token(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Returns the personal access token that a call of the API brought; pages and server functions take none.
fn access_token(request: &Request) -> Option<String> {
    let token = bearer(request.headers())?;
    let is_ours = request.uri().path().starts_with("/api/") && token.strip_prefix(tokens::PREFIX).is_some_and(is_token);
    is_ours.then(|| token.to_owned())
}

/// Returns the bearer token, else the cookie's.
/// Anything but 64 hexadecimal digits is dropped without a query.
fn token(headers: &HeaderMap, cookies: Cookies) -> Option<String> {
    let token = bearer(headers).or_else(|| session::cookie(headers, cookies.session_name()))?;
    is_token(token).then(|| token.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_up_code_leads_to_the_page_that_sets_a_password() {
        let status = |credential, path| first_of_all(credential, path).map(|answer| answer.status().as_u16());
        for path in ["/", "/home", "/me", "/me/sessions", "/me/setup/more", "/notices", "/photos/3", "/api"] {
            assert_eq!(status(Credential::SetupCode, path), Some(303), "{path}");
            assert_eq!(status(Credential::StaffIssued, path), None, "{path}");
        }
        for path in ["/api/v1/me", "/api/v1/me/sessions", "/api/v1/wishes", "/fn/stock/scan-row"] {
            assert_eq!(status(Credential::SetupCode, path), Some(403), "{path}");
        }
        for path in BESIDE_SETUP.into_iter().chain([SETUP]) {
            assert_eq!(status(Credential::SetupCode, path), None, "{path}");
        }
    }

    #[test]
    fn a_missing_second_factor_leads_to_the_page_that_sets_it_up() {
        let answer = |path| first_of_all(Credential::FactorDue, path).map(|answer| answer.status().as_u16());
        for path in ["/", "/desk", "/me", "/me/setup", "/me/factor/off", "/admin/accounts", "/audit/file"] {
            assert_eq!(answer(path), Some(303), "{path}");
        }
        for path in ["/api/v1/me", "/api/v1/me/setup", "/api/v1/households", "/fn/stock/scan-row"] {
            assert_eq!(answer(path), Some(403), "{path}");
        }
        for path in BESIDE_FACTOR.into_iter().chain([FACTOR]) {
            assert_eq!(answer(path), None, "{path}");
        }
    }

    #[test]
    fn a_token_that_reads_writes_nothing_and_none_changes_how_its_account_signs_in() {
        let status = |scope, method: Method, path| beyond(scope, &method, path).map(|answer| answer.status().as_u16());
        assert_eq!(status(TokenScope::Read, Method::GET, "/api/v1/me"), None);
        assert_eq!(status(TokenScope::Read, Method::POST, "/api/v1/wishes"), Some(403));
        assert_eq!(status(TokenScope::Read, Method::DELETE, "/api/v1/me/organisation"), Some(403));
        assert_eq!(status(TokenScope::Write, Method::POST, "/api/v1/wishes"), None);
        assert_eq!(status(TokenScope::Write, Method::GET, "/api/v1/me/closing"), None);
        for path in NO_TOKEN {
            assert_eq!(status(TokenScope::Write, Method::GET, path), Some(403), "{path}");
        }
        let of = |path: &str, token: &str| {
            let request = axum::http::Request::get(path).header(header::AUTHORIZATION, format!("Bearer {token}"));
            access_token(&request.body(axum::body::Body::empty()).expect("a request"))
        };
        let token = format!("{}{}", tokens::PREFIX, "a".repeat(64));
        assert_eq!(of("/api/v1/me", &token), Some(token.clone()));
        assert_eq!(
            (of("/me", &token), of("/fn/stock/scan-row", &token), of("/api/v1/me", "wbt_x")),
            (None, None, None)
        );
    }

    #[test]
    fn a_bearer_token_takes_precedence_over_the_cookie() {
        let (a, b) = ("a".repeat(64), "b".repeat(64));
        let cookies = Cookies { secure: true };
        let read = |pairs: &[(header::HeaderName, String)]| {
            let headers = pairs.iter().map(|(name, value)| (name.clone(), value.parse().expect("a header")));
            token(&headers.collect(), cookies)
        };
        let cookie = (header::COOKIE, format!("lang=en; __Host-session={b}"));
        assert_eq!(read(&[(header::AUTHORIZATION, format!("bearer {a}")), cookie.clone()]), Some(a));
        assert_eq!(read(&[(header::AUTHORIZATION, "Basic eDp5".into()), cookie.clone()]), None);
        assert_eq!(read(&[cookie]), Some(b.clone()));
        assert_eq!(read(&[(header::COOKIE, format!("session={b}"))]), None);
        assert_eq!(read(&[(header::AUTHORIZATION, "Bearer ' or 1=1".into())]), None);
    }
}
