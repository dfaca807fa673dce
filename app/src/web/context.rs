//! What a request brings.

use std::{ops::Deref, sync::Arc};

use domain::{Code, Error, Result, Timestamp, accounts::Actor, permission::Action};
use store::{By, Store};

use super::{Form, Scene};
use crate::{
    i18n::{Lang, Offer, Offered},
    web::{messages::Messages, recorded::Recorded, session::Cookies},
};

/// Everything that a page or an action needs to know of the request. Cheap to clone; its fields are
/// those of [`Request`]: `cx.store`, `cx.actor`, `cx.lang`, `cx.now`, `cx.path`, `cx.form`.
#[derive(Clone)]
pub struct Cx(pub(crate) Arc<Request>);

/// What a request brought.
#[derive(Clone)]
pub struct Request {
    /// The database.
    pub store: Store,
    /// Who asks; a visitor when nobody is signed in.
    pub actor: Actor,
    /// The session's token, or empty.
    pub token: String,
    /// The viewer's language.
    pub lang: Lang,
    /// What other languages there are.
    pub offer: Offer,
    /// Whether the viewer chose the language.
    pub chose_lang: bool,
    /// Which languages this installation offers, read anew after a change.
    pub(crate) languages: Arc<Offered>,
    /// Whether the viewer wants everything larger.
    pub elder: bool,
    /// Now, by the store's clock.
    pub now: Timestamp,
    /// The path that was asked for, without its query.
    pub path: String,
    /// What was posted; empty on GET.
    pub form: Form,
    /// How cookies are written.
    pub cookies: Cookies,
    /// What sends codes to phones; nothing where no gateway is set up.
    pub messages: Option<Arc<dyn Messages>>,
    /// How this browser signed in last: `card`, `code`, or nothing.
    pub way: String,
    /// Where this site is: `https://wb.example`.
    pub origin: String,
    /// The client's address, for limits.
    pub address: String,
    pub(crate) params: Vec<(String, String)>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) came_from: String,
    /// Whether the service worker asks, and keeps what may be kept.
    pub(crate) keeps: bool,
    /// Whether it asks ahead, for a page that nobody has opened yet.
    pub(crate) ahead: bool,
    pub(crate) flash: String,
    pub(crate) recorded: Arc<Recorded>,
}

impl Deref for Cx {
    type Target = Request;

    fn deref(&self) -> &Request {
        &self.0
    }
}

impl Cx {
    /// The same request after `error` refused it: its page keeps what was typed.
    pub(crate) fn refused(&self, error: Error) -> Cx {
        let mut request = (*self.0).clone();
        request.form.error = Some(error);
        Cx(Arc::new(request))
    }

    /// A number in the path, such as the `{id}` of `/wishes/{id}`.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not a number.
    pub fn id(&self, name: &str) -> Result<i64> {
        self.param(name).parse().map_err(|_| Error::NotFound)
    }

    /// A part of the path, or empty.
    #[must_use]
    pub fn param(&self, name: &str) -> &str {
        value(&self.params, name)
    }

    /// A value of the query, trimmed, or empty.
    #[must_use]
    pub fn query(&self, name: &str) -> &str {
        value(&self.query, name)
    }

    /// A number in the query, or 0.
    #[must_use]
    pub fn query_i64(&self, name: &str) -> i64 {
        self.query(name).parse().unwrap_or(0)
    }

    /// The whole query again with `changes` made to it: `?q=…&cursor=…`. An empty value takes one away.
    #[must_use]
    pub fn query_with(&self, changes: &[(&str, &str)]) -> String {
        let kept = self.query.iter().map(|(k, v)| (k.as_str(), v.as_str()));
        let kept = kept.filter(|(k, _)| !changes.iter().any(|(c, _)| c == k)).chain(changes.iter().copied());
        let pairs = kept.filter(|(_, v)| !v.is_empty());
        format!("?{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish())
    }

    /// This page's address with `changes` made to its query.
    #[must_use]
    pub fn address_with(&self, changes: &[(&str, &str)]) -> String {
        format!("{}{}", self.path, self.query_with(changes).trim_end_matches('?'))
    }

    /// A posted value, trimmed, or empty.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        self.form.value(name).unwrap_or_default().trim()
    }

    /// A posted number; 0 when empty or not a number, which every `checked()` refuses where it matters.
    #[must_use]
    pub fn field_i64(&self, name: &str) -> i64 {
        domain::text::half_width(self.field(name)).parse().unwrap_or(0)
    }

    /// Every posted value of this name.
    #[must_use]
    pub fn fields(&self, name: &str) -> Vec<&str> {
        self.form.values.iter().filter(|(k, _)| k == name).map(|(_, v)| v.trim()).collect()
    }

    /// Whether a checkbox was ticked.
    #[must_use]
    pub fn checked(&self, name: &str) -> bool {
        self.form.value(name).is_some()
    }

    /// A file that was sent; `None` when none was chosen. The form needs `files=true`.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<&[u8]> {
        self.form.files.iter().find(|(key, file)| key == name && !file.is_empty()).map(|(_, file)| &**file)
    }

    /// Every file of this name that was sent.
    pub fn files(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.form.files.iter().filter(move |(key, file)| key == name && !file.is_empty()).map(|(_, file)| &**file)
    }

    /// Who writes, by which request: the hidden field of [`crate::components::ActionForm`].
    #[must_use]
    pub fn by(&self) -> By {
        let id = self.form.value(REQUEST_FIELD).unwrap_or_default();
        let usable = !id.is_empty() && id.len() <= 64 && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        By::new(self.actor.clone(), if usable { id.to_owned() } else { new_request_id() })
    }

    /// For pages that are somebody's own.
    ///
    /// # Errors
    /// [`Code::SignInNeeded`] for a visitor; the person is sent to the sign-in page and back.
    pub fn signed_in(&self) -> Result<()> {
        if self.actor.is_signed_in() { Ok(()) } else { Err(Error::NotAllowed(Code::SignInNeeded)) }
    }

    /// Whether to offer the promise: to visitors, who will be asked to sign in, and to whoever may claim.
    #[must_use]
    pub fn may_claim(&self) -> bool {
        !self.actor.is_signed_in() || self.actor.may_somewhere(Action::ClaimWishes)
    }

    /// The page on this site that the request was sent from, or `/`.
    #[must_use]
    pub fn came_from(&self) -> &str {
        crate::web::session::local_path(&self.came_from)
    }

    /// Where to go on after signing in: a path on this site, or empty.
    #[must_use]
    pub fn next(&self) -> String {
        let asked = Some(self.field("next")).filter(|next| !next.is_empty()).unwrap_or_else(|| self.query("next"));
        if asked.is_empty() { String::new() } else { crate::web::session::local_path(asked).to_owned() }
    }

    /// `path` with the same place to go on to.
    #[must_use]
    pub fn link_with_next(&self, path: &str) -> String {
        let next = self.next();
        if next.is_empty() {
            return path.to_owned();
        }
        format!("{path}?{}", form_urlencoded::Serializer::new(String::new()).append_pair("next", &next).finish())
    }

    /// What views need of it; see [`scene`].
    pub(crate) fn scene(&self) -> Scene {
        Scene {
            lang: self.lang,
            offer: self.offer,
            now: self.now,
            path: self.path.as_str().into(),
            form: self.form.clone(),
            recorded: self.recorded.clone(),
        }
    }
}

fn value<'a>(pairs: &'a [(String, String)], name: &str) -> &'a str {
    pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
}

/// The hidden field that carries the request id.
pub(crate) const REQUEST_FIELD: &str = "_request";

/// A request id that nobody else has.
pub(crate) fn new_request_id() -> String {
    format!("{:032x}", rand::random::<u128>())
}
