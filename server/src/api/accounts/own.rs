//! What owners change of their own accounts, and an administrator of others': names, phones, area, organisation, end.

use app::web::{
    messages::Outgoing,
    session::{self, Cookies},
};
use axum::{
    http::{HeaderMap, header::SET_COOKIE},
    response::{AppendHeaders, IntoResponse},
};
use domain::{
    Code,
    accounts::{closing::ClosingTerms, work_place::WorkPlace},
};
use store::accounts::{
    identity::{SetContact, SetName},
    membership::{LeaveOrganisation, SetArea},
    sign_in::{card_sign_in::Welcome, codes::Message},
    work_place::{SetWorkPlace, must_be_staff},
};

use super::session::{SignedIn, signed_in};
use crate::{
    api::prelude::*,
    http::{address::Address, problem::language},
};

/// A new password for a forgotten one.
#[derive(Deserialize, ToSchema)]
pub struct ForgottenPassword {
    /// Mobile number.
    #[schema(example = "13800138000")]
    phone: String,
    /// One-time code that `POST /session/codes` sent to it.
    code: String,
    /// New password, at least 8 characters.
    password: String,
}

/// A display name.
#[derive(Deserialize, ToSchema)]
pub struct NewName {
    /// Name by which the shop calls the donor; 1 to 30 characters.
    name: String,
}

/// A phone to be proved.
#[derive(Deserialize, ToSchema)]
pub struct ProvePhone {
    /// New mobile number.
    #[schema(example = "13800138000")]
    phone: String,
}

/// A new phone with its proof.
#[derive(Deserialize, ToSchema)]
pub struct ChangedPhone {
    /// New mobile number.
    #[schema(example = "13800138000")]
    phone: String,
    /// Code that `POST /me/phone-codes` sent to it, where a message gateway is set up.
    #[serde(default)]
    code: String,
    /// The account's password, where none is.
    #[serde(default)]
    password: String,
}

/// A root area.
#[derive(Deserialize, ToSchema)]
pub struct ChosenArea {
    /// Its number.
    area: i64,
}

/// An organisation's invitation.
#[derive(Deserialize, ToSchema)]
pub struct Invitation {
    /// Code of 8 characters.
    invitation: String,
}

/// The organisation that was joined.
#[derive(Serialize, ToSchema)]
pub struct Joined {
    /// Its name.
    organisation: String,
}

/// Proof that the owner closes an account.
#[derive(Deserialize, ToSchema)]
pub struct CloseAccountBody {
    /// The account's password, if it has one.
    #[serde(default)]
    password: String,
}

/// Name and phone of an account.
#[derive(Deserialize, ToSchema)]
pub struct OwnContact {
    /// Name, 1 to 30 characters.
    name: String,
    /// Mobile number, used to sign in.
    #[schema(example = "13800138000")]
    phone: String,
}

/// Sets a new password with a code that was sent to the phone, ends every session, and signs in.
/// For families and donors; staff get a set-up code from an administrator.
#[utoipa::path(post, path = "/session/password", tag = "session", security(()),
    request_body = ForgottenPassword, responses((status = 200, body = SignedIn)))]
pub async fn password_forgotten(
    State(store): State<Store>,
    State(cookies): State<Cookies>,
    Address(address): Address,
    Body(ForgottenPassword { phone, code, password }): Body<ForgottenPassword>,
) -> Answer<impl IntoResponse> {
    let set = store.password_forgotten(&phone, &code, &password, &address).await;
    let (token, actor) = set.map_err(|e| Problem::from(e).calling("new", "password"))?;
    let seconds = store::accounts::sessions::DAYS * domain::DAY;
    signed_in(&store, cookies, Welcome { token, actor, seconds }).await
}

/// Changes the caller's name. Families and staff are refused: caseworkers and administrators change theirs.
#[utoipa::path(post, path = "/me/name", tag = "session", request_body = NewName,
    responses((status = 204, description = "Changed")))]
pub async fn name_set(
    State(store): State<Store>,
    write: Write,
    Body(NewName { name }): Body<NewName>,
) -> Answer<StatusCode> {
    store.run(&write.0, SetName { name }).await?;
    Ok(DONE)
}

/// Sends a one-time code to a phone that is to be the caller's, valid for five minutes.
/// It is sent whether or not the phone has an account.
#[utoipa::path(post, path = "/me/phone-codes", tag = "session", request_body = ProvePhone,
    responses((status = 202, description = "Sent"),
              (status = 409, description = "`no_messages`: no gateway is set up here")))]
pub async fn phone_code(
    State(state): State<crate::state::State>,
    Address(address): Address,
    Signed { actor, .. }: Signed,
    headers: HeaderMap,
    Body(ProvePhone { phone }): Body<ProvePhone>,
) -> Answer<StatusCode> {
    store::accounts::identity::must_own_identity(&actor)?;
    let app = state.app;
    let Some(messages) = app.messages else { return Err(domain::Error::Conflict(Code::NoMessages).into()) };
    let Message { phone, code } = app.store.phone_code(&actor, &phone, &address).await?;
    let text = language(&headers).tf("code-message", &[("code", code.as_str().into())]);
    messages.send(Outgoing { phone, code, text });
    Ok(StatusCode::ACCEPTED)
}

/// Changes the caller's phone and ends its other sessions: with a code where a message gateway is set up, with the
/// password where none is.
#[utoipa::path(post, path = "/me/phone", tag = "session", request_body = ChangedPhone,
    responses((status = 204, description = "Changed")))]
pub async fn phone_set(
    State(state): State<crate::state::State>,
    Address(address): Address,
    write: Write,
    Body(ChangedPhone { phone, code, password }): Body<ChangedPhone>,
) -> Answer<StatusCode> {
    let app = state.app;
    if app.messages.is_some() {
        app.store.phone_set_proved(&write.0, &phone, &code, &address).await?;
    } else {
        let set = app.store.phone_set(&write.0, &phone, &password).await;
        set.map_err(|e| Problem::from(e).calling("old", "password"))?;
    }
    Ok(DONE)
}

/// Moves the caller, a donor, to another root area. It leaves its organisation; open claims and offers stay.
#[utoipa::path(post, path = "/me/area", tag = "session", request_body = ChosenArea,
    responses((status = 204, description = "Changed")))]
pub async fn area_set(
    State(store): State<Store>,
    write: Write,
    Body(ChosenArea { area }): Body<ChosenArea>,
) -> Answer<StatusCode> {
    store.run(&write.0, SetArea { area }).await?;
    Ok(DONE)
}

/// Makes the caller, a donor, a member of the organisation with this invitation.
#[utoipa::path(post, path = "/me/organisation", tag = "session", request_body = Invitation,
    responses((status = 200, body = Joined)))]
pub async fn organisation_join(
    State(store): State<Store>,
    write: Write,
    Body(Invitation { invitation }): Body<Invitation>,
) -> Answer<Json<Joined>> {
    Ok(Json(Joined { organisation: store.organisation_join(&write.0, &invitation).await? }))
}

/// Ends the caller's membership in its organisation.
#[utoipa::path(delete, path = "/me/organisation", tag = "session", responses((status = 204, description = "Left")))]
pub async fn organisation_leave(State(store): State<Store>, write: Write) -> Answer<StatusCode> {
    store.run(&write.0, LeaveOrganisation).await?;
    Ok(DONE)
}

/// Returns what stands in the way of closing the caller's account, and whether closing takes the password.
#[utoipa::path(get, path = "/me/closing", tag = "session", responses((status = 200, body = ClosingTerms)))]
pub async fn closing(State(store): State<Store>, Signed { actor, .. }: Signed) -> Answer<Json<ClosingTerms>> {
    Ok(Json(store.closing_terms(&actor).await?))
}

/// Closes the caller's account for good: ends its sessions, erases its phone and name, and frees the phone.
/// Claims, receipts and journals stay under its number; the names of staff stay where they signed.
#[utoipa::path(post, path = "/me/close", tag = "session", request_body = CloseAccountBody,
    responses((status = 204, description = "Closed")))]
pub async fn close(
    State(store): State<Store>,
    State(cookies): State<Cookies>,
    write: Write,
    Body(CloseAccountBody { password }): Body<CloseAccountBody>,
) -> Answer<impl IntoResponse> {
    let closed = store.account_close(&write.0, &password).await;
    closed.map_err(|e| Problem::from(e).calling("old", "password"))?;
    let forget = [cookies.no_session(), cookies.choice(session::DEVICE, "")];
    Ok((DONE, AppendHeaders(forget.map(|cookie| (SET_COOKIE, cookie)))))
}

/// Changes name and phone of an account whose roles the caller administers, and tells its owner.
#[utoipa::path(post, path = "/accounts/{id}/contact", tag = "session", params(("id" = i64, Path)),
    request_body = OwnContact, responses((status = 204, description = "Changed")))]
pub async fn contact_set(
    State(store): State<Store>,
    write: Write,
    Id(account): Id,
    Body(OwnContact { name, phone }): Body<OwnContact>,
) -> Answer<StatusCode> {
    store.account_contact(&write.0, SetContact { account, name, phone }).await?;
    Ok(DONE)
}

/// What staff look at first, on all of their devices. The API's own lists are not narrowed by it.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct WorkPlaceBody {
    /// Area, with those below it, or `null` for all.
    area: Option<i64>,
    /// Shop, or `null` for all.
    location: Option<i64>,
}

/// Returns the area and the shop that the caller has chosen as its own.
#[utoipa::path(get, path = "/me/place", tag = "session", responses((status = 200, body = WorkPlaceBody)))]
pub async fn place(Signed { actor, .. }: Signed) -> Answer<Json<WorkPlaceBody>> {
    must_be_staff(&actor)?;
    let WorkPlace { area, shop } = actor.place;
    Ok(Json(WorkPlaceBody { area: area.map(|area| area.id), location: shop.map(|shop| shop.id) }))
}

/// Sets the area and the shop by which the pages' lists begin; it gives no right.
#[utoipa::path(post, path = "/me/place", tag = "session", request_body = WorkPlaceBody,
    responses((status = 204, description = "Set")))]
pub async fn place_set(
    State(store): State<Store>,
    write: Write,
    Body(WorkPlaceBody { area, location }): Body<WorkPlaceBody>,
) -> Answer<StatusCode> {
    store.run(&write.0, SetWorkPlace { area, location }).await?;
    Ok(DONE)
}
