//! What a receiving office reads and answers, as staff that belongs to the organisation.

use domain::services::office::{OfficeAnswer, OfficeReferral, OfficeView};
use store::services::referrals::office::AnswerReferral;

use crate::api::prelude::*;

/// Lists the referrals that are open to your own organisation, newest first; none for accounts that do not answer for it.
#[utoipa::path(get, path = "/office-referrals", tag = "referrals", params(Cursor),
    responses((status = 200, body = Page<OfficeReferral>)))]
pub async fn received(
    State(store): State<Store>,
    signed: Signed,
    Query(Cursor { cursor }): Query<Cursor>,
) -> Answer<Json<Page<OfficeReferral>>> {
    Ok(Json(store.office_referrals_page(&signed.actor, cursor).await?))
}

/// Returns a referral as its office reads it: of the family only what it agreed to. It is `seen` from then on.
#[utoipa::path(get, path = "/office-referrals/{id}", tag = "referrals", params(("id" = i64, Path)),
    responses((status = 200, body = OfficeView)))]
pub async fn view(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<OfficeView>> {
    Ok(Json(store.office_referral(&signed.actor, id).await?))
}

/// Answers a referral for the receiving office.
#[utoipa::path(post, path = "/office-referrals/{id}", tag = "referrals", params(("id" = i64, Path)),
    request_body = OfficeAnswer, responses((status = 204)))]
pub async fn answer(
    State(store): State<Store>,
    write: Write,
    Id(referral): Id,
    Body(answer): Body<OfficeAnswer>,
) -> Answer<StatusCode> {
    store.run(&write.0, AnswerReferral { referral, answer }).await?;
    Ok(DONE)
}
