//! Passwords and PINs of the caller's own account, registration, and set-up codes for families.

use app::{
    i18n::Lang,
    web::{messages::Outgoing, session::Cookies},
};
use axum::{http::HeaderMap, response::IntoResponse};
use domain::{
    Code,
    accounts::{Actor, Registration},
    areas::AreaId,
    households::reveals::Reveal,
};
use store::{
    By,
    accounts::sign_in::{card_sign_in::Welcome, codes::Message},
};

use super::{
    admin::{SetupCode, shown},
    cards::CardBody,
    session::{SignedIn, signed_in},
};
use crate::{
    api::prelude::*,
    http::{address::Address, problem::language, random_id},
};

/// A new password with the old one.
#[derive(Deserialize, ToSchema)]
pub struct ChangedPassword {
    /// Password until now; empty for a donor who has none yet.
    #[serde(default)]
    old: String,
    /// New password, at least 8 characters.
    new: String,
}

/// A new PIN with the old one.
#[derive(Deserialize, ToSchema)]
pub struct ChangedPin {
    /// PIN until now; empty for none.
    #[serde(default)]
    old_pin: String,
    /// New PIN; left out to have none.
    #[serde(default)]
    pin: Option<String>,
}

/// A phone that registers.
#[derive(Deserialize, ToSchema)]
pub struct RegisteringPhone {
    /// Mobile number.
    #[schema(example = "13800138000")]
    phone: String,
}

/// A donor who registers.
#[derive(Deserialize, ToSchema)]
pub struct RegistrationBody {
    /// Mobile number, used to sign in.
    #[schema(example = "13800138000")]
    phone: String,
    /// Name by which the shop calls the donor; 1 to 30 characters.
    name: String,
    /// Password, at least 8 characters.
    password: String,
    /// Invitation code of an organisation; empty for individuals.
    #[serde(default)]
    invitation: String,
    /// Root area to join without an invitation.
    #[serde(default)]
    area: AreaId,
    /// `agreed` of `GET /agreement`: terms and privacy statement that the donor has read.
    #[serde(default)]
    agreed: String,
    /// Code that `POST /registration/codes` sent to the phone, where a message gateway is set up.
    #[serde(default)]
    code: String,
}

/// Changes your password, ends all your sessions, and signs in anew.
#[utoipa::path(post, path = "/me/password", tag = "session", request_body = ChangedPassword,
    responses((status = 200, body = SignedIn)))]
pub async fn password_change(
    State(store): State<Store>,
    State(cookies): State<Cookies>,
    write: Write,
    Body(ChangedPassword { old, new }): Body<ChangedPassword>,
) -> Answer<impl IntoResponse> {
    let token = store.change_password(&write.0, &old, &new).await?;
    let actor = store.actor(&token).await?.ok_or(domain::Error::NotAllowed(Code::SignInNeeded))?;
    let seconds = store::accounts::sessions::DAYS * domain::DAY;
    signed_in(&store, cookies, Welcome { token, actor, seconds }).await
}

/// Sets, changes or removes the PIN of your own family, and ends its other sessions.
#[utoipa::path(post, path = "/me/pin", tag = "session", request_body = ChangedPin,
    responses((status = 204, description = "Set or removed")))]
pub async fn pin_set(
    State(store): State<Store>,
    write: Write,
    Body(ChangedPin { old_pin, pin }): Body<ChangedPin>,
) -> Answer<StatusCode> {
    match pin {
        Some(pin) => store.pin_set(&write.0, &old_pin, &pin).await?,
        None => store.pin_remove(&write.0, &old_pin).await?,
    }
    Ok(DONE)
}

/// Sends a one-time code to a phone that registers, valid for five minutes.
/// It is sent whether or not the phone has an account.
#[utoipa::path(post, path = "/registration/codes", tag = "session", security(()), request_body = RegisteringPhone,
    responses((status = 202, description = "Sent")))]
pub async fn registration_code(
    State(state): State<crate::state::State>,
    Address(address): Address,
    headers: HeaderMap,
    Body(RegisteringPhone { phone }): Body<RegisteringPhone>,
) -> Answer<StatusCode> {
    let app = state.app;
    let Some(messages) = app.messages else { return Err(domain::Error::Conflict(Code::NoMessages).into()) };
    let Message { phone, code } = app.store.register_code(&phone, &address).await?;
    let lang: Lang = language(&headers);
    let text = lang.tf("code-message", &[("code", code.as_str().into())]);
    messages.send(Outgoing { phone, code, text });
    Ok(StatusCode::ACCEPTED)
}

/// Registers a donor, and signs it in: with a code where a message gateway is set up.
#[utoipa::path(post, path = "/registration", tag = "session", security(()), request_body = RegistrationBody,
    responses((status = 200, body = SignedIn)))]
pub async fn register(
    State(state): State<crate::state::State>,
    State(cookies): State<Cookies>,
    Address(address): Address,
    Body(body): Body<RegistrationBody>,
) -> Answer<impl IntoResponse> {
    let RegistrationBody { phone, name, password, invitation, area, agreed, code } = body;
    let new = Registration { phone, name, password, invitation, area, agreed: agreed.parse().ok() };
    let (app, by) = (state.app, By::new(Actor::visitor(), random_id()));
    let (token, _) = if app.messages.is_some() {
        app.store.register_proved(&by, new, &code, &address).await?
    } else {
        app.store.register(&by, new, &address).await?
    };
    let actor = app.store.actor(&token).await?.ok_or(domain::Error::NotAllowed(Code::SignInNeeded))?;
    let seconds = store::accounts::sessions::DAYS * domain::DAY;
    signed_in(&app.store, cookies, Welcome { token, actor, seconds }).await
}

/// Makes a code with which a family sets its password, and ends its sessions; the family reads the reason in its log.
#[utoipa::path(post, path = "/households/{id}/password", tag = "cards", params(("id" = i64, Path)),
    request_body = CardBody, responses((status = 201, body = SetupCode)))]
pub async fn household_password(
    State(store): State<Store>,
    write: Write,
    Id(household): Id,
    Body(CardBody { reason, words }): Body<CardBody>,
) -> Made<SetupCode> {
    made(shown(0, store.household_password(&write.0, Reveal { household, reason, words }).await?))
}
