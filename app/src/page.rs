//! The vocabulary of pages and actions: what a request brings ([`Cx`]), what a page gives back
//! ([`Page`]) and where an action leads ([`To`]).

use std::{ops::Deref, sync::Arc};

use axum::body::Bytes;
use domain::{Code, Error, Result, Timestamp, people::Actor, permission::Action};
use leptos::prelude::{AnyView, IntoAny, IntoView};
use store::{By, Store};

use crate::{i18n::Lang, session::Cookies};

/// What a page function gives: the page, or why not.
pub type Shown = Result<Page>;

/// What an action gives: where to go on, or why not.
pub type Done = Result<To>;

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
    /// The client's address, for limits.
    pub address: String,
    pub(crate) params: Vec<(String, String)>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) came_from: String,
    pub(crate) flash: String,
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

    /// Who writes, by which request: the hidden field of [`crate::parts::ActionForm`].
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
        crate::session::local_path(&self.came_from)
    }

    /// Where to go on after signing in: a path on this site, or empty.
    #[must_use]
    pub fn next(&self) -> String {
        let asked = Some(self.field("next")).filter(|next| !next.is_empty()).unwrap_or_else(|| self.query("next"));
        if asked.is_empty() { String::new() } else { crate::session::local_path(asked).to_owned() }
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
        Scene { lang: self.lang, now: self.now, path: self.path.as_str().into(), form: self.form.clone() }
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

/// What was posted, and why it was refused. Empty on GET.
#[derive(Clone, Debug, Default)]
pub struct Form {
    pub(crate) values: Arc<Vec<(String, String)>>,
    /// Files that came with it. They are not kept for another try: browsers ask for them again.
    pub(crate) files: Arc<Vec<(String, Bytes)>>,
    /// Where it was posted to.
    pub(crate) to: Arc<str>,
    /// Why it was refused.
    pub error: Option<Error>,
}

impl Form {
    /// The first value of this name as it was typed; `None` when the field was not sent.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether anything was posted.
    #[must_use]
    pub fn is_posted(&self) -> bool {
        !self.values.is_empty()
    }

    /// Why this field was refused.
    #[must_use]
    pub fn wrong(&self, name: &str) -> Option<Code> {
        match &self.error {
            Some(Error::Invalid(fields)) => fields.iter().find(|f| f.name == name).map(|f| f.code),
            _ => None,
        }
    }
}

/// What every piece of a view may ask for, through [`scene`].
#[derive(Clone, Default)]
pub struct Scene {
    /// The viewer's language.
    pub lang: Lang,
    /// Now.
    pub now: Timestamp,
    /// The path of the page.
    pub path: Arc<str>,
    /// What was posted.
    pub form: Form,
}

/// The scene of the view being made. To ask outside of one is a mistake that tests and development
/// builds stop at; a release answers in Chinese.
#[must_use]
pub fn scene() -> Scene {
    let scene = leptos::prelude::use_context::<Scene>();
    debug_assert!(scene.is_some(), "words of a view were asked for outside of one; use cx.lang");
    scene.unwrap_or_default()
}

/// Which entry of the navigation is the present one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Here {
    /// None of them.
    Nowhere,
    /// The feed.
    Feed,
    /// My claims.
    Claims,
    /// My notices.
    Notices,
    /// Me.
    Me,
    /// A family's home.
    Home,
    /// Today, at a desk.
    Desk,
    /// What waits for review.
    Review,
    /// The area's wishes.
    Wishes,
    /// Thanks to be read.
    Thanks,
    /// Household files.
    Households,
    /// The shop's counter.
    Counter,
    /// Filling wishes from the shelf.
    Fill,
    /// What is in stock.
    Stock,
    /// Taking goods in.
    Receive,
    /// The ledger's journals.
    Journals,
    /// Areas and their rules.
    Areas,
    /// Organisations.
    Organisations,
    /// Accounts and roles.
    Accounts,
    /// Shop locations.
    Locations,
}

/// How wide the page's column is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Width {
    #[default]
    Normal,
    Narrow,
    Wide,
}

type Piece = Box<dyn FnOnce() -> AnyView + Send>;

/// A page: a title, a place in the navigation, and a view that is made when everything is known.
pub struct Page {
    pub(crate) title: String,
    pub(crate) here: Here,
    pub(crate) body: Piece,
    pub(crate) tools: Option<Piece>,
    pub(crate) back: Option<String>,
    pub(crate) width: Width,
    pub(crate) plain: bool,
    pub(crate) own_heading: bool,
    pub(crate) indexed: bool,
    pub(crate) status: u16,
}

impl Page {
    /// A page. The title is its `<h1>` too; `body` goes into `<main>`. It is called where the viewer's
    /// language, the time and the posted form are known, so `t!` and the parts work in it.
    pub fn new<V: IntoView + 'static>(
        title: impl Into<String>,
        here: Here,
        body: impl FnOnce() -> V + Send + 'static,
    ) -> Self {
        Page {
            title: title.into(),
            here,
            body: Box::new(move || body().into_any()),
            tools: None,
            back: None,
            width: Width::Normal,
            plain: false,
            own_heading: false,
            indexed: true,
            status: 200,
        }
    }

    /// What stands at the right of the title: a search, a filter, a record's actions.
    #[must_use]
    pub fn tools<V: IntoView + 'static>(mut self, tools: impl FnOnce() -> V + Send + 'static) -> Self {
        self.tools = Some(Box::new(move || tools().into_any()));
        self
    }

    /// A page below another: a way back stands where the brand was.
    #[must_use]
    pub fn back(mut self, to: impl Into<String>) -> Self {
        self.back = Some(to.into());
        self
    }

    /// For forms and single records.
    #[must_use]
    pub fn narrow(mut self) -> Self {
        self.width = Width::Narrow;
        self
    }

    /// For tables.
    #[must_use]
    pub fn wide(mut self) -> Self {
        self.width = Width::Wide;
        self
    }

    /// Without navigation: one thing to do, or to leave.
    #[must_use]
    pub fn plain(mut self) -> Self {
        self.plain = true;
        self
    }

    /// The body brings its own `<h1>`; the top bar does not repeat it.
    #[must_use]
    pub fn own_heading(mut self) -> Self {
        self.own_heading = true;
        self
    }

    /// Not for search engines.
    #[must_use]
    pub fn no_index(mut self) -> Self {
        self.indexed = false;
        self
    }

    /// Another status than 200. After a refusal the status is the refusal's.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }
}

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

    /// Sets a cookie on the way; see [`Cookies`].
    #[must_use]
    pub fn cookie(mut self, cookie: String) -> Self {
        self.cookies.push(cookie);
        self
    }
}
