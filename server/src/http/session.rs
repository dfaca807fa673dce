//! Authentication: a bearer token, or the session cookie of the pages.

use app::web::session::{self, Cookies, Signed};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{address, problem::Problem};

/// Adds [`Signed`] and the client's address to the request's extensions.
/// Unknown or expired tokens are treated as anonymous; pages then ask to sign in.
pub async fn sign(State(state): State<crate::state::State>, mut request: Request, next: Next) -> Response {
    let from = address::of(request.extensions(), request.headers(), state.trusted_proxy.as_ref());
    request.extensions_mut().insert(session::Address(from));
    if let Some(token) = token(request.headers(), state.app.cookies) {
        match state.app.store.actor(&token).await {
            Ok(Some(actor)) => {
                request.extensions_mut().insert(Signed { actor, token });
            }
            Ok(None) => {}
            Err(error) => return Problem::from(error).into_response(),
        }
    }
    next.run(request).await
}

/// Returns the bearer token, else the cookie's.
/// Anything but 64 hexadecimal digits is dropped without a query.
fn token(headers: &HeaderMap, cookies: Cookies) -> Option<String> {
    let bearer = headers.get(header::AUTHORIZATION).map(|value| {
        let (scheme, token) = value.to_str().unwrap_or_default().split_once(' ').unwrap_or_default();
        if scheme.eq_ignore_ascii_case("bearer") { token.trim() } else { "" }
    });
    let token = bearer.or_else(|| session::cookie(headers, cookies.session_name()))?;
    (token.len() == 64 && token.bytes().all(|b| b.is_ascii_hexdigit())).then(|| token.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

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
