//! Loads that are no visit: by browsers that guess the next page, by the service worker for reading offline, and by an
//! open page that reads itself again after a change. Such a load must not write or count. Each kind is allowed by a
//! list: a new page is not loaded so until it is on one.

use axum::http::{HeaderMap, HeaderName};

/// Public pages, which browsers may load before they are opened. Routes with their parameters in braces.
pub const PUBLIC: [&str; 5] = ["/", "/wishes/{id}", "/wanted", "/notice", "/notice/{location}/{month}"];

/// Pictures on public pages: a browser that draws such a page ahead loads them, too.
pub const PICTURES: [&str; 3] = ["/wishes/{id}/picture", "/photos/{id}", "/item-photos/{id}"];

/// Pages that the service worker keeps for reading offline: those of staff without codes, a family's and a donor's with
/// the codes that they say at the counter.
pub const KEPT: [&str; 24] = [
    "/",
    "/claims",
    "/claims/{id}",
    "/desk",
    "/desk/claims",
    "/desk/claims/{id}",
    "/desk/courses/sessions/{id}",
    "/desk/households/{id}/visits",
    "/desk/left-out",
    "/desk/review",
    "/desk/review/{id}",
    "/desk/sessions",
    "/desk/visits/plan",
    "/desk/wishes",
    "/desk/wishes/{id}",
    "/home",
    "/home/orders/{id}",
    "/home/wishes/{id}",
    "/shop",
    "/shop/claims/{id}",
    "/shop/orders",
    "/shop/orders/{id}",
    "/unsent",
    "/wishes/{id}",
];

/// Pages with parts that change while they are open; see `shell/live.js`.
pub const LIVE: [&str; 8] =
    ["/", "/wishes/{id}", "/claims", "/claims/{id}", "/desk", "/home", "/home/wishes/{id}", "/shop"];

/// Request header of an open page that reads itself again.
const REFRESH: HeaderName = HeaderName::from_static("x-live");

/// Request header of the service worker: `now` for a page being opened, `ahead` for one to be kept.
pub const KEEPS: HeaderName = HeaderName::from_static("x-keep");

/// Headers by which browsers say that they guess: the standard one, then those of older browsers.
const GUESSES: [HeaderName; 4] = [
    HeaderName::from_static("sec-purpose"),
    HeaderName::from_static("purpose"),
    HeaderName::from_static("x-purpose"),
    HeaderName::from_static("x-moz"),
];

/// Whether a browser loads this address without its user having opened it.
#[must_use]
pub fn is_guess(headers: &HeaderMap) -> bool {
    let says = |name: &HeaderName| {
        headers.get_all(name).iter().any(|value| {
            let value = value.to_str().unwrap_or_default().to_ascii_lowercase();
            ["prefetch", "prerender", "preview"].iter().any(|word| value.contains(word))
        })
    };
    GUESSES.iter().any(says)
}

/// Whether the service worker loads this address to keep it.
#[must_use]
pub fn is_for_keeping(headers: &HeaderMap) -> bool {
    headers.get(&KEEPS).is_some_and(|how| how == "ahead")
}

/// Whether an open page reads itself again.
#[must_use]
pub fn is_refresh(headers: &HeaderMap) -> bool {
    headers.contains_key(&REFRESH)
}

/// Whether a request may be answered: every visit, and what may be loaded without one.
/// `route` is the matched route, or `None` for an unknown address.
#[must_use]
pub fn may_be_answered(headers: &HeaderMap, route: Option<&str>) -> bool {
    let among = |list: &[&str]| route.is_some_and(|route| list.contains(&route));
    (!is_guess(headers) || among(&PUBLIC) || among(&PICTURES))
        && (!is_for_keeping(headers) || among(&KEPT))
        && (!is_refresh(headers) || among(&LIVE))
}

/// Speculation rules of every page: links to public pages are loaded when the pointer rests on them.
#[must_use]
pub(super) fn speculation_rules() -> String {
    let pattern = |route: &&str| {
        let parts = route.split('/').map(|part| match part.strip_prefix('{') {
            Some(name) => format!(":{}", name.trim_end_matches('}')),
            None => part.to_owned(),
        });
        format!(r#"{{"href_matches":"{}"}}"#, parts.collect::<Vec<_>>().join("/"))
    };
    let patterns: Vec<String> = PUBLIC.iter().map(pattern).collect();
    format!(r#"{{"prefetch":[{{"where":{{"or":[{}]}},"eagerness":"moderate"}}]}}"#, patterns.join(","))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn says(name: &'static str, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(HeaderName::from_static(name), HeaderValue::from_static(value))])
    }

    #[test]
    fn guesses_are_answered_for_public_pages_only() {
        let file = Some("/desk/households/{id}");
        for guess in [
            says("sec-purpose", "prefetch"),
            says("sec-purpose", "prefetch;prerender"),
            says("sec-purpose", "prefetch;anonymous-client-ip"),
            says("purpose", "Prefetch"),
            says("x-purpose", "preview"),
            says("x-moz", "prefetch"),
        ] {
            assert!(is_guess(&guess) && !may_be_answered(&guess, file) && !may_be_answered(&guess, None), "{guess:?}");
            assert!(may_be_answered(&guess, Some("/")) && may_be_answered(&guess, Some("/photos/{id}")));
        }
        let visit = says("sec-fetch-mode", "navigate");
        assert!(!is_guess(&visit) && may_be_answered(&visit, file) && may_be_answered(&visit, None));
    }

    #[test]
    fn the_service_worker_loads_only_kept_pages_ahead() {
        let (ahead, now) = (says("x-keep", "ahead"), says("x-keep", "now"));
        assert!(
            may_be_answered(&ahead, Some("/desk/review/{id}")) && !may_be_answered(&ahead, Some("/desk/households"))
        );
        assert!(may_be_answered(&now, Some("/desk/households")));
    }

    #[test]
    fn an_open_page_reads_itself_again_only_where_parts_of_it_change() {
        let again = says("x-live", "1");
        assert!(is_refresh(&again) && !is_refresh(&says("x-keep", "now")));
        assert!(may_be_answered(&again, Some("/")) && may_be_answered(&again, Some("/claims/{id}")));
        assert!(!may_be_answered(&again, Some("/desk/households/{id}")) && !may_be_answered(&again, None));
    }

    #[test]
    fn speculation_rules_name_the_public_pages_and_nothing_else() {
        let rules = speculation_rules();
        assert_eq!(
            rules,
            concat!(
                r#"{"prefetch":[{"where":{"or":[{"href_matches":"/"},{"href_matches":"/wishes/:id"},"#,
                r#"{"href_matches":"/wanted"},{"href_matches":"/notice"},{"href_matches":"/notice/:location/:month"}]},"#,
                r#""eagerness":"moderate"}]}"#
            )
        );
        assert!(!rules.contains('*'), "an asterisk would let pages in that are not listed");
    }
}
