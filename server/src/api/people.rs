//! Signing in and out, and who I am.

use app::session::Cookies;
use axum::{
    Json,
    extract::State,
    http::{StatusCode, header::SET_COOKIE},
    response::{AppendHeaders, IntoResponse},
};
use domain::{
    claims::ClaimFile,
    notices::Notice,
    people::{Actor, Profile},
    wishes::{Page, WishFile},
};
use serde::{Deserialize, Serialize};
use store::Store;
use utoipa::ToSchema;

use crate::http::{
    Answer,
    address::Address,
    extract::{Body, Signed},
};

/// Who signs in.
#[derive(Deserialize, ToSchema)]
pub struct SignIn {
    /// Mobile number.
    #[schema(example = "13800138000")]
    phone: String,
    /// Password.
    password: String,
}

/// A session.
#[derive(Serialize, ToSchema)]
pub struct SignedIn {
    /// For `Authorization: Bearer …`; 30 days.
    token: String,
    /// Whose it is.
    account: Myself,
}

/// The account that is signed in.
#[derive(Serialize, ToSchema)]
pub struct Myself {
    /// Its number.
    id: i64,
    /// The household it speaks for, or 0.
    household: i64,
    /// Name, phone, organisation and roles.
    #[serde(flatten)]
    profile: Profile,
}

/// Everything that is mine.
#[derive(Serialize, ToSchema)]
pub struct Me {
    /// Who I am.
    account: Myself,
    /// What I promised, newest first.
    claims: Vec<ClaimFile>,
    /// What my household wished for, newest first.
    wishes: Vec<WishFile>,
    /// What I was told, newest first.
    notices: Page<Notice>,
    /// How many notices I have not read.
    unread: i64,
}

async fn myself(store: &Store, actor: &Actor) -> store::Result<Myself> {
    Ok(Myself { id: actor.account, household: actor.household, profile: store.profile(actor).await? })
}

/// Sign in. The same session also comes as the cookie that the pages use.
#[utoipa::path(post, path = "/session", tag = "session", security(()),
    request_body = SignIn, responses((status = 200, body = SignedIn)))]
pub async fn sign_in(
    State(store): State<Store>,
    State(cookies): State<Cookies>,
    Address(address): Address,
    Body(who): Body<SignIn>,
) -> Answer<impl IntoResponse> {
    let (token, actor) = store.sign_in(&who.phone, &who.password, &address).await?;
    let account = myself(&store, &actor).await?;
    Ok((AppendHeaders([(SET_COOKIE, cookies.session(&token))]), Json(SignedIn { token, account })))
}

/// Sign out: the token is worth nothing from now on.
#[utoipa::path(delete, path = "/session", tag = "session", responses((status = 204, description = "Signed out")))]
pub async fn sign_out(
    State(store): State<Store>,
    State(cookies): State<Cookies>,
    signed: Signed,
) -> Answer<impl IntoResponse> {
    store.sign_out(&signed.token).await?;
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(SET_COOKIE, cookies.no_session())])))
}

/// Who I am, my claims, my wishes, my notices.
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
