//! Consents: recording, refusing and withdrawing them.

pub(crate) mod missing;

use axum::extract::{FromRequest, Request};
use domain::{
    Code,
    consents::{Consent, ConsentId, ConsentKind, GivenAs, How, NewConsent, NewRefusal},
    wishes::WishId,
};
use store::consents::{record::WithdrawConsent, refusals::RefuseConsent};

use super::{claims::Reason, prelude::*};
use crate::http::{
    extract::read,
    upload::{self, Upload},
};

/// A household's consents. Staff see names and texts while the household file is revealed to them.
#[derive(Serialize, ToSchema)]
pub struct Consents {
    /// Consents in force.
    held: Vec<Consent>,
    /// Consents that were withdrawn or refused, latest first.
    ended: Page<Consent>,
}

/// A consent to be recorded.
/// The family itself sends `screen`; the keeper of its file sends `spoken`, or `paper` with a photo of the signed form.
#[derive(Deserialize, ToSchema)]
pub struct ConsentBody {
    /// The member it covers; 0 for the family.
    #[serde(default)]
    member: i64,
    /// What it permits.
    kind: ConsentKind,
    /// For a photo: the wish it belongs to; 0 for pictures that are taken at visits.
    #[serde(default)]
    wish: WishId,
    /// The adult of the household who gives it; 0 when the giver is not a member.
    #[serde(default)]
    giver: i64,
    /// Name of a giver who is not a member.
    #[serde(default)]
    given_by: String,
    /// Relation of the giver to the member; for a child anything but `self`.
    #[serde(default)]
    relation: GivenAs,
    /// How it was given.
    #[serde(default)]
    how: How,
    /// Name of the witness, when it was spoken.
    #[serde(default)]
    witness: String,
    /// A note for later; the family can read it.
    #[serde(default)]
    note: String,
}

/// A consent with a photo of the signed form.
#[derive(ToSchema)]
pub struct ConsentForm {
    /// The consent, as JSON.
    consent: ConsentBody,
    /// The photo: a JPEG, PNG or WebP of at most 12 MB. Stored re-encoded, without metadata, and encrypted.
    #[schema(value_type = Option<String>, format = Binary)]
    paper: Option<Vec<u8>>,
}

impl<S: Send + Sync> FromRequest<S> for ConsentForm {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !upload::is_form(&request) {
            let Body(consent) = Body::from_request(request, state).await?;
            return Ok(ConsentForm { consent, paper: None });
        }
        let form = Upload::read(request, state).await?;
        let consent = match form.field("consent") {
            "" => return Err(Problem::field("consent", Code::Required)),
            json => read(json.as_bytes())?,
        };
        Ok(ConsentForm { consent, paper: form.file.map(|file| file.bytes.to_vec()) })
    }
}

/// A refused consent.
#[derive(Deserialize, ToSchema)]
pub struct RefusalBody {
    /// The member it covers; 0 for the family.
    #[serde(default)]
    member: i64,
    /// What is not permitted.
    kind: ConsentKind,
    /// For a photo: the wish it belongs to; 0 for pictures that are taken at visits.
    #[serde(default)]
    wish: WishId,
    /// The adult of the household who refuses; 0 for the family as a whole.
    #[serde(default)]
    refused_by: i64,
    /// The reason; the family can read it.
    #[serde(default)]
    reason: String,
}

/// The entry that was recorded.
#[derive(Serialize, ToSchema)]
pub struct ConsentMade {
    /// Number of the consent.
    consent: ConsentId,
}

/// Lists a household's consents, for the family itself and the staff of its area.
#[utoipa::path(get, path = "/households/{id}/consents", tag = "consents", params(("id" = i64, Path), Cursor),
    responses((status = 200, body = Consents)))]
pub async fn list(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Id(id): Id,
    Query(Cursor { cursor }): Query<Cursor>,
) -> Answer<Json<Consents>> {
    let file = store.consents(&actor, id, cursor).await?;
    Ok(Json(Consents { held: file.held, ended: file.ended }))
}

/// Records a consent, as JSON.
/// A signed one is sent as a form with `consent` (JSON) and the file `paper`.
#[utoipa::path(post, path = "/households/{id}/consents", tag = "consents", params(("id" = i64, Path)),
    request_body(content((ConsentBody = "application/json"), (ConsentForm = "multipart/form-data"))),
    responses((status = 201, body = ConsentMade),
        (status = 409, description = "`consent_given`: one is on file"),
        (status = 422, description = "`guardian_needed`, `required` (`paper`, `witness`, …), `not_a_picture`")))]
pub async fn record(
    State(store): State<Store>,
    write: Write,
    Id(household): Id,
    ConsentForm { consent, paper }: ConsentForm,
) -> Made<ConsentMade> {
    let ConsentBody { member, kind, wish, giver, given_by, relation, how, witness, note } = consent;
    let new = NewConsent { household, member, kind, wish, giver, given_by, relation, how, witness, note };
    made(ConsentMade { consent: store.consent_record(&write.0, new, paper).await? })
}

/// Records that a consent was refused.
/// It is listed among those that ended, with `at` and `withdrawn_at` the same. No reminder asks again for a year, and
/// wishes stay public without the refused part.
#[utoipa::path(post, path = "/households/{id}/consents/refuse", tag = "consents", params(("id" = i64, Path)),
    request_body = RefusalBody, responses((status = 201, body = ConsentMade),
        (status = 409, description = "`consent_given`: one is on file, take it back")))]
pub async fn refuse(
    State(store): State<Store>,
    write: Write,
    Id(household): Id,
    Body(body): Body<RefusalBody>,
) -> Made<ConsentMade> {
    let RefusalBody { member, kind, wish, refused_by, reason } = body;
    let new = NewRefusal { household, member, kind, wish, refused_by, reason };
    made(ConsentMade { consent: store.run(&write.0, RefuseConsent(new)).await? })
}

/// Withdraws a consent; everything that was public because of it is hidden at once.
#[utoipa::path(post, path = "/households/{id}/consents/{consent}/withdraw", tag = "consents",
    params(("id" = i64, Path), ("consent" = i64, Path)), request_body = Reason,
    responses((status = 200, body = Consents)))]
pub async fn withdraw(
    State(store): State<Store>,
    write: Write,
    Ids(household, consent): Ids,
    Body(Reason { reason }): Body<Reason>,
) -> Answer<Json<Consents>> {
    store.run(&write.0, WithdrawConsent { household, consent, reason }).await?;
    let file = store.consents(write.actor(), household, 0).await?;
    Ok(Json(Consents { held: file.held, ended: file.ended }))
}
