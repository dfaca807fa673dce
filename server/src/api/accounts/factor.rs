//! The caller's second factor: set up with an authenticator app, and turned off.

use domain::{
    Timestamp,
    accounts::factors::{FactorState, RecoveryCodes},
};
use store::accounts::factor::setup::BeginFactor;

use crate::{api::prelude::*, http::address::Address};

/// The caller's second factor.
#[derive(Serialize, ToSchema)]
pub struct SecondFactor {
    /// Since when it is on; null while it is off.
    since: Option<Timestamp>,
    /// Secret in base 32 that waits for the first code of the caller's app, for half an hour.
    waiting: Option<String>,
    /// Recovery codes that are not used up.
    codes_left: i64,
    /// Whether the rules of an area require one.
    required: bool,
}

impl From<FactorState> for SecondFactor {
    fn from(state: FactorState) -> Self {
        let FactorState { since, waiting, codes_left, required } = state;
        SecondFactor { since, waiting, codes_left, required }
    }
}

/// First code of the app.
#[derive(Deserialize, ToSchema)]
pub struct FirstCode {
    /// Six digits.
    #[schema(example = "123456")]
    code: String,
}

/// Codes for a lost phone.
#[derive(Serialize, ToSchema)]
pub struct FactorCodes {
    /// Ten codes, each of which works once. They appear in this answer only.
    codes: Vec<String>,
}

/// Password and code of an account.
#[derive(Deserialize, ToSchema)]
pub struct FactorProof {
    /// The account's password.
    password: String,
    /// Six digits of the app, or a recovery code.
    code: String,
}

/// Returns the caller's second factor.
#[utoipa::path(get, path = "/me/factor", tag = "session", responses((status = 200, body = SecondFactor)))]
pub async fn factor(State(store): State<Store>, Signed { actor, .. }: Signed) -> Answer<Json<SecondFactor>> {
    Ok(Json(store.factor(&actor).await?.into()))
}

/// Draws the secret for the caller's authenticator app (RFC 6238: SHA-1, six digits, 30 seconds). One that waits is
/// replaced.
#[utoipa::path(post, path = "/me/factor/begin", tag = "session", responses((status = 200, body = SecondFactor)))]
pub async fn factor_begin(State(store): State<Store>, write: Write) -> Answer<Json<SecondFactor>> {
    store.run(&write.0, BeginFactor::new()).await?;
    Ok(Json(store.factor(write.actor()).await?.into()))
}

/// Turns the caller's second factor on with the first code of the app, and ends the caller's other sessions.
#[utoipa::path(post, path = "/me/factor/confirm", tag = "session", request_body = FirstCode,
    responses((status = 200, body = FactorCodes)))]
pub async fn factor_confirm(
    State(store): State<Store>,
    Address(address): Address,
    write: Write,
    Body(FirstCode { code }): Body<FirstCode>,
) -> Answer<Json<FactorCodes>> {
    let RecoveryCodes(codes) = store.factor_confirm(&write.0, &code, &address).await?;
    Ok(Json(FactorCodes { codes }))
}

/// Turns the caller's second factor off.
#[utoipa::path(post, path = "/me/factor/off", tag = "session", request_body = FactorProof,
    responses((status = 204, description = "Off")))]
pub async fn factor_off(
    State(store): State<Store>,
    Address(address): Address,
    write: Write,
    Body(FactorProof { password, code }): Body<FactorProof>,
) -> Answer<StatusCode> {
    let removed = store.factor_remove(&write.0, &password, &code, &address).await;
    removed.map_err(|error| Problem::from(error).calling("old", "password"))?;
    Ok(DONE)
}
