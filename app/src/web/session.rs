//! Cookies: session, language, display, and the message for the next page.

use axum::http::{HeaderMap, header::COOKIE};
use domain::accounts::{Actor, sessions::SessionId};

use super::drafts;

/// The authenticated account, stored in the request's extensions by the server.
#[derive(Clone, Debug)]
pub struct Signed {
    /// The account with its roles.
    pub actor: Actor,
    /// Session token, needed to end the session.
    pub token: String,
    /// Row id of the session.
    pub session: SessionId,
}

/// The client's address for rate limits, stored in the request's extensions by the server.
#[derive(Clone, Debug)]
pub struct Address(pub String);

/// How cookies are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cookies {
    /// Adds `Secure` and the `__Host-` prefix; false only if the server was started for plain HTTP.
    pub secure: bool,
}

/// Thirty days.
const SESSION_SECONDS: i64 = 30 * 86_400;
/// How long a sign-in waits for the code of the second factor.
const PENDING_SECONDS: i64 = domain::accounts::factors::PENDING;
/// One year.
const CHOICE_SECONDS: i64 = 365 * 86_400;

/// Cookie with the tag of the chosen language.
pub const LANG: &str = "lang";
/// Cookie with the chosen display: [`Display::as_str`].
pub const VIEW: &str = "view";
/// Cookie with this browser's last sign-in method: `card`, `code`, or empty for a password.
pub const WAY: &str = "way";
/// Cookie by which sign-in tells this browser from strangers, as `Store::device_of` made it.
pub const DEVICE: &str = "device";
/// Cookie with the number of a form that waits for its account, see `drafts`.
pub const DRAFT: &str = "draft";
/// Cookie with the number of a photo that was shared with the installed app, and waits for a wish.
pub const SHARED: &str = "shared";
/// Cookie with the message for the next page.
pub const FLASH: &str = "flash";

/// Size of letters and targets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Display {
    /// As designed.
    #[default]
    Normal,
    /// No text below 18 px.
    Elder,
    /// Main text of 30 px.
    Largest,
}

impl Display {
    /// Every size, in ascending order.
    pub const ALL: [Display; 3] = [Display::Normal, Display::Elder, Display::Largest];

    /// The one that a browser or an account chose. A browser tells between the larger ones; the account follows other
    /// devices with the first of them.
    #[must_use]
    pub fn of(cookie: Option<&str>, account: bool) -> Display {
        let chosen = Display::ALL.into_iter().find(|display| Some(display.as_str()) == cookie).unwrap_or_default();
        if chosen == Display::Normal && account { Display::Elder } else { chosen }
    }

    /// Its text in cookies and forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Display::Normal => "",
            Display::Elder => "elder",
            Display::Largest => "largest",
        }
    }

    /// Value of `data-view`, by which the style knows it.
    #[must_use]
    pub fn view(self) -> Option<&'static str> {
        match self {
            Display::Normal => None,
            Display::Elder => Some("elder"),
            Display::Largest => Some("elder largest"),
        }
    }

    /// The next larger one; after the largest the smallest.
    #[must_use]
    pub fn next(self) -> Display {
        match self {
            Display::Normal => Display::Elder,
            Display::Elder => Display::Largest,
            Display::Largest => Display::Normal,
        }
    }
}

impl Cookies {
    /// Name of the session cookie.
    #[must_use]
    pub fn session_name(self) -> &'static str {
        if self.secure { "__Host-session" } else { "session" }
    }

    /// Starts a session of thirty days.
    #[must_use]
    pub fn session(self, token: &str) -> String {
        self.write(self.session_name(), token, SESSION_SECONDS)
    }

    /// Starts a session of `seconds`.
    #[must_use]
    pub fn session_for(self, token: &str, seconds: i64) -> String {
        self.write(self.session_name(), token, seconds)
    }

    /// Deletes the session cookie.
    #[must_use]
    pub fn no_session(self) -> String {
        self.write(self.session_name(), "", 0)
    }

    /// Name of the cookie of a sign-in that waits for the code of the second factor.
    #[must_use]
    pub fn pending_name(self) -> &'static str {
        if self.secure { "__Host-pending" } else { "pending" }
    }

    /// Names a sign-in that waits for the code of the second factor; an empty token deletes it.
    #[must_use]
    pub fn pending(self, token: &str) -> String {
        self.write(self.pending_name(), token, if token.is_empty() { 0 } else { PENDING_SECONDS })
    }

    /// Stores a choice for a year; an empty value deletes it.
    #[must_use]
    pub fn choice(self, name: &str, value: &str) -> String {
        self.write(name, value, if value.is_empty() { 0 } else { CHOICE_SECONDS })
    }

    /// Stores the message for the next page for a minute; an empty value deletes it.
    #[must_use]
    pub fn flash(self, value: &str) -> String {
        self.write(FLASH, value, if value.is_empty() { 0 } else { 60 })
    }

    /// Names the form that waits for its account; an empty value deletes it.
    #[must_use]
    pub fn draft(self, number: &str) -> String {
        self.write(DRAFT, number, if number.is_empty() { 0 } else { drafts::KEPT })
    }

    /// Names a shared photo for an hour.
    #[must_use]
    pub fn shared(self, photo: i64) -> String {
        self.write(SHARED, &photo.to_string(), 3600)
    }

    fn write(self, name: &str, value: &str, seconds: i64) -> String {
        let secure = if self.secure { "; Secure" } else { "" };
        format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
    }
}

/// The value of a cookie of the request; `None` if it is missing or empty.
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

/// Returns `next` if it is a path on this site, else `/`.
///
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
    fn paths_to_other_sites_are_rejected() {
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
        let pending = Cookies { secure: true }.pending("ab");
        assert!(pending.starts_with("__Host-pending=ab; Path=/; Max-Age=300;") && pending.contains("HttpOnly"));
    }
}
