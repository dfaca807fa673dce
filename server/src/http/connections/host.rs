//! The `Host` of a request: HTTP/1.1 requires one, and a request without it is not passed on.

use axum::{
    body::Body,
    http::{HeaderMap, Request, StatusCode, Version, header, uri::Authority},
    response::{IntoResponse, Response},
};

/// Refuses a request that does not name exactly one host, as RFC 9112 (3.2) demands.
/// A proxy and this server could otherwise take it for requests to different sites.
pub(super) fn refused<B>(request: &Request<B>) -> Option<Response<Body>> {
    if names_one(request.version(), request.headers()) {
        return None;
    }
    let headers = [(header::CONNECTION, "close"), (header::X_CONTENT_TYPE_OPTIONS, "nosniff")];
    Some((StatusCode::BAD_REQUEST, headers, "the request names no host, or several\n").into_response())
}

fn names_one(version: Version, headers: &HeaderMap) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.to_str().is_ok_and(|host| !host.contains('@') && host.parse::<Authority>().is_ok()),
        // Health checks of old balancers speak HTTP/1.0.
        (None, _) => version <= Version::HTTP_10,
        (Some(_), Some(_)) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(version: Version, hosts: &[&str]) -> bool {
        let mut request = Request::builder().version(version);
        for host in hosts {
            request = request.header(header::HOST, *host);
        }
        refused(&request.body(()).expect("a request")).is_none()
    }

    #[test]
    fn a_request_names_exactly_one_host() {
        for host in ["wishes.example", "wishes.example:8443", "127.0.0.1:3000", "[::1]:3000"] {
            assert!(passes(Version::HTTP_11, &[host]), "{host}");
        }
        for hosts in [&[][..], &[""], &["a", "a"], &["a b"], &["name@a"], &["a/b"]] {
            assert!(!passes(Version::HTTP_11, hosts), "{hosts:?}");
        }
        assert!(passes(Version::HTTP_10, &[]));
        assert!(!passes(Version::HTTP_10, &["a", "b"]));
    }
}
