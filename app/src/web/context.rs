//! The request context of pages and actions.

use std::{ops::Deref, str::FromStr, sync::Arc};

use domain::{
    Code, Error, Result, Timestamp,
    accounts::{Actor, sessions::SessionId},
    permission::Action,
};
use store::{By, Store, accounts::sign_in::throttle::Browser};

use super::{Form, Scene};
use crate::{
    i18n::{Lang, Offer, Offered},
    web::{
        lists::ListChoice,
        messages::{Channels, Messages},
        recorded::Recorded,
        session::{Cookies, Display},
        trace_id::TraceId,
        unsent::Unsent,
    },
};

/// Value of `within` by which a list shows all areas of the caller.
pub(crate) const ALL_AREAS: &str = "all";

/// Handle to the [`Request`], cheap to clone; dereferences to it: `cx.store`, `cx.actor`, `cx.lang`.
#[derive(Clone)]
pub struct Cx(pub(crate) Arc<Request>);

/// Everything that a page or an action needs to know of the request.
#[derive(Clone)]
pub struct Request {
    /// The database.
    pub store: Store,
    /// The caller; a visitor without a session.
    pub actor: Actor,
    /// Session token, or empty.
    pub token: String,
    /// Row id of the session, or none.
    pub session: SessionId,
    /// The viewer's language.
    pub lang: Lang,
    /// Languages on offer.
    pub offer: Offer,
    /// Whether the language comes from the viewer's cookie.
    pub chose_lang: bool,
    /// Cache of the offered languages, to be cleared after a change.
    pub(crate) languages: Arc<Offered>,
    /// Size of the display that the viewer has chosen.
    pub display: Display,
    /// Height of rows and hidden columns of lists.
    pub lists: ListChoice,
    /// Current time, by the store's clock.
    pub now: Timestamp,
    /// Path of the request, without the query.
    pub path: String,
    /// Posted data; empty on GET.
    pub form: Form,
    /// How cookies are written.
    pub cookies: Cookies,
    /// Gateway that sends messages to phones; `None` if none is configured.
    pub messages: Option<Arc<dyn Messages>>,
    /// Ways on which accounts can be told beyond the app.
    pub channels: Arc<Channels>,
    /// Last sign-in method of this browser: `card`, `code`, or empty.
    pub way: String,
    /// What tells this browser from strangers at sign-in; empty before its first.
    pub device: String,
    /// Token of a sign-in that waits for the code of the second factor, or empty.
    pub(crate) pending: String,
    /// Number of this browser's form that waits for its account, or empty.
    pub(crate) draft: String,
    /// Origin of this site: `https://wb.example`.
    pub origin: String,
    /// The client's address, for rate limits.
    pub address: String,
    pub(crate) params: Vec<(String, String)>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) came_from: String,
    /// Whether the service worker sent the request and caches the page if allowed.
    pub(crate) keeps: bool,
    /// Whether the page is not being opened: it is loaded ahead by the service worker or a browser, or an open page
    /// reads itself again.
    pub(crate) ahead: bool,
    /// What a form that this browser kept while it had no network says of itself.
    pub(crate) unsent: Option<Unsent>,
    /// How many such forms the browser says it still keeps.
    pub(crate) waiting: i64,
    /// Number of a photo that was shared with the installed app, or 0.
    pub(crate) shared: i64,
    pub(crate) flash: String,
    pub(crate) recorded: Arc<Recorded>,
    pub(crate) trace: TraceId,
}

impl Deref for Cx {
    type Target = Request;

    fn deref(&self) -> &Request {
        &self.0
    }
}

impl Cx {
    /// The same request with the error that rejected it, so that its page keeps the submitted values.
    pub(crate) fn refused(&self, error: Error) -> Cx {
        let mut request = (*self.0).clone();
        request.form.error = Some(error);
        Cx(Arc::new(request))
    }

    /// The same request at the address of the page that its form stands on, so that links of that page lead there.
    #[must_use]
    pub(crate) fn at(&self, path: &str) -> Cx {
        let mut request = (*self.0).clone();
        request.path = path.to_owned();
        Cx(Arc::new(request))
    }

    /// A numeric path parameter, such as the `{id}` of `/wishes/{id}`.
    ///
    /// # Errors
    /// [`Error::NotFound`] if it is not a number.
    pub fn id(&self, name: &str) -> Result<i64> {
        self.param(name).parse().map_err(|_| Error::NotFound)
    }

    /// A path parameter, or empty.
    #[must_use]
    pub fn param(&self, name: &str) -> &str {
        value(&self.params, name)
    }

    /// A query value, trimmed, or empty.
    #[must_use]
    pub fn query(&self, name: &str) -> &str {
        value(&self.query, name)
    }

    /// A numeric query value, or 0.
    #[must_use]
    pub fn query_i64(&self, name: &str) -> i64 {
        self.query(name).parse().unwrap_or(0)
    }

    /// The shop that a list begins with: the one asked for, all of them for 0, or the caller's own.
    #[must_use]
    pub fn shop(&self) -> i64 {
        let own = self.actor.place.shop.as_ref().map_or(0, |shop| shop.id);
        if self.query("location").is_empty() { own } else { self.query_i64("location") }
    }

    /// The caller as a list is to see it: in its own area only, or in all of its areas for `?within=all`.
    #[must_use]
    pub fn within(&self) -> Actor {
        if self.query("within") == ALL_AREAS { self.actor.clone() } else { self.actor.narrowed() }
    }

    /// The query string with `changes` applied: `?q=…&cursor=…`. An empty value removes a pair.
    #[must_use]
    pub fn query_with(&self, changes: &[(&str, &str)]) -> String {
        let kept = self.query.iter().map(|(k, v)| (k.as_str(), v.as_str()));
        let kept = kept.filter(|(k, _)| !changes.iter().any(|(c, _)| c == k)).chain(changes.iter().copied());
        let pairs = kept.filter(|(_, v)| !v.is_empty());
        format!("?{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish())
    }

    /// The address of this page with `changes` applied to its query.
    #[must_use]
    pub fn address_with(&self, changes: &[(&str, &str)]) -> String {
        format!("{}{}", self.path, self.query_with(changes).trim_end_matches('?'))
    }

    /// A posted value, trimmed, or empty.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        self.form.value(name).unwrap_or_default().trim()
    }

    /// A posted number, or that of an option found by typing; 0 if empty or malformed, which `checked()` functions
    /// reject where it matters.
    #[must_use]
    pub fn field_i64(&self, name: &str) -> i64 {
        let typed = domain::text::half_width(self.field(name));
        typed.parse().ok().or_else(|| chosen_number(&typed)?.parse().ok()).unwrap_or(0)
    }

    /// A posted choice, such as that of an enum or a record's id, which may be an option found by typing.
    ///
    /// # Errors
    /// [`Error::Invalid`] for the field: [`Code::Required`] if it is empty, [`Code::Unknown`] if it is no option.
    pub fn choice<T: FromStr>(&self, name: &'static str) -> Result<T> {
        let code = if self.field(name).is_empty() { Code::Required } else { Code::Unknown };
        let typed = domain::text::half_width(self.field(name));
        let chosen = || chosen_number(&typed)?.parse().ok();
        self.field(name).parse().ok().or_else(chosen).ok_or(Error::field(name, code))
    }

    /// Every posted value of this name, trimmed.
    #[must_use]
    pub fn fields(&self, name: &str) -> Vec<&str> {
        self.form.values.iter().filter(|(k, _)| k == name).map(|(_, v)| v.trim()).collect()
    }

    /// Whether a checkbox was ticked.
    #[must_use]
    pub fn checked(&self, name: &str) -> bool {
        self.form.value(name).is_some()
    }

    /// An uploaded file; `None` if none was chosen. The form needs `files=true`.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<&[u8]> {
        self.form.files.iter().find(|(key, file)| key == name && !file.is_empty()).map(|(_, file)| &**file)
    }

    /// Every uploaded file of this name.
    pub fn files(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.form.files.iter().filter(move |(key, file)| key == name && !file.is_empty()).map(|(_, file)| &**file)
    }

    /// The caller with the request id from the form's hidden field, for idempotent writes.
    ///
    /// Without a usable id a fresh one is made.
    #[must_use]
    pub fn by(&self) -> By {
        let id = self.form.value(REQUEST_FIELD).unwrap_or_default();
        let usable = !id.is_empty() && id.len() <= 64 && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let id = if usable { id.to_owned() } else { new_request_id() };
        By::new(self.actor.clone(), id).in_session(self.session)
    }

    /// As [`Cx::by`], with a fresh request id: for a write before the one that the form is for. It must do nothing if it
    /// is repeated.
    #[must_use]
    pub fn by_again(&self) -> By {
        By::new(self.actor.clone(), new_request_id()).in_session(self.session)
    }

    /// As [`Cx::by`], in the areas that the list of this request shows: for the file of a list.
    #[must_use]
    pub fn by_within(&self) -> By {
        By::new(self.within(), new_request_id()).in_session(self.session)
    }

    /// The browser, for the limits on sign-in.
    #[must_use]
    pub fn browser(&self) -> Browser<'_> {
        Browser { address: &self.address, device: &self.device }
    }

    /// Requires an account.
    ///
    /// # Errors
    /// [`Code::SignInNeeded`] for visitors, who are redirected to the sign-in page and back.
    pub fn signed_in(&self) -> Result<()> {
        if self.actor.is_signed_in() { Ok(()) } else { Err(Error::NotAllowed(Code::SignInNeeded)) }
    }

    /// Whether to show the claim button: to visitors, who are then asked to sign in, and to donors.
    #[must_use]
    pub fn may_claim(&self) -> bool {
        !self.actor.is_signed_in() || self.actor.may_somewhere(Action::ClaimWishes)
    }

    /// The page of this site that the request was sent from, or `/`.
    #[must_use]
    pub fn came_from(&self) -> &str {
        crate::web::session::local_path(&self.came_from)
    }

    /// Path to continue with after sign-in, or empty; always on this site.
    #[must_use]
    pub fn next(&self) -> String {
        let asked = Some(self.field("next")).filter(|next| !next.is_empty()).unwrap_or_else(|| self.query("next"));
        if asked.is_empty() { String::new() } else { crate::web::session::local_path(asked).to_owned() }
    }

    /// `path` with the `next` parameter of this request.
    #[must_use]
    pub fn link_with_next(&self, path: &str) -> String {
        let next = self.next();
        if next.is_empty() {
            return path.to_owned();
        }
        format!("{path}?{}", form_urlencoded::Serializer::new(String::new()).append_pair("next", &next).finish())
    }

    /// The part of the request that views need; see [`scene`].
    pub(crate) fn scene(&self) -> Scene {
        Scene {
            lang: self.lang,
            offer: self.offer,
            now: self.now,
            path: self.path.as_str().into(),
            form: self.form.clone(),
            is_staff: self.actor.is_staff(),
            owner: if self.actor.is_signed_in() { self.store.form_mark(self.actor.account).into() } else { "".into() },
            recorded: self.recorded.clone(),
            trace: self.trace.clone(),
        }
    }
}

/// The number at the end of an option that was found by typing: 17 of `余姚 / 凤山 #17`.
fn chosen_number(typed: &str) -> Option<&str> {
    let (_, number) = typed.rsplit_once('#')?;
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    is_number.then_some(number)
}

fn value<'a>(pairs: &'a [(String, String)], name: &str) -> &'a str {
    pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
}

/// Name of the hidden field with the request id.
pub(crate) const REQUEST_FIELD: &str = "_request";

/// A random request id of 128 bits.
pub(crate) fn new_request_id() -> String {
    format!("{:032x}", rand::random::<u128>())
}
