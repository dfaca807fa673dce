//! Handlers that turn a request into a page or an action, and the result into a response.
//! Every page and every form passes through here, so that errors are answered in one way.

use std::{future::Future, sync::Arc};

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Multipart, RawPathParams, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
    routing::{MethodRouter, get, post},
};
use domain::{Code, Error};
use leptos_axum::ResponseParts;

use crate::{
    pages, shell,
    web::{
        self, Cx, Done, Form, Lead, Page, Shown, To, ahead,
        drafts::{self, PROOF_FIELD},
        lists::{LISTS, ListChoice},
        public_url::came_from,
        query::{asked, pairs},
        session::{self, Address, Display, Signed},
        state::AppState,
        trace_id::TraceId,
        undo,
        unsent::{self, Unsent},
    },
};

/// GET handler of a page.
pub fn show<P, F>(page: P) -> MethodRouter<AppState>
where
    P: Fn(Cx) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Shown> + Send + 'static,
{
    get(move |State(state): State<AppState>, cx: Cx| async move {
        let cx = drafts::restored(cx).await;
        let shown = page(cx.clone()).await;
        answer(&state, &cx, shown).await
    })
}

/// GET handler of a page that may lead on to another one.
pub(crate) fn show_or_go<P, F>(page: P) -> MethodRouter<AppState>
where
    P: Fn(Cx) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = domain::Result<Lead>> + Send + 'static,
{
    get(move |State(state): State<AppState>, cx: Cx| async move {
        match page(cx.clone()).await {
            Ok(Lead::To(to)) => go(&state, &cx, &to),
            Ok(Lead::Page(page)) => answer(&state, &cx, Ok(*page)).await,
            Err(error) => answer(&state, &cx, Err(error)).await,
        }
    })
}

/// POST handler of an action: redirects, or shows `page` again with the submitted values and the error.
pub fn act<A, D, P, F>(action: A, page: P) -> MethodRouter<AppState>
where
    A: Fn(Cx) -> D + Clone + Send + Sync + 'static,
    D: Future<Output = Done> + Send + 'static,
    P: Fn(Cx) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Shown> + Send + 'static,
{
    post(move |State(state): State<AppState>, Posted(cx, readable): Posted| async move {
        if let Some(kept) = &cx.unsent {
            let done = match readable.and_then(|()| kept.must_be_of(&cx)) {
                Ok(()) => action(cx.clone()).await,
                Err(error) => Err(error),
            };
            return unsent::verdict(&cx, done);
        }
        let done = match readable {
            Ok(()) => match proved(&cx).await {
                Ok(()) => action(cx.clone()).await,
                Err(error) => return ask_for_proof(&state, &cx, error).await,
            },
            Err(error) => Err(error),
        };
        match done {
            Ok(to) if to.again => {
                let shown = page(cx.clone()).await;
                answer(&state, &cx, shown).await
            }
            Ok(to) => go(&state, &cx, &to),
            Err(Error::NotAllowed(Code::SignInNeeded)) => {
                let mut response = to_sign_in(cx.came_from());
                if let Some(number) = drafts::keep(&cx).await {
                    add_cookie(response.headers_mut(), &state.cookies.draft(&number));
                }
                response
            }
            Err(error @ Error::NotAllowed(Code::ProofNeeded)) => ask_for_proof(&state, &cx, error).await,
            Err(error) => {
                let cx = cx.refused(error.clone());
                // The page may itself have become inaccessible; then answer with the error alone.
                let shown = page(cx.clone()).await.map(|page| page.status(error.status()));
                let shown = shown.map_err(|closed| instead(closed, error));
                answer(&state, &cx, shown).await
            }
        }
    })
}

/// POST handler whose result is a page that no other request can show.
///
/// After an error it shows `page` with the submitted values.
pub fn act_and_show<A, D, P, F>(action: A, page: P) -> MethodRouter<AppState>
where
    A: Fn(Cx) -> D + Clone + Send + Sync + 'static,
    D: Future<Output = Shown> + Send + 'static,
    P: Fn(Cx) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Shown> + Send + 'static,
{
    post(move |State(state): State<AppState>, Posted(cx, readable): Posted| async move {
        let made = match readable {
            Ok(()) => match proved(&cx).await {
                Ok(()) => action(cx.clone()).await,
                Err(error) => return ask_for_proof(&state, &cx, error).await,
            },
            Err(error) => Err(error),
        };
        match made {
            Ok(made) => answer(&state, &cx, Ok(made)).await,
            Err(Error::NotAllowed(Code::SignInNeeded)) => to_sign_in(cx.came_from()),
            Err(error @ Error::NotAllowed(Code::ProofNeeded)) => ask_for_proof(&state, &cx, error).await,
            Err(error) => {
                let cx = cx.refused(error.clone());
                let shown = page(cx.clone()).await.map(|page| page.status(error.status()));
                let shown = shown.map_err(|closed| instead(closed, error));
                answer(&state, &cx, shown).await
            }
        }
    })
}

/// Proves the session with what a form was sent again with, if anything; the store then lets its step pass.
async fn proved(cx: &Cx) -> Result<(), Error> {
    let typed = cx.form.value(PROOF_FIELD).unwrap_or_default();
    if typed.is_empty() || !cx.actor.is_signed_in() {
        return Ok(());
    }
    let by = cx.by();
    let Err(refused) = cx.store.session_prove(&by, typed, &cx.address).await else { return Ok(()) };
    let refused = Error::from(refused);
    let is_wrong_code =
        matches!(&refused, Error::Invalid(fields) if fields.iter().any(|field| field.code == Code::WrongFactor));
    // A form that was sent twice: its code was used up the first time, and its session needs no proof any more.
    if is_wrong_code && cx.store.is_proved(&by).await? { Ok(()) } else { Err(refused) }
}

/// Shows the form that asks for a proof. It holds what was typed, and sends it to the same address.
async fn ask_for_proof(state: &AppState, cx: &Cx, error: Error) -> Response {
    let cx = cx.refused(error.clone());
    let shown = pages::accounts::proof::again(&cx).await.map(|page| page.status(error.status()));
    answer(state, &cx, shown).await
}

/// The error to answer with when the page of a refused form is itself closed to the caller.
///
/// Usually the form's own. Of a visitor's upload the rest was not read: the session may have ended while the form was
/// filled in, so the page's own error leads to the sign-in. A page that failed is answered with its failure.
fn instead(closed: Error, refused: Error) -> Error {
    match (&closed, &refused) {
        (Error::NotAllowed(Code::SignInNeeded), Error::Conflict(Code::TooLarge)) | (Error::Failed(_), _) => closed,
        _ => refused,
    }
}

/// GET and POST handlers of one path: a form and its action.
pub fn show_and_act<P, F, A, D>(page: P, action: A) -> MethodRouter<AppState>
where
    P: Fn(Cx) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Shown> + Send + 'static,
    A: Fn(Cx) -> D + Clone + Send + Sync + 'static,
    D: Future<Output = Done> + Send + 'static,
{
    show(page.clone()).merge(act(action, page))
}

/// Fallback of the router: the not-found page.
pub async fn missing(State(state): State<AppState>, cx: Cx) -> Response {
    answer(&state, &cx, Err(Error::NotFound)).await
}

/// Error page for handlers that do not return pages, such as files and pictures.
pub async fn refused(state: &AppState, cx: &Cx, error: Error) -> Response {
    answer(state, cx, Err(error)).await
}

async fn answer(state: &AppState, cx: &Cx, shown: Shown) -> Response {
    // Of an action and the page of its form, the first that failed: the other one mostly did for the same reason.
    let failed = cx.form.error.iter().chain(shown.as_ref().err()).find(|error| error.cause().is_some()).cloned();
    let page = match shown {
        Ok(page) => page,
        Err(Error::NotAllowed(Code::SignInNeeded)) => {
            return to_sign_in(&cx.address_with(&[]));
        }
        // A download: its address holds all that was chosen.
        Err(Error::NotAllowed(Code::ProofNeeded)) => return to_proof(&cx.address_with(&[])),
        Err(error) => pages::refusal::page(cx, &error, pages::refusal::contact(cx, &error).await),
    };
    let page = Page { undo: undo::offered(cx).await, ..page };
    let unread = if cx.actor.is_signed_in() { cx.store.notices_unread(&cx.actor).await.unwrap_or(0) } else { 0 };
    let status = StatusCode::from_u16(page.status).unwrap_or(StatusCode::OK);
    let kept = page.kept && !page.secret && page.status == 200 && cx.actor.is_signed_in() && cx.keeps;
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_SECURITY_POLICY, state.site.policy.clone());
    // Signed-in pages are personal: a shared phone must not show them after signing out.
    let caching = if cx.actor.is_signed_in() { "private, no-store" } else { "private, no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    if kept {
        // Requested by the service worker, which separates its copies by account and passes the page on with
        // `no-store`.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        headers.insert(KEEP_FOR, HeaderValue::from(cx.actor.account));
    }
    if page.secret {
        // Address and content are secret. The origin stays in the referrer, because forms without an origin are
        // rejected.
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("strict-origin"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    }
    headers.insert(header::VARY, HeaderValue::from_static("cookie, accept-language"));
    if !cx.flash.is_empty() {
        add_cookie(&mut headers, &cx.cookies.flash(""));
    }
    let mut response = shell::respond(state, cx, page, unread, ResponseParts { status: Some(status), headers }).await;
    if let Some(failed) = failed {
        // The server's outermost layer logs its cause.
        response.extensions_mut().insert(failed);
    }
    response
}

/// Response header with the account whose page may be cached.
const KEEP_FOR: header::HeaderName = header::HeaderName::from_static("keep-for");
/// Signing in or out clears data that the previous account left in the browser.
const CLEAR_SITE_DATA: header::HeaderName = header::HeaderName::from_static("clear-site-data");

fn to_sign_in(next: &str) -> Response {
    let next: String = form_urlencoded::byte_serialize(session::local_path(next).as_bytes()).collect();
    see_other(&format!("/sign-in?next={next}"))
}

fn to_proof(next: &str) -> Response {
    let next: String = form_urlencoded::byte_serialize(session::local_path(next).as_bytes()).collect();
    see_other(&format!("/me/proof?next={next}"))
}

fn go(state: &AppState, cx: &Cx, to: &To) -> Response {
    let mut response = see_other(&to.path);
    if !to.flash.is_empty() {
        add_cookie(response.headers_mut(), &state.cookies.flash(&to.flash));
    }
    let session = format!("{}=", state.cookies.session_name());
    let sets = to.cookies.iter().find_map(|cookie| cookie.strip_prefix(&session));
    // A new session leaves sealed forms for their account to send; the service worker forgets the pages that it keeps.
    if sets.is_some_and(|value| cx.waiting == 0 || value.starts_with(';')) {
        response.headers_mut().insert(CLEAR_SITE_DATA, HeaderValue::from_static(r#""storage""#));
    }
    for cookie in &to.cookies {
        add_cookie(response.headers_mut(), cookie);
    }
    response
}

fn see_other(path: &str) -> Response {
    let location = HeaderValue::try_from(path).unwrap_or_else(|_| HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

fn add_cookie(headers: &mut HeaderMap, cookie: &str) {
    if let Ok(value) = HeaderValue::try_from(cookie) {
        headers.append(header::SET_COOKIE, value);
    }
}

impl FromRequestParts<AppState> for Cx {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Self::Rejection> {
        let params = RawPathParams::from_request_parts(parts, state).await;
        let params = params.map(|p| p.iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect()).unwrap_or_default();
        let signed = parts.extensions.get::<Signed>();
        let headers = &parts.headers;
        let offer = state.languages.now(&state.store).await;
        let chosen = session::cookie(headers, session::LANG).and_then(|tag| offer.tagged(tag));
        let accepted = || header_text(headers, &header::ACCEPT_LANGUAGE).and_then(|header| offer.accepted(header));
        let ahead = ahead::is_for_keeping(headers) || ahead::is_guess(headers) || ahead::is_refresh(headers);
        let form = Form { to: parts.uri.path().into(), ..Form::default() };
        let origin = state.origin(headers);
        let came_from = came_from(headers, &origin).unwrap_or_default();
        Ok(Cx(Arc::new(web::Request {
            store: state.store.clone(),
            actor: signed.map(|s| s.actor.clone()).unwrap_or_default(),
            token: signed.map(|s| s.token.clone()).unwrap_or_default(),
            session: signed.map(|s| s.session).unwrap_or_default(),
            lang: chosen.or_else(accepted).unwrap_or_default(),
            offer,
            chose_lang: chosen.is_some(),
            languages: state.languages.clone(),
            display: Display::of(session::cookie(headers, session::VIEW), signed.is_some_and(|s| s.actor.elder)),
            lists: ListChoice::of(session::cookie(headers, LISTS)),
            now: state.store.now(),
            path: parts.uri.path().to_owned(),
            form,
            cookies: state.cookies,
            messages: state.messages.clone(),
            channels: state.channels.clone(),
            way: session::cookie(headers, session::WAY).unwrap_or_default().to_owned(),
            device: session::cookie(headers, session::DEVICE).unwrap_or_default().to_owned(),
            pending: session::cookie(headers, state.cookies.pending_name()).unwrap_or_default().to_owned(),
            draft: session::cookie(headers, session::DRAFT).unwrap_or_default().to_owned(),
            origin,
            address: parts.extensions.get::<Address>().map(|a| a.0.clone()).unwrap_or_default(),
            params,
            query: asked(parts.uri.query().unwrap_or_default()),
            came_from,
            keeps: headers.contains_key(&ahead::KEEPS),
            ahead,
            unsent: Unsent::of(headers, &state.store),
            waiting: session::cookie(headers, unsent::WAITING).and_then(|n| n.parse().ok()).unwrap_or(0),
            shared: session::cookie(headers, session::SHARED).and_then(|id| id.parse().ok()).unwrap_or(0),
            // A page loaded ahead is not seen yet, so it must not consume the flash message.
            flash: if ahead { "" } else { session::cookie(headers, session::FLASH).unwrap_or_default() }.to_owned(),
            recorded: state.site.recorded.clone(),
            trace: parts.extensions.get::<TraceId>().cloned().unwrap_or_default(),
        })))
    }
}

/// A request with its posted form, or the error of reading the form.
struct Posted(Cx, Result<(), Error>);

impl FromRequest<AppState> for Posted {
    type Rejection = std::convert::Infallible;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Self::Rejection> {
        let (mut parts, body) = request.into_parts();
        let cx = Cx::from_request_parts(&mut parts, state).await?;
        let kind = header_text(&parts.headers, &header::CONTENT_TYPE).unwrap_or_default().to_owned();
        let request = Request::from_parts(parts, body);
        let read = match kind.split(';').next().unwrap_or_default() {
            "" | "application/x-www-form-urlencoded" => match Bytes::from_request(request, state).await {
                Ok(bytes) => Ok((pairs(&bytes), Vec::new())),
                Err(refused) => Err(unreadable(refused.status())),
            },
            "multipart/form-data" => parts_of(request, state).await.map_err(unreadable),
            _ => Err(Error::Conflict(Code::Unreadable)),
        };
        let (read, readable) = match read {
            Ok(read) => (read, Ok(())),
            Err(error) => (Default::default(), Err(error)),
        };
        let mut request = (*cx.0).clone();
        request.form.values = Arc::new(read.0);
        request.form.files = Arc::new(read.1);
        Ok(Posted(Cx(Arc::new(request)), readable))
    }
}

/// Values and files, each with the name of its field.
type Read = (Vec<(String, String)>, Vec<(String, Bytes)>);

async fn parts_of(request: Request, state: &AppState) -> Result<Read, StatusCode> {
    let mut parts = Multipart::from_request(request, state).await.map_err(|refused| refused.status())?;
    let (mut values, mut files) = (Vec::new(), Vec::new());
    while let Some(part) = parts.next_field().await.map_err(|refused| refused.status())? {
        let name = part.name().unwrap_or_default().to_owned();
        let file_name = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|refused| refused.status())?;
        if let Some(file_name) = file_name {
            values.push((format!("{name}_name"), file_name));
            files.push((name, bytes));
        } else {
            values.push((name, String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    Ok((values, files))
}

fn unreadable(status: StatusCode) -> Error {
    Error::Conflict(if status == StatusCode::PAYLOAD_TOO_LARGE { Code::TooLarge } else { Code::Unreadable })
}

fn header_text<'h>(headers: &'h HeaderMap, name: &header::HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}
