//! Consents: who agreed to what, and taking it back.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use domain::{
    Error,
    consents::{Consent, ConsentId, ConsentKind, GivenAs, How, NewConsent},
    wishes::{Page, WishId},
};
use serde::{Deserialize, Serialize};
use store::{Store, consents::Withdrawal};
use utoipa::{IntoParams, ToSchema};

use super::claims::Reason;
use crate::http::{
    Answer,
    extract::{Body, Id, Query, Signed, Write},
};

/// Which page of what was taken back.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ConsentsQuery {
    /// `next` of the page before.
    cursor: i64,
}

/// What a household has agreed to. Names and words show to staff who have opened its file.
#[derive(Serialize, ToSchema)]
pub struct Consents {
    /// What holds.
    held: Vec<Consent>,
    /// What was taken back, latest first.
    ended: Page<Consent>,
}

/// A consent to be written down: the family itself says `screen`, who keeps its file `spoken`. One that was signed needs
/// its photo, and so the page.
#[derive(Deserialize, ToSchema)]
pub struct ConsentBody {
    /// Whom it is about; 0 for the family.
    #[serde(default)]
    member: i64,
    /// To what.
    kind: ConsentKind,
    /// The wish that a photo belongs to.
    #[serde(default)]
    wish: WishId,
    /// The grown-up of the household who agreed; 0 when it is somebody else.
    #[serde(default)]
    giver: i64,
    /// That somebody else.
    #[serde(default)]
    given_by: String,
    /// What the giver is to the person: for a child anything but `self`.
    #[serde(default)]
    relation: GivenAs,
    /// How it was said.
    #[serde(default)]
    how: How,
    /// Who heard it, when it was spoken.
    #[serde(default)]
    witness: String,
    /// Anything worth knowing later; the family can read it.
    #[serde(default)]
    note: String,
}

/// The number of what was written down.
#[derive(Serialize, ToSchema)]
pub struct ConsentMade {
    /// The consent.
    consent: ConsentId,
}

/// What a household has agreed to: for itself and the staff of its area.
#[utoipa::path(get, path = "/households/{id}/consents", tag = "consents", params(("id" = i64, Path), ConsentsQuery),
    responses((status = 200, body = Consents)))]
pub async fn list(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Id(id): Id,
    Query(ConsentsQuery { cursor }): Query<ConsentsQuery>,
) -> Answer<Json<Consents>> {
    let file = store.consents(&actor, id, cursor).await?;
    Ok(Json(Consents { held: file.held, ended: file.ended }))
}

/// Write a consent down.
#[utoipa::path(post, path = "/households/{id}/consents", tag = "consents", params(("id" = i64, Path)),
    request_body = ConsentBody, responses((status = 201, body = ConsentMade)))]
pub async fn record(
    State(store): State<Store>,
    write: Write,
    Id(household): Id,
    Body(body): Body<ConsentBody>,
) -> Answer<(StatusCode, Json<ConsentMade>)> {
    let ConsentBody { member, kind, wish, giver, given_by, relation, how, witness, note } = body;
    let new = NewConsent { household, member, kind, wish, giver, given_by, relation, how, witness, note };
    let consent = store.consent_record(&write.0, new, None).await?;
    Ok((StatusCode::CREATED, Json(ConsentMade { consent })))
}

/// Take a consent back; what was public because of it is gone at once.
#[utoipa::path(post, path = "/households/{id}/consents/{consent}/withdraw", tag = "consents",
    params(("id" = i64, Path), ("consent" = i64, Path)), request_body = Reason,
    responses((status = 200, body = Consents)))]
pub async fn withdraw(
    State(store): State<Store>,
    write: Write,
    path: Result<Path<(i64, i64)>, axum::extract::rejection::PathRejection>,
    Body(Reason { reason }): Body<Reason>,
) -> Answer<Json<Consents>> {
    let Path((household, consent)) = path.map_err(|_| Error::NotFound)?;
    store.consent_withdraw(&write.0, Withdrawal { household, consent, reason }).await?;
    let file = store.consents(write.actor(), household, 0).await?;
    Ok(Json(Consents { held: file.held, ended: file.ended }))
}
