//! Where an action leads.

/// Where an action leads: a page of this site, what it says first, and cookies.
#[derive(Debug)]
pub struct To {
    pub(crate) path: String,
    pub(crate) flash: String,
    pub(crate) cookies: Vec<String>,
    pub(crate) again: bool,
}

impl To {
    /// Goes on to this path.
    pub fn page(path: impl Into<String>) -> Self {
        To { path: path.into(), flash: String::new(), cookies: Vec::new(), again: false }
    }

    /// Nothing is done yet: shows the page again with what was typed, for a form that grows.
    #[must_use]
    pub fn again() -> Self {
        To { again: true, ..To::page("/") }
    }

    /// The next page says this first. The phrase's key begins with `done-`.
    #[must_use]
    pub fn saying(self, key: &'static str) -> Self {
        self.saying_with(key, [])
    }

    /// As [`To::saying`], for a phrase with gaps.
    #[must_use]
    pub fn saying_with<const N: usize>(mut self, key: &'static str, args: [(&'static str, String); N]) -> Self {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        pairs.append_pair("", key).extend_pairs(args);
        self.flash = pairs.finish();
        self
    }

    /// Sets a cookie on the way; see [`crate::web::session::Cookies`].
    #[must_use]
    pub fn cookie(mut self, cookie: String) -> Self {
        self.cookies.push(cookie);
        self
    }
}
