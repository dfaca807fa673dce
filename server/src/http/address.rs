//! Client addresses for rate limits: the peer's, or the one a trusted proxy reports.

use std::{
    net::{IpAddr, Ipv6Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use app::web::session;
use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{Extensions, HeaderMap, HeaderName, request::Parts},
};

use super::problem::Problem;

/// Client address as rate limits count it; empty when unknown.
pub struct Address(pub String);

impl<S: Sync> FromRequestParts<S> for Address {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Ok(Address(parts.extensions.get::<session::Address>().map(|a| a.0.clone()).unwrap_or_default()))
    }
}

/// Returns the address that rate limits count.
/// The header is used only when a setting names it, and of a list only the last entry, the one our own proxy appended.
pub(super) fn of(extensions: &Extensions, headers: &HeaderMap, trusted: Option<&HeaderName>) -> String {
    let peer = || extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    let said = trusted.and_then(|name| headers.get_all(name).iter().next_back()).and_then(|value| value.to_str().ok());
    let last = said.and_then(|list| list.rsplit(',').next()).and_then(|address| address.trim().parse().ok());
    last.or_else(peer).map(group).unwrap_or_default()
}

/// Headers by which proxies tell of the visitor.
const FORWARDED: [&str; 5] = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];

/// Warns in the log, once in the life of the server, that a request came through a proxy which no setting names.
/// Then all visitors share the proxy's address for the limits, and cookies may lack `Secure`.
#[derive(Clone, Debug, Default)]
pub struct ProxyNotice(Arc<AtomicBool>);

impl ProxyNotice {
    /// Looks at the headers of a request that came while no proxy is trusted.
    pub(super) fn look(&self, headers: &HeaderMap) {
        let Some(header) = FORWARDED.into_iter().find(|name| headers.contains_key(*name)) else { return };
        // Visitors can send these headers as well, so one line must do.
        if !self.0.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                header,
                "a request has a proxy's header, and TRUSTED_PROXY is not set: if the proxy is yours, all visitors \
                 count as one address; name the header that it sets, and set PUBLIC_URL"
            );
        }
    }
}

/// Maps an IPv6 address to its /64, because one household can use any address of it.
pub(super) fn group(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(header: Option<&str>, trusted: bool) -> String {
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 9))));
        let name = HeaderName::from_static("x-forwarded-for");
        let value = header.map(|text| (name.clone(), text.parse().expect("a header")));
        of(&extensions, &value.into_iter().collect(), trusted.then_some(&name))
    }

    #[test]
    fn only_the_last_entry_of_a_trusted_proxys_header_is_used() {
        assert_eq!(seen(Some("1.2.3.4"), false), "10.0.0.1");
        assert_eq!(seen(Some("6.6.6.6, 1.2.3.4"), true), "1.2.3.4");
        assert_eq!(seen(Some("nonsense"), true), "10.0.0.1");
        assert_eq!(seen(None, true), "10.0.0.1");
    }

    #[test]
    fn ipv6_addresses_of_one_64_block_count_as_one() {
        assert_eq!(seen(Some("2001:db8::1"), true), seen(Some("2001:db8::ffff"), true));
        assert_eq!(seen(Some("::ffff:1.2.3.4"), true), "1.2.3.4");
    }
}
