//! Origin of this site: as the setting `PUBLIC_URL` names it, else as requests address it.

use std::{net::IpAddr, str::FromStr, sync::Arc};

use axum::http::{HeaderMap, Uri, header};

use crate::web::{session::local_path, state::AppState};

/// Origin under which visitors reach this site, as browsers send it in `Origin`: `https://wishes.example`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(Arc<str>);

/// The text is no origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoOrigin;

impl PublicUrl {
    /// The origin, without a slash at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether visitors come over HTTPS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }

    /// Whether it names this machine only, where plain HTTP crosses no network.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        let host = self.0.parse::<Uri>().ok().and_then(|uri| uri.host().map(str::to_owned)).unwrap_or_default();
        let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        host == "localhost" || host.ends_with(".localhost") || address.is_ok_and(|address| address.is_loopback())
    }
}

impl FromStr for PublicUrl {
    type Err = NoOrigin;

    /// Parses `scheme://host[:port]`, with or without a slash at its end, into the form in which browsers send it.
    fn from_str(text: &str) -> Result<Self, NoOrigin> {
        let text = text.strip_suffix('/').unwrap_or(text).to_ascii_lowercase();
        // A path, a name before the host, a fragment: none of them is part of an origin, and `Uri` drops the last.
        let (_, rest) = text.split_once("://").ok_or(NoOrigin)?;
        if rest.contains(['/', '?', '#', '@']) || !text.is_ascii() {
            return Err(NoOrigin);
        }
        let uri: Uri = text.parse().map_err(|_| NoOrigin)?;
        let host = uri.host().filter(|host| !host.is_empty()).ok_or(NoOrigin)?;
        let (scheme, usual) = match uri.scheme_str() {
            Some("https") => ("https", 443),
            Some("http") => ("http", 80),
            _ => return Err(NoOrigin),
        };
        // What `Uri` does not understand of a port, it passes over.
        let port = match rest.strip_prefix(host).ok_or(NoOrigin)? {
            "" => None,
            port => Some(port.strip_prefix(':').and_then(|port| port.parse::<u16>().ok()).ok_or(NoOrigin)?),
        };
        let port = port.filter(|port| *port != usual).map(|port| format!(":{port}")).unwrap_or_default();
        Ok(PublicUrl(format!("{scheme}://{host}{port}").into()))
    }
}

impl AppState {
    /// Origin of this site for links that leave it: on cards, in previews.
    /// Without the setting it is what the request names, which any program can choose.
    #[must_use]
    pub fn origin(&self, headers: &HeaderMap) -> String {
        if let Some(url) = &self.public_url {
            return url.as_str().to_owned();
        }
        let scheme = if self.cookies.secure { "https" } else { "http" };
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
        format!("{scheme}://{host}")
    }
}

/// Path and query of the page that the request was sent from, if it is on the site of this origin.
#[must_use]
pub fn came_from(headers: &HeaderMap, origin: &str) -> Option<String> {
    let (_, rest) = headers.get(header::REFERER)?.to_str().ok()?.split_once("://")?;
    let (host, path) = rest.split_once('/')?;
    // The scheme of an origin that was taken from `Host` is a guess.
    let (_, own) = origin.split_once("://")?;
    (own == host).then(|| format!("/{path}"))
}

/// The list from which a wish was opened and to which it leads back, with its query; empty for any other page. Nothing
/// else of the page before is in a wish's page, so that most visitors can get the same one.
#[must_use]
pub fn list_before(came_from: &str) -> &str {
    if came_from.is_empty() {
        return "";
    }
    let from = local_path(came_from);
    match from.split('?').next().unwrap_or_default() {
        "/" | "/saved" | "/notices" | "/claims" => from,
        path if path.starts_with("/claims/") => from,
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_kept_as_browsers_send_it() {
        for (text, origin) in [
            ("https://wishes.example", "https://wishes.example"),
            ("https://wishes.example/", "https://wishes.example"),
            ("HTTPS://Wishes.Example:443", "https://wishes.example"),
            ("https://wishes.example:8443", "https://wishes.example:8443"),
            ("http://127.0.0.1:80", "http://127.0.0.1"),
            ("http://[::1]:3000", "http://[::1]:3000"),
        ] {
            assert_eq!(text.parse::<PublicUrl>().map(|url| url.as_str().to_owned()), Ok(origin.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_is_no_origin_is_refused() {
        for text in [
            "",
            "wishes.example",
            "//wishes.example",
            "ftp://wishes.example",
            "https://",
            "https://:8443",
            "https://wishes.example/app",
            "https://wishes.example?x",
            "https://wishes.example#x",
            "https://name@wishes.example",
            "https://wishes.example:x",
            "https://wishes.example:70000",
            "https://心愿.example",
            "https://a b",
        ] {
            assert_eq!(text.parse::<PublicUrl>(), Err(NoOrigin), "{text:?}");
        }
    }

    #[test]
    fn addresses_of_this_machine_are_loopback() {
        let is_loopback = |text: &str| text.parse::<PublicUrl>().map(|url| url.is_loopback());
        for own in ["http://localhost:3000", "http://wb.localhost", "http://127.0.0.1:3000", "http://[::1]"] {
            assert_eq!(is_loopback(own), Ok(true), "{own}");
        }
        for other in ["http://wishes.example", "http://localhost.cn", "http://192.168.1.5", "http://[2001:db8::1]"] {
            assert_eq!(is_loopback(other), Ok(false), "{other}");
        }
    }
}
