//! Cookies: who is signed in, which language, which view, and what to say on the next page.

use axum::http::{HeaderMap, header::COOKIE};
use domain::accounts::Actor;

/// Who the request comes from; the server puts it into the request's extensions.
#[derive(Clone, Debug)]
pub struct Signed {
    /// The account with its roles.
    pub actor: Actor,
    /// The session's token, needed to end it.
    pub token: String,
}

/// Where the request comes from, for limits; the server puts it into the request's extensions.
#[derive(Clone, Debug)]
pub struct Address(pub String);

/// How cookies are written: for HTTPS, or for plain HTTP where that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cookies {
    /// Adds `Secure` and the `__Host-` prefix. False only for plain HTTP, by a flag that names the risk.
    pub secure: bool,
}

/// Thirty days.
const SESSION_SECONDS: i64 = 30 * 86_400;
/// A year.
const CHOICE_SECONDS: i64 = 365 * 86_400;

/// The language chosen: `zh-CN` or `en`.
pub const LANG: &str = "lang";
/// The view chosen: `elder`, or nothing.
pub const VIEW: &str = "view";
/// How this browser signed in last: `card`, `code`, or nothing for a password.
pub const WAY: &str = "way";
/// What the next page says first.
pub const FLASH: &str = "flash";

impl Cookies {
    /// The name of the session cookie.
    #[must_use]
    pub fn session_name(self) -> &'static str {
        if self.secure { "__Host-session" } else { "session" }
    }

    /// Signs the browser in.
    #[must_use]
    pub fn session(self, token: &str) -> String {
        self.write(self.session_name(), token, SESSION_SECONDS)
    }

    /// Signs the browser in for so many seconds.
    #[must_use]
    pub fn session_for(self, token: &str, seconds: i64) -> String {
        self.write(self.session_name(), token, seconds)
    }

    /// Signs the browser out.
    #[must_use]
    pub fn no_session(self) -> String {
        self.write(self.session_name(), "", 0)
    }

    /// Keeps a choice of the viewer for a year; an empty value forgets it.
    #[must_use]
    pub fn choice(self, name: &str, value: &str) -> String {
        self.write(name, value, if value.is_empty() { 0 } else { CHOICE_SECONDS })
    }

    /// Something for the very next page; an empty value takes it away.
    #[must_use]
    pub fn flash(self, value: &str) -> String {
        self.write(FLASH, value, if value.is_empty() { 0 } else { 60 })
    }

    fn write(self, name: &str, value: &str, seconds: i64) -> String {
        let secure = if self.secure { "; Secure" } else { "" };
        format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
    }
}

/// The value of a cookie that came with the request.
#[must_use]
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value)
}

/// A path on this site to go on to, as a form or a query names it; anything else becomes `/`.
/// Browsers read `//host` and `/\host` as another site, and drop tabs and line breaks in between.
#[must_use]
pub fn local_path(next: &str) -> &str {
    let local = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && next.bytes().all(|b| b.is_ascii_graphic());
    if local { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_on_this_site_are_gone_on_to() {
        for fine in ["/", "/claims/5", "/wishes/5/claim?n=1#x"] {
            assert_eq!(local_path(fine), fine);
        }
        for wrong in [
            "",
            "claims",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/\t/evil.example",
            "/a\\b",
            "/\n",
            "/心",
        ] {
            assert_eq!(local_path(wrong), "/", "{wrong:?}");
        }
    }

    #[test]
    fn a_secure_session_is_bound_to_the_host() {
        let cookie = Cookies { secure: true }.session("ab");
        assert!(
            cookie.starts_with("__Host-session=ab; Path=/;")
                && cookie.contains("Secure")
                && cookie.contains("HttpOnly")
        );
        assert!(!Cookies { secure: false }.session("ab").contains("Secure"));
    }
}
