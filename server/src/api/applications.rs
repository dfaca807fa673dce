//! Applications for costly wishes: donors apply with a plan, staff of the family's area choose one.

use domain::claims::{
    Claim,
    applications::{Applicant, Application, ApplicationFile, NewApplication},
};
use store::claims::applications::{
    apply::{ApplyForWish, WithdrawApplication},
    decisions::{ChooseApplication, DeclineApplication},
    views::ApplicationFilter,
};

use crate::api::{claims::Reason, prelude::*};

/// Filters of the list of applications.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ApplicationQuery {
    /// Lists all applications for this wish; without it those that wait for a decision.
    wish: Option<i64>,
    /// `next` of the previous page.
    cursor: i64,
}

/// Applies for a wish that is given by application (`by_application`). Applying again replaces plan and units.
///
/// Nothing is held meanwhile. Staff of the family's area choose one donor, whose application becomes a claim; the
/// others hear of it, and wait again by themselves if the goods do not come. Staff are reminded after three days,
/// coordinators are told after seven, and after fourteen the wish says that the decision is late (`decision_late`).
#[utoipa::path(post, path = "/wishes/{id}/applications", tag = "claims", params(("id" = i64, Path)),
    request_body = NewApplication, responses((status = 201, body = ApplicationFile)))]
pub async fn application_apply(
    State(store): State<Store>,
    write: Write,
    Id(wish): Id,
    Body(new): Body<NewApplication>,
) -> Made<ApplicationFile> {
    let application = store.run(&write.0, ApplyForWish { wish, new }).await?;
    made(store.application(write.actor(), application).await?)
}

/// Lists the caller's applications: those that wait first, then the newest; at most 100.
#[utoipa::path(get, path = "/me/applications", tag = "claims", responses((status = 200, body = Vec<Application>)))]
pub async fn applications_mine(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<Application>>> {
    Ok(Json(store.my_applications(&signed.actor).await?))
}

/// Lists applications in the areas whose wishes you review, the oldest first. A plan is null when others decide about
/// it.
#[utoipa::path(get, path = "/applications", tag = "claims", params(ApplicationQuery),
    responses((status = 200, body = Page<Applicant>)))]
pub async fn applications(
    State(store): State<Store>,
    signed: Signed,
    Query(query): Query<ApplicationQuery>,
) -> Answer<Json<Page<Applicant>>> {
    let filter = query.wish.map_or(ApplicationFilter::Waiting, ApplicationFilter::Wish);
    Ok(Json(store.applications(&signed.actor, filter, query.cursor).await?))
}

/// Returns an application, for its donor and for staff of the family's area.
#[utoipa::path(get, path = "/applications/{id}", tag = "claims", params(("id" = i64, Path)),
    responses((status = 200, body = ApplicationFile)))]
pub async fn application(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<ApplicationFile>> {
    Ok(Json(store.application(&signed.actor, id).await?))
}

/// Staff: chooses an application, which becomes a claim of the donor with the area's latest deadline.
///
/// Not by the donor itself, a member of its organisation, or an account that applied for the same wish.
#[utoipa::path(post, path = "/applications/{id}/choose", tag = "claims", params(("id" = i64, Path)),
    responses((status = 201, body = Claim)))]
pub async fn application_choose(State(store): State<Store>, write: Write, Id(id): Id) -> Made<Claim> {
    made(store.run(&write.0, ChooseApplication(id)).await?)
}

/// Staff: declines an application, with a reason that the donor reads.
#[utoipa::path(post, path = "/applications/{id}/decline", tag = "claims", params(("id" = i64, Path)),
    request_body = Reason, responses((status = 200, body = ApplicationFile)))]
pub async fn application_decline(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(Reason { reason }): Body<Reason>,
) -> Answer<Json<ApplicationFile>> {
    store.run(&write.0, DeclineApplication { id, reason }).await?;
    Ok(Json(store.application(write.actor(), id).await?))
}

/// Donor: withdraws an application that waits or was passed over.
#[utoipa::path(post, path = "/applications/{id}/withdraw", tag = "claims", params(("id" = i64, Path)),
    responses((status = 200, body = ApplicationFile)))]
pub async fn application_withdraw(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
) -> Answer<Json<ApplicationFile>> {
    store.run(&write.0, WithdrawApplication(id)).await?;
    Ok(Json(store.application(write.actor(), id).await?))
}
