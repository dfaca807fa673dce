//! Sign-in, sign-out, the caller's own account and its sessions.

use app::web::{
    messages::Outgoing,
    session::{self, Cookies},
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header::SET_COOKIE},
    response::{AppendHeaders, IntoResponse},
};
use domain::{
    Code,
    accounts::{
        Actor, Profile,
        sessions::{Credential, SessionId, SessionLine},
    },
    claims::ClaimFile,
    notifications::Notice,
    wishes::{Page, WishFile},
};
use serde::{Deserialize, Serialize};
use store::{
    Store,
    accounts::{
        factor::pending::FirstStep,
        session_list::{EndOtherSessions, EndSession},
        sign_in::{
            card_sign_in::{TODAY, Welcome},
            throttle::Browser,
        },
    },
};
use utoipa::ToSchema;

use crate::http::{
    Answer,
    address::Address,
    extract::{Body, Id, Signed, Write},
    problem::{Problem, language},
};

/// Credentials: phone and password, phone and one-time code, or a family's card.
#[derive(Deserialize, ToSchema)]
pub struct SignIn {
    /// Mobile number; empty with a card.
    #[serde(default)]
    #[schema(example = "13800138000")]
    phone: String,
    /// Password, or the set-up code that staff handed over in its place.
    #[serde(default)]
    password: Option<String>,
    /// Without a password: one-time code that `POST /session/codes` sent to the phone. With a password: code of the
    /// account's second factor, or one of its recovery codes.
    #[serde(default)]
    code: Option<String>,
    /// A family's card: the text of its QR code, or its number of ten digits.
    #[serde(default)]
    card: Option<String>,
    /// The card's PIN, if the family has set one.
    #[serde(default)]
    pin: String,
    /// With a card: ends the session after twelve hours.
    #[serde(default)]
    today: bool,
}

/// What shows that the account's owner sits there.
#[derive(Deserialize, ToSchema)]
pub struct SessionProof {
    /// The account's password; or, where its second factor is on, six digits of the app.
    proof: String,
}

/// Phone that a one-time code is sent to.
#[derive(Deserialize, ToSchema)]
pub struct AskCode {
    /// Mobile number.
    #[schema(example = "13800138000")]
    phone: String,
}

/// A new session.
#[derive(Serialize, ToSchema)]
pub struct SignedIn {
    /// Token for `Authorization: Bearer …`.
    token: String,
    /// Account of the session.
    account: Myself,
    /// Whether it was opened with a set-up code: then `POST /me/setup` comes first, and all else is refused.
    setup_needed: bool,
    /// Whether the account's area requires a second factor that it does not have: then it is set up by
    /// `POST /me/factor/begin` or on the page `/me/factor` first, and all else is refused with `factor_required`.
    factor_required: bool,
}

/// A password that the account's owner chose.
#[derive(Deserialize, ToSchema)]
pub struct NewPassword {
    /// At least 8 characters.
    password: String,
}

/// The signed-in account.
#[derive(Serialize, ToSchema)]
pub struct Myself {
    /// Number of the account.
    id: i64,
    /// The household it belongs to, or 0.
    household: i64,
    /// Name, phone, organisation and roles.
    #[serde(flatten)]
    profile: Profile,
}

/// The caller's account, claims, wishes and notices.
#[derive(Serialize, ToSchema)]
pub struct Me {
    /// The account.
    account: Myself,
    /// Claims of the caller, newest first.
    claims: Vec<ClaimFile>,
    /// Wishes of the caller's household, newest first.
    wishes: Vec<WishFile>,
    /// Notices to the caller, newest first.
    notices: Page<Notice>,
    /// Number of unread notices.
    unread: i64,
}

async fn myself(store: &Store, actor: &Actor) -> store::Result<Myself> {
    Ok(Myself { id: actor.account, household: actor.household, profile: store.profile(actor).await? })
}

/// Signs in. The answer also sets the session cookie of the pages.
/// A session of a family or a donor lasts 30 days, unless it makes no request for 12 hours; that of staff 12 hours, and of
/// those who read household files unless it makes none for 30 minutes. With a card, the error `pin_needed` means that the
/// family has a PIN. With a password, the error `second_factor_needed` means that the password is right and `code` is
/// missing; a wrong code is refused with `wrong_factor`.
#[utoipa::path(post, path = "/session", tag = "session", security(()),
    request_body = SignIn, responses((status = 200, body = SignedIn)))]
pub async fn sign_in(
    State(store): State<Store>,
    State(cookies): State<Cookies>,
    Address(address): Address,
    headers: HeaderMap,
    Body(who): Body<SignIn>,
) -> Answer<impl IntoResponse> {
    let device = session::cookie(&headers, session::DEVICE).unwrap_or_default();
    let browser = Browser { address: &address, device };
    let welcome = match who {
        SignIn { card: Some(card), pin, today, .. } => store.card_sign_in(&card, &pin, today, browser).await?,
        SignIn { phone, password: Some(password), code, .. } if !password.is_empty() || code.is_none() => {
            let (token, actor) = match store.sign_in_first(&phone, &password, browser).await? {
                FirstStep::Signed(token, actor) => (token, actor),
                FirstStep::Factor(pending) => {
                    let code = code.filter(|code| !code.trim().is_empty());
                    let code = code.ok_or(domain::Error::NotAllowed(Code::SecondFactorNeeded))?;
                    store.sign_in_second(&pending, &code, browser).await?
                }
            };
            Welcome { token, actor, seconds: store::accounts::sessions::DAYS * domain::DAY }
        }
        SignIn { phone, code: Some(code), .. } => store.code_sign_in(&phone, &code, &address).await?,
        SignIn { .. } => return Err(Problem::field("password", Code::Required)),
    };
    signed_in(&store, cookies, welcome).await
}

pub(super) async fn signed_in(store: &Store, cookies: Cookies, welcome: Welcome) -> Answer<impl IntoResponse + use<>> {
    let Welcome { token, actor, seconds } = welcome;
    let account = myself(store, &actor).await?;
    let setup_needed = actor.credential == Credential::SetupCode;
    let factor_required = actor.credential == Credential::FactorDue;
    let cookie = (SET_COOKIE, cookies.session_for(&token, seconds));
    // A phone that is borrowed for today is not remembered.
    let device = (seconds != TODAY).then(|| cookies.choice(session::DEVICE, &store.device_of(actor.account)));
    let device = device.map(|device| (SET_COOKIE, device));
    let set = AppendHeaders(std::iter::once(cookie).chain(device));
    Ok((set, Json(SignedIn { token, account, setup_needed, factor_required })))
}

/// Sets the password in a session of a set-up code, and signs in anew.
/// Until then every other call is refused with `setup_needed`.
#[utoipa::path(post, path = "/me/setup", tag = "session", request_body = NewPassword,
    responses((status = 200, body = SignedIn), (status = 404, description = "Not a session of a set-up code")))]
pub async fn set_up(
    State(store): State<Store>,
    State(cookies): State<Cookies>,
    write: Write,
    Body(NewPassword { password }): Body<NewPassword>,
) -> Answer<impl IntoResponse> {
    let set = store.setup_finish(&write.0, &password).await;
    let (token, actor) = set.map_err(|e| Problem::from(e).calling("new", "password"))?;
    let seconds = store::accounts::sessions::DAYS * domain::DAY;
    signed_in(&store, cookies, Welcome { token, actor, seconds }).await
}

/// Lists the sessions of the caller's account: that of this request first, then the last used; at most 100.
#[utoipa::path(get, path = "/me/sessions", tag = "session", responses((status = 200, body = Page<SessionLine>)))]
pub async fn sessions(
    State(store): State<Store>,
    Signed { actor, session, .. }: Signed,
) -> Answer<Json<Page<SessionLine>>> {
    Ok(Json(Page { items: store.my_sessions(&actor, session).await?, next: None }))
}

/// Ends every session of the caller's account but that of this request.
#[utoipa::path(delete, path = "/me/sessions", tag = "session", responses((status = 204, description = "Ended")))]
pub async fn end_others(State(store): State<Store>, write: Write) -> Answer<StatusCode> {
    store.run(&write.0, EndOtherSessions).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends a session of the caller's account.
#[utoipa::path(delete, path = "/me/sessions/{id}", tag = "session", params(("id" = i64, Path)),
    responses((status = 204, description = "Ended")))]
pub async fn end(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<StatusCode> {
    store.run(&write.0, EndSession(SessionId(id))).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sends a one-time code to a phone, valid for five minutes.
/// The answer is the same for a phone that belongs to no account.
#[utoipa::path(post, path = "/session/codes", tag = "session", security(()), request_body = AskCode,
    responses((status = 202, description = "Sent, if the phone is known"),
              (status = 409, description = "`no_messages`: no gateway is set up here")))]
pub async fn ask_code(
    State(state): State<crate::state::State>,
    Address(address): Address,
    headers: HeaderMap,
    Body(who): Body<AskCode>,
) -> Answer<StatusCode> {
    let app = state.app;
    let Some(messages) = app.messages else { return Err(domain::Error::Conflict(Code::NoMessages).into()) };
    if let Some(message) = app.store.code_ask(&who.phone, &address).await? {
        let text = language(&headers).tf("code-message", &[("code", message.code.as_str().into())]);
        messages.send(Outgoing { phone: message.phone, code: message.code, text });
    }
    Ok(StatusCode::ACCEPTED)
}

/// Proves this session, for ten minutes: with the password, or with a code where the second factor is on.
/// A sign-in by password is a proof as well. Without a fresh one, exports, erasing and merging household files are
/// refused with `proof_needed`.
#[utoipa::path(post, path = "/session/proof", tag = "session", request_body = SessionProof,
    responses((status = 204, description = "Proved")))]
pub async fn prove(
    State(store): State<Store>,
    Address(address): Address,
    write: Write,
    Body(SessionProof { proof }): Body<SessionProof>,
) -> Answer<StatusCode> {
    store.session_prove(&write.0, &proof, &address).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Signs out: the token becomes invalid.
#[utoipa::path(delete, path = "/session", tag = "session", responses((status = 204, description = "Signed out")))]
pub async fn sign_out(
    State(store): State<Store>,
    State(cookies): State<Cookies>,
    signed: Signed,
) -> Answer<impl IntoResponse> {
    store.sign_out(&signed.token).await?;
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(SET_COOKIE, cookies.no_session())])))
}

/// Returns the caller's account, claims, wishes and notices.
#[utoipa::path(get, path = "/me", tag = "session", responses((status = 200, body = Me)))]
pub async fn me(State(store): State<Store>, Signed { actor, .. }: Signed) -> Answer<Json<Me>> {
    let wishes = match actor.household {
        0 => Vec::new(),
        household => store.household_wishes(&actor, household).await?,
    };
    Ok(Json(Me {
        account: myself(&store, &actor).await?,
        claims: store.my_claims(&actor).await?,
        wishes,
        notices: store.notices(&actor, 0).await?,
        unread: store.notices_unread(&actor).await?,
    }))
}
