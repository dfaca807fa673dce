//! Which requests may share an answer, and everything in a request on which such an answer depends.

use app::web::{
    ahead,
    public_url::{came_from, list_before},
    session::{self, Display},
    state::AppState,
    trace_id::TraceId,
};
use axum::http::{HeaderMap, HeaderValue, Method, header, request::Parts};

use super::encoding::Encoding;
use crate::{api, http::problem};

/// Routes whose answers to visitors are kept. Each is open to visitors and writes nothing; of the request it reads
/// path, query, `Host`, the language, the cookie of the display, and a wish the list that it was opened from. A page
/// that reads anything else needs that in the key.
pub const ROUTES: [&str; 19] = [
    "/",
    "/wishes/{id}",
    "/wanted",
    "/notice",
    "/notice/{location}/{month}",
    "/impact",
    "/about",
    "/how",
    "/privacy",
    "/terms",
    "/help",
    "/contact",
    "/accessibility",
    "/api/v1/wishes",
    "/api/v1/wishes/{id}",
    "/api/v1/wanted",
    "/api/v1/notice-months/{location}/{month}",
    "/api/v1/numbers",
    "/api/v1/pages/{page}",
];

/// Route that leads back to where it was opened.
const WISH: &str = "/wishes/{id}";
/// Longest path and query in bytes; longer ones are no links of ours.
const LONGEST: usize = 1024;
/// Headers with which a request is not shared: it names an account, asks for a part, or comes from the service worker.
const OWN: [header::HeaderName; 3] = [header::AUTHORIZATION, header::RANGE, ahead::KEEPS];

/// A request whose answer may be shared.
#[derive(Debug)]
pub(super) struct SharedRequest {
    /// All that the answer depends on, but the coding.
    pub key: String,
    pub route: &'static str,
    pub encoding: Encoding,
    pub is_head: bool,
    /// Whether an open page asks that was told of a change, which a replica may not have yet.
    pub is_told: bool,
    /// Value of `If-None-Match`.
    pub seen: Option<HeaderValue>,
    pub trace: TraceId,
}

impl SharedRequest {
    /// Reads a request; `None` if its answer is its own.
    pub(super) async fn of(app: &AppState, parts: &Parts) -> Option<SharedRequest> {
        let (headers, path) = (&parts.headers, parts.uri.path());
        if !matches!(parts.method, Method::GET | Method::HEAD) {
            return None;
        }
        let route = route_of(path)?;
        // The router refuses it.
        if ahead::is_refresh(headers) && !ahead::LIVE.contains(&route) {
            return None;
        }
        if OWN.iter().any(|name| headers.contains_key(name)) || ahead::is_guess(headers) {
            return None;
        }
        let choices = Choices::of(headers)?;
        let encoding = Encoding::accepted(headers)?;
        let whole = parts.uri.path_and_query().map_or(path, |whole| whole.as_str());
        if whole.len() > LONGEST {
            return None;
        }
        let mut key = String::with_capacity(whole.len() + 64);
        if path.starts_with(api::PREFIX) {
            key.push_str(problem::language(headers).tag());
        } else {
            let offer = app.languages.now(&app.store).await;
            let chosen = choices.lang.and_then(|tag| offer.tagged(tag));
            let spoken = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
            let lang = chosen.or_else(|| spoken.and_then(|header| offer.accepted(header))).unwrap_or_default();
            key.push_str(lang.tag());
            key.push(if chosen.is_some() { '!' } else { '.' });
            key.push_str(Display::of(choices.view, false).as_str());
        }
        // No part can hold a line break: parts of headers and addresses cannot.
        key.push('\n');
        if app.public_url.is_none() {
            key.push_str(headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost"));
        }
        key.push('\n');
        if route == WISH && headers.contains_key(header::REFERER) {
            let from = came_from(headers, &app.origin(headers)).unwrap_or_default();
            key.push_str(list_before(&from));
        }
        key.push('\n');
        key.push_str(whole);
        let is_told = ahead::is_refresh(headers);
        if is_told && app.store.has_replica() {
            // Apart from answers that come from there.
            key.push_str("\ntold");
        }
        Some(SharedRequest {
            key,
            is_told,
            route,
            encoding,
            is_head: parts.method == Method::HEAD,
            seen: headers.get(header::IF_NONE_MATCH).cloned(),
            trace: TraceId::of(headers),
        })
    }
}

/// What a visitor's cookies choose.
#[derive(Debug, Default, PartialEq, Eq)]
struct Choices<'h> {
    lang: Option<&'h str>,
    view: Option<&'h str>,
}

impl<'h> Choices<'h> {
    /// Reads the cookies; `None` if there is any other one, such as that of a session, a message or a draft.
    fn of(headers: &'h HeaderMap) -> Option<Choices<'h>> {
        let mut choices = Choices::default();
        for cookies in headers.get_all(header::COOKIE) {
            for pair in cookies.to_str().ok()?.split(';') {
                let (name, value) = pair.trim().split_once('=')?;
                let choice = match name {
                    session::LANG => &mut choices.lang,
                    session::VIEW => &mut choices.view,
                    _ => return None,
                };
                // As everywhere, the first one that is not empty counts.
                if choice.is_none() && !value.is_empty() {
                    *choice = Some(value);
                }
            }
        }
        Some(choices)
    }
}

/// Finds the route of a path among those that are kept.
fn route_of(path: &str) -> Option<&'static str> {
    ROUTES.into_iter().find(|route| is_of(path, route))
}

/// Whether a path is of a route. Ids are digits, so that no other route beside `{id}` is taken for it.
fn is_of(path: &str, route: &str) -> bool {
    let mut parts = path.split('/');
    let is_like = route.split('/').all(|name| match (name, parts.next()) {
        ("{id}" | "{location}", Some(part)) => consists_of(part, u8::is_ascii_digit),
        ("{month}" | "{page}", Some(part)) => consists_of(part, |byte| byte.is_ascii_alphanumeric() || *byte == b'-'),
        (name, part) => part == Some(name),
    });
    is_like && parts.next().is_none()
}

fn consists_of(part: &str, is_one: fn(&u8) -> bool) -> bool {
    !part.is_empty() && part.as_bytes().iter().all(is_one)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderName;

    use super::*;

    fn headers(pairs: &[(HeaderName, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn only_listed_routes_have_a_place() {
        assert_eq!(route_of("/"), Some("/"));
        assert_eq!(route_of("/wishes/5"), Some("/wishes/{id}"));
        assert_eq!(route_of("/notice/3/2026-10"), Some("/notice/{location}/{month}"));
        assert_eq!(route_of("/api/v1/wishes/5"), Some("/api/v1/wishes/{id}"));
        for other in [
            "",
            "//",
            "/wishes",
            "/wishes/",
            "/wishes/5/claim",
            "/wishes/%35",
            "/wishes/new",
            "/wanted/",
            "/home",
            "/saved",
        ] {
            assert_eq!(route_of(other), None, "{other}");
        }
    }

    #[test]
    fn any_cookie_but_two_choices_makes_a_request_its_own() {
        let read = |cookies| {
            Choices::of(&headers(&[(header::COOKIE, cookies)]))
                .map(|c| (c.lang.map(str::to_owned), c.view.map(str::to_owned)))
        };
        assert_eq!(read("lang=en; view=elder"), Some((Some("en".into()), Some("elder".into()))));
        assert_eq!(read("lang=; lang=ug"), Some((Some("ug".into()), None)));
        for own in [
            "__Host-session=ab",
            "session=ab; lang=en",
            "flash=done",
            "draft=1",
            "device=x",
            "way=card",
            "x",
            "lang=en;",
        ] {
            assert_eq!(read(own), None, "{own}");
        }
    }

    #[test]
    fn the_coding_is_the_one_that_the_caller_likes_best() {
        let best = |value| Encoding::accepted(&headers(&[(header::ACCEPT_ENCODING, value)]));
        assert_eq!(Encoding::accepted(&HeaderMap::new()), Some(Encoding::Identity));
        assert_eq!(best("gzip, deflate, br, zstd"), Some(Encoding::Brotli));
        assert_eq!(best("gzip"), Some(Encoding::Gzip));
        assert_eq!(best("br;q=0.5, gzip;q=0.8"), Some(Encoding::Gzip));
        assert_eq!(best("br;q=0, gzip;q=0"), Some(Encoding::Identity));
        assert_eq!(best("deflate"), Some(Encoding::Identity));
        for thought in ["*", "identity;q=0", "br;level=5"] {
            assert_eq!(best(thought), None, "{thought}");
        }
    }
}
