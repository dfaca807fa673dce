//! Redirects after actions, and pages that lead on to another one.

use super::Page;

/// What a page that may lead on shows: itself, or where it leads.
pub(crate) enum Lead {
    /// The page.
    Page(Box<Page>),
    /// Another page, by 303.
    To(To),
}

/// Result of an action: a path of this site, a message for the next page, and cookies.
#[derive(Debug)]
pub struct To {
    pub(crate) path: String,
    pub(crate) flash: String,
    pub(crate) cookies: Vec<String>,
    pub(crate) again: bool,
}

impl To {
    /// Redirects to `path`.
    pub fn page(path: impl Into<String>) -> Self {
        To { path: path.into(), flash: String::new(), cookies: Vec::new(), again: false }
    }

    /// Shows the page again with the submitted values instead of a redirect, for forms that grow.
    #[must_use]
    pub fn again() -> Self {
        To { again: true, ..To::page("/") }
    }

    /// Shows a message on the next page; the key must begin with `done-`.
    #[must_use]
    pub fn saying(self, key: &'static str) -> Self {
        self.saying_with(key, [])
    }

    /// As [`To::saying`], for a phrase with placeholders.
    #[must_use]
    pub fn saying_with<const N: usize>(mut self, key: &'static str, args: [(&'static str, String); N]) -> Self {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        pairs.append_pair("", key).extend_pairs(args);
        self.flash = pairs.finish();
        self
    }

    /// Sets a cookie; see [`crate::web::session::Cookies`].
    #[must_use]
    pub fn cookie(mut self, cookie: String) -> Self {
        self.cookies.push(cookie);
        self
    }
}
