//! Referrals of families to services of other offices.

use domain::{
    Code, Error,
    areas::AreaId,
    casework::{conferences::ConferenceId, findings::FindingId},
    services::{
        TimeClass,
        referrals::{NewReferral, Referral, ReferralFile, ReferralId, ReferralStep, StepTaken},
    },
};
use store::{
    casework::{conferences::measures::ReferMeasure, findings::steps::ReferFinding},
    services::referrals::{
        drafts::DraftReferral,
        steps::{SayOfReferral, StepReferral, StopSharing},
        views::{ReferralQuery, ReferralStage},
    },
};

use crate::api::prelude::*;

/// Filters of the list of referrals.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ReferralsQuery {
    /// `open` (the default), `late`, `over`, `all`, or as the figures count them `answered_in_time`, `done_in_time`,
    /// `confirmed` or `climbed`.
    show: String,
    /// Area with those below it; 0 for all of yours.
    area: AreaId,
    /// Class of time.
    class: Option<TimeClass>,
    /// Month in which they were sent, as `2026-10`.
    month: String,
    /// `next` of the previous page.
    cursor: ReferralId,
}

impl From<ReferralsQuery> for ReferralQuery {
    fn from(query: ReferralsQuery) -> ReferralQuery {
        ReferralQuery {
            stage: ReferralStage::of(&query.show),
            area: (query.area > 0).then_some(query.area),
            class: query.class,
            month: query.month.parse().ok(),
            cursor: query.cursor,
        }
    }
}

/// A referral to be drafted, and the finding of a visit or the conference that it comes from.
#[derive(Deserialize, ToSchema)]
pub struct ReferralBody {
    /// The referral.
    #[serde(flatten)]
    new: NewReferral,
    /// An open finding of the household, which says from then on where it went; left out for none.
    #[serde(default)]
    finding: Option<FindingId>,
    /// An open conference about the household in which the office promised it; it becomes a measure there. Not with a
    /// finding.
    #[serde(default)]
    conference: Option<ConferenceId>,
}

/// A referral that was drafted or sent.
#[derive(Serialize, ToSchema)]
pub struct ReferralDrafted {
    /// Number of the referral.
    referral: ReferralId,
}

/// What a family says of what an office did.
#[derive(Deserialize, ToSchema)]
pub struct ReferralSayBody {
    /// `confirm` or `dispute`.
    step: ReferralStep,
    /// The family's words, up to 500 characters.
    #[serde(default)]
    words: String,
}

/// A link for an office without an account.
#[derive(Serialize, ToSchema)]
pub struct OfficeLinkMade {
    /// Path of the page on this site, shown this once. Who has it reads what the family agreed to.
    path: String,
}

/// Lists the referrals of families in the areas whose cases you read.
#[utoipa::path(get, path = "/referrals", tag = "referrals", params(ReferralsQuery),
    responses((status = 200, body = Page<Referral>)))]
pub async fn list(
    State(store): State<Store>,
    signed: Signed,
    Query(query): Query<ReferralsQuery>,
) -> Answer<Json<Page<Referral>>> {
    Ok(Json(store.referrals(&signed.actor, &query.into()).await?))
}

/// Returns a referral with its history, for its family and the staff of the area.
#[utoipa::path(get, path = "/referrals/{id}", tag = "referrals", params(("id" = i64, Path)),
    responses((status = 200, body = ReferralFile)))]
pub async fn get(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<ReferralFile>> {
    Ok(Json(store.referral(&signed.actor, id).await?))
}

/// Drafts a referral of a household, or sends it at once.
#[utoipa::path(post, path = "/households/{id}/referrals", tag = "referrals", params(("id" = i64, Path)),
    request_body = ReferralBody, responses((status = 201, body = ReferralDrafted)))]
pub async fn draft(
    State(store): State<Store>,
    write: Write,
    Id(household): Id,
    Body(ReferralBody { new, finding, conference }): Body<ReferralBody>,
) -> Made<ReferralDrafted> {
    let referral = match (finding, conference) {
        (Some(_), Some(_)) => return Err(Error::field("conference", Code::Unknown).into()),
        (Some(finding), None) => store.run(&write.0, ReferFinding { household, finding, new }).await?,
        (None, Some(conference)) => store.run(&write.0, ReferMeasure { household, conference, new }).await?,
        (None, None) => store.run(&write.0, DraftReferral { household, new }).await?,
    };
    made(ReferralDrafted { referral })
}

/// Takes a step of the sender: `send`, `redirect`, `cancel`, or `confirm` and `dispute` after asking the family.
#[utoipa::path(post, path = "/referrals/{id}/steps", tag = "referrals", params(("id" = i64, Path)),
    request_body = StepTaken, responses((status = 200, body = ReferralFile)))]
pub async fn step(
    State(store): State<Store>,
    write: Write,
    Id(referral): Id,
    Body(taken): Body<StepTaken>,
) -> Answer<Json<ReferralFile>> {
    store.run(&write.0, StepReferral { referral, taken }).await?;
    Ok(Json(store.referral(write.actor(), referral).await?))
}

/// Makes a link by which the office answers without an account; links made before end.
#[utoipa::path(post, path = "/referrals/{id}/link", tag = "referrals", params(("id" = i64, Path)),
    responses((status = 201, body = OfficeLinkMade)))]
pub async fn link(State(store): State<Store>, write: Write, Id(id): Id) -> Made<OfficeLinkMade> {
    let token = store.referral_link_make(&write.0, id).await?;
    made(OfficeLinkMade { path: format!("/office/{token}") })
}

/// Ends what is passed on to the office, for the family and its caseworkers.
#[utoipa::path(post, path = "/referrals/{id}/stop-sharing", tag = "referrals", params(("id" = i64, Path)),
    responses((status = 200, body = ReferralFile)))]
pub async fn stop_sharing(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<ReferralFile>> {
    store.run(&write.0, StopSharing { referral: id }).await?;
    Ok(Json(store.referral(write.actor(), id).await?))
}

/// Lists the referrals of your own family.
#[utoipa::path(get, path = "/me/referrals", tag = "referrals", responses((status = 200, body = Vec<ReferralFile>)))]
pub async fn mine(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<ReferralFile>>> {
    Ok(Json(store.my_referrals(&signed.actor).await?))
}

/// Says of your own family's referral whether what the office did is right.
#[utoipa::path(post, path = "/me/referrals/{id}/say", tag = "referrals", params(("id" = i64, Path)),
    request_body = ReferralSayBody, responses((status = 200, body = ReferralFile)))]
pub async fn say(
    State(store): State<Store>,
    write: Write,
    Id(referral): Id,
    Body(ReferralSayBody { step, words }): Body<ReferralSayBody>,
) -> Answer<Json<ReferralFile>> {
    store.run(&write.0, SayOfReferral { referral, step, words }).await?;
    Ok(Json(store.referral(write.actor(), referral).await?))
}
