//! Those whom rules found: the family is asked first, then it is applied for, then the office decides.

use domain::casework::entitlements::{Entitlement, EntitlementStep, NeededPaper, OfficeRefusal, RuleId};
use store::casework::entitlements::{
    list::{EntitlementList, EntitlementQuery},
    papers::SetEntitlementPapers,
    steps::StepEntitlement,
};

use crate::api::prelude::*;

/// Where the entitlements of a list stand.
#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EntitlementShow {
    /// Families that are to be asked.
    #[default]
    ToAsk,
    /// Families that were asked on their page, or want it.
    Wanted,
    /// Applied for.
    Applied,
    /// Late, whatever the step.
    Late,
    /// With an end.
    Over,
}

/// Filters of the list of entitlements.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct EntitlementsQuery {
    /// Where they stand.
    show: EntitlementShow,
    /// Only those of this rule.
    rule: RuleId,
    /// Only those of files that the caller keeps, or for whose keeper it stands in.
    mine: bool,
    /// `next` of the previous page.
    cursor: i64,
}

/// A step of an entitlement.
#[derive(Deserialize, ToSchema)]
pub struct EntitlementStepBody {
    /// The step.
    step: EntitlementStep,
    /// Why the office refused; required for a refusal.
    #[serde(default)]
    reason: Option<OfficeRefusal>,
}

/// Papers that were seen for an entitlement.
#[derive(Deserialize, ToSchema)]
pub struct EntitlementPapersBody {
    /// The papers.
    seen: Vec<NeededPaper>,
}

/// Lists entitlements of the caller's areas, by number: without filters the families that are to be asked.
#[utoipa::path(get, path = "/entitlements", tag = "entitlements", params(EntitlementsQuery),
    responses((status = 200, body = Page<Entitlement>)))]
pub async fn list(
    State(store): State<Store>,
    signed: Signed,
    Query(EntitlementsQuery { show, rule, mine, cursor }): Query<EntitlementsQuery>,
) -> Answer<Json<Page<Entitlement>>> {
    let list = match show {
        EntitlementShow::ToAsk => EntitlementList::ToAsk,
        EntitlementShow::Wanted => EntitlementList::Wanted,
        EntitlementShow::Applied => EntitlementList::Applied,
        EntitlementShow::Late => EntitlementList::Late,
        EntitlementShow::Over => EntitlementList::Over,
    };
    Ok(Json(store.entitlements(&signed.actor, &EntitlementQuery { list, rule, mine, cursor }).await?))
}

/// Returns an entitlement, for those who read the file, and for its family once it was asked.
#[utoipa::path(get, path = "/entitlements/{id}", tag = "entitlements", params(("id" = i64, Path)),
    responses((status = 200, body = Entitlement)))]
pub async fn get(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Entitlement>> {
    Ok(Json(store.entitlement(&signed.actor, id).await?))
}

/// Lists the entitlements of a household, newest first.
#[utoipa::path(get, path = "/households/{id}/entitlements", tag = "entitlements", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<Entitlement>)))]
pub async fn of_household(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Vec<Entitlement>>> {
    Ok(Json(store.household_entitlements(&signed.actor, id).await?))
}

/// Lists the entitlements about which the caller's own family was asked, newest first.
#[utoipa::path(get, path = "/me/entitlements", tag = "entitlements",
    responses((status = 200, body = Vec<Entitlement>)))]
pub async fn mine(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<Entitlement>>> {
    Ok(Json(store.own_entitlements(&signed.actor).await?))
}

/// Takes a step, as a caseworker of the family's area; the family itself says only whether it wants it.
#[utoipa::path(post, path = "/entitlements/{id}/step", tag = "entitlements", params(("id" = i64, Path)),
    request_body = EntitlementStepBody, responses((status = 200, body = Entitlement)))]
pub async fn step(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(EntitlementStepBody { step, reason }): Body<EntitlementStepBody>,
) -> Answer<Json<Entitlement>> {
    store.run(&write.0, StepEntitlement { entitlement: id, step, reason }).await?;
    Ok(Json(store.entitlement(write.actor(), id).await?))
}

/// Sets which papers were seen, for this household or member only.
#[utoipa::path(post, path = "/entitlements/{id}/papers", tag = "entitlements", params(("id" = i64, Path)),
    request_body = EntitlementPapersBody, responses((status = 200, body = Entitlement)))]
pub async fn papers(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(EntitlementPapersBody { seen }): Body<EntitlementPapersBody>,
) -> Answer<Json<Entitlement>> {
    store.run(&write.0, SetEntitlementPapers { entitlement: id, seen }).await?;
    Ok(Json(store.entitlement(write.actor(), id).await?))
}
