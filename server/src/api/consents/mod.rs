//! Consents: who agreed to what, and taking it back.

pub(crate) mod missing;

use axum::extract::{FromRequest, Request};
use domain::{
    Code,
    consents::{Consent, ConsentId, ConsentKind, GivenAs, How, NewConsent, NewRefusal},
    wishes::WishId,
};
use store::consents::record::Withdrawal;

use super::{claims::Reason, prelude::*};
use crate::http::{
    extract::read,
    upload::{self, Upload},
};

/// What a household has agreed to. Names and words show to staff who have opened its file.
#[derive(Serialize, ToSchema)]
pub struct Consents {
    /// What holds.
    held: Vec<Consent>,
    /// What was taken back, latest first.
    ended: Page<Consent>,
}

/// A consent to be written down: the family itself says `screen`, who keeps its file `spoken`, or `paper` with a photo of
/// what was signed.
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

/// A consent with the photo of its paper.
#[derive(ToSchema)]
pub struct ConsentForm {
    /// The consent, as JSON.
    consent: ConsentBody,
    /// The photo: a JPEG, PNG or WebP of at most 12 MB. What is kept is made anew from it, without what the camera wrote
    /// into it, and sealed.
    #[schema(value_type = Option<String>, format = Binary)]
    paper: Option<Vec<u8>>,
}

impl<S: Send + Sync> FromRequest<S> for ConsentForm {
    type Rejection = Problem;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Problem> {
        if !upload::is_form(&request) {
            let Body(consent) = Body::from_request(request, state).await?;
            return Ok(ConsentForm { consent, paper: None });
        }
        upload::allow(&mut request, upload::PHOTO);
        let form = Upload::read(request, state).await?;
        let consent = match form.field("consent") {
            "" => return Err(Problem::field("consent", Code::Required)),
            json => read(json.as_bytes())?,
        };
        Ok(ConsentForm { consent, paper: form.file.map(|file| file.bytes.to_vec()) })
    }
}

/// Somebody was asked, and does not agree.
#[derive(Deserialize, ToSchema)]
pub struct RefusalBody {
    /// Whom it is about; 0 for the family.
    #[serde(default)]
    member: i64,
    /// To what.
    kind: ConsentKind,
    /// The wish that a photo belongs to.
    #[serde(default)]
    wish: WishId,
    /// The grown-up of the household who said no; 0 for the family as a whole.
    #[serde(default)]
    refused_by: i64,
    /// What was said; the family can read it.
    #[serde(default)]
    reason: String,
}

/// The number of what was written down.
#[derive(Serialize, ToSchema)]
pub struct ConsentMade {
    /// The consent.
    consent: ConsentId,
}

/// What a household has agreed to: for itself and the staff of its area.
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

/// Write a consent down: as JSON, or, when it was signed, as a form with `consent` (JSON) and the file `paper`.
#[utoipa::path(post, path = "/households/{id}/consents", tag = "consents", params(("id" = i64, Path)),
    request_body(content((ConsentBody = "application/json"), (ConsentForm = "multipart/form-data"))),
    responses((status = 201, body = ConsentMade),
        (status = 409, description = "`consent_given`: one is on file; `too_large`"),
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

/// Write down that somebody was asked and said no. It is listed among what ended, with `at` and `withdrawn_at` the same;
/// nobody is reminded to ask again for a year, and wishes stay public without what was refused.
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
    made(ConsentMade { consent: store.consent_refuse(&write.0, new).await? })
}

/// Take a consent back; what was public because of it is gone at once.
#[utoipa::path(post, path = "/households/{id}/consents/{consent}/withdraw", tag = "consents",
    params(("id" = i64, Path), ("consent" = i64, Path)), request_body = Reason,
    responses((status = 200, body = Consents)))]
pub async fn withdraw(
    State(store): State<Store>,
    write: Write,
    Ids(household, consent): Ids,
    Body(Reason { reason }): Body<Reason>,
) -> Answer<Json<Consents>> {
    store.consent_withdraw(&write.0, Withdrawal { household, consent, reason }).await?;
    let file = store.consents(write.actor(), household, 0).await?;
    Ok(Json(Consents { held: file.held, ended: file.ended }))
}
