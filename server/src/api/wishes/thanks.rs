//! Thanks of families: written after the hand-over, and reviewed before the donor reads them.

use domain::{households::HouseholdId, wishes::Thanks};
use store::claims::{
    thanks::{AddThanks, ReleaseThanks, Review, WithholdThanks},
    thanks_review::ThanksWaiting,
};

use crate::api::prelude::*;

/// A family's thanks for a claim.
#[derive(Deserialize, ToSchema)]
pub struct ThanksBody {
    /// Words, at most 200 characters; may be empty with a card.
    #[serde(default)]
    words: String,
    /// One of the cards: `flower`, `sun`, `star`, `tea`; may be empty with words.
    #[serde(default)]
    card: String,
}

/// The thanks that were written.
#[derive(Serialize, ToSchema)]
pub struct AddedThanks {
    /// Their number.
    id: i64,
}

/// Words as the claimer will read them.
#[derive(Deserialize, ToSchema)]
pub struct ReleaseBody {
    /// The words; staff may have shortened them.
    #[serde(default)]
    words: String,
}

/// Thanks that wait for review.
#[derive(Serialize, ToSchema)]
pub struct ThanksToReview {
    /// Words and card, as the family sent them.
    thanks: Thanks,
    /// Household that sent them.
    household: HouseholdId,
    /// Member the wish was for; 0 for the whole family.
    member: i64,
    /// Whether the words have to wait for a consent.
    needs_consent: bool,
    /// Whether showing the member was refused, and that stands.
    refused: bool,
}

impl From<ThanksWaiting> for ThanksToReview {
    fn from(waiting: ThanksWaiting) -> ThanksToReview {
        let needs_consent = waiting.needs_consent();
        let ThanksWaiting { thanks, household, member, refused, .. } = waiting;
        ThanksToReview { thanks, household, member, needs_consent, refused }
    }
}

/// Writes your family's thanks for a claim, once, after the hand-over. Staff review them before the donor reads them.
#[utoipa::path(post, path = "/claims/{id}/thanks", tag = "claims", params(("id" = i64, Path)),
    request_body = ThanksBody, responses((status = 201, body = AddedThanks)))]
pub async fn thanks_add(
    State(store): State<Store>,
    write: Write,
    Id(claim): Id,
    Body(ThanksBody { words, card }): Body<ThanksBody>,
) -> Made<AddedThanks> {
    made(AddedThanks { id: store.run(&write.0, AddThanks { claim, words, card }).await? })
}

/// Lists up to 200 thanks that wait for review in your areas, oldest first.
#[utoipa::path(get, path = "/thanks", tag = "claims", responses((status = 200, body = Vec<ThanksToReview>)))]
pub async fn thanks_waiting(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<ThanksToReview>>> {
    let waiting = store.thanks_waiting(&signed.actor).await?;
    Ok(Json(waiting.into_iter().map(ThanksToReview::from).collect()))
}

/// Releases thanks to their claimer, with words that you may have edited.
#[utoipa::path(post, path = "/thanks/{id}/release", tag = "claims", params(("id" = i64, Path)),
    request_body = ReleaseBody, responses((status = 204, description = "Released")))]
pub async fn thanks_release(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(ReleaseBody { words }): Body<ReleaseBody>,
) -> Answer<StatusCode> {
    store.run(&write.0, ReleaseThanks(Review { id, release: true, words })).await?;
    Ok(DONE)
}

/// Withholds thanks from their claimer.
#[utoipa::path(post, path = "/thanks/{id}/withhold", tag = "claims", params(("id" = i64, Path)),
    responses((status = 204, description = "Withheld")))]
pub async fn thanks_withhold(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<StatusCode> {
    store.run(&write.0, WithholdThanks(Review { id, release: false, words: String::new() })).await?;
    Ok(DONE)
}
