//! Partnerships of organisations and areas: proposed by one, agreed by the other, renewed and ended by both.

use domain::{
    Timestamp,
    community::partnerships::{
        NewPartnership, Partnership, PartnershipAnswer, PartnershipEnd, PartnershipId, PartnershipList,
    },
};
use store::community::partnerships::{
    lifecycle::{EndPartnership, RenewPartnership},
    propose::{AnswerPartnership, ProposePartnership},
};

use crate::api::prelude::*;

/// Which partnerships a list shows.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct PartnershipsQuery {
    /// Those with a next step (when left out), those that wait for an answer of the area, or those that are over.
    list: PartnershipList,
    /// `next` of the previous page.
    cursor: PartnershipId,
}

/// An answer to a proposal.
#[derive(Deserialize, ToSchema)]
pub struct PartnershipAnswerBody {
    /// Yes or no.
    answer: PartnershipAnswer,
}

/// A new end.
#[derive(Deserialize, ToSchema)]
pub struct PartnershipRenewalBody {
    /// Last second of its new last day.
    until: Timestamp,
}

/// The end of a partnership.
#[derive(Deserialize, ToSchema)]
pub struct PartnershipEndBody {
    /// Why it ends.
    reason: PartnershipEnd,
}

/// Lists the partnerships of your areas, newest first.
#[utoipa::path(get, path = "/partnerships", tag = "partnerships", params(PartnershipsQuery),
    responses((status = 200, body = Page<Partnership>)))]
pub async fn list(
    State(store): State<Store>,
    signed: Signed,
    Query(PartnershipsQuery { list, cursor }): Query<PartnershipsQuery>,
) -> Answer<Json<Page<Partnership>>> {
    Ok(Json(store.partnerships(&signed.actor, list, cursor).await?))
}

/// Lists the partnerships of an organisation, newest first.
#[utoipa::path(get, path = "/organisations/{id}/partnerships", tag = "partnerships", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<Partnership>)))]
pub async fn of_organisation(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Vec<Partnership>>> {
    Ok(Json(store.organisation_partnerships(&signed.actor, id).await?))
}

/// Proposes a partnership, for the organisation that you act for or for an area that you keep.
#[utoipa::path(post, path = "/partnerships", tag = "partnerships", request_body = NewPartnership,
    responses((status = 201, body = Partnership)))]
pub async fn propose(State(store): State<Store>, write: Write, Body(new): Body<NewPartnership>) -> Made<Partnership> {
    let id = store.run(&write.0, ProposePartnership(new)).await?;
    made(store.partnership(write.actor(), id).await?)
}

/// Returns a partnership, for members of its organisation and the staff of its area.
#[utoipa::path(get, path = "/partnerships/{id}", tag = "partnerships", params(("id" = i64, Path)),
    responses((status = 200, body = Partnership)))]
pub async fn get(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Partnership>> {
    Ok(Json(store.partnership(&signed.actor, id).await?))
}

/// Answers a proposal of the other partner.
#[utoipa::path(post, path = "/partnerships/{id}/answer", tag = "partnerships", params(("id" = i64, Path)),
    request_body = PartnershipAnswerBody, responses((status = 200, body = Partnership)))]
pub async fn answer(
    State(store): State<Store>,
    write: Write,
    Id(partnership): Id,
    Body(PartnershipAnswerBody { answer }): Body<PartnershipAnswerBody>,
) -> Answer<Json<Partnership>> {
    store.run(&write.0, AnswerPartnership { partnership, answer }).await?;
    Ok(Json(store.partnership(write.actor(), partnership).await?))
}

/// Says until when you want it to run; once both partners said the same day, it does.
#[utoipa::path(post, path = "/partnerships/{id}/renew", tag = "partnerships", params(("id" = i64, Path)),
    request_body = PartnershipRenewalBody, responses((status = 200, body = Partnership)))]
pub async fn renew(
    State(store): State<Store>,
    write: Write,
    Id(partnership): Id,
    Body(PartnershipRenewalBody { until }): Body<PartnershipRenewalBody>,
) -> Answer<Json<Partnership>> {
    store.run(&write.0, RenewPartnership { partnership, until }).await?;
    Ok(Json(store.partnership(write.actor(), partnership).await?))
}

/// Ends a partnership or takes your proposal back, with a reason.
#[utoipa::path(post, path = "/partnerships/{id}/end", tag = "partnerships", params(("id" = i64, Path)),
    request_body = PartnershipEndBody, responses((status = 200, body = Partnership)))]
pub async fn end(
    State(store): State<Store>,
    write: Write,
    Id(partnership): Id,
    Body(PartnershipEndBody { reason }): Body<PartnershipEndBody>,
) -> Answer<Json<Partnership>> {
    store.run(&write.0, EndPartnership { partnership, reason }).await?;
    Ok(Json(store.partnership(write.actor(), partnership).await?))
}
