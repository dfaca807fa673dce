//! Policies of areas: who may claim how much, and the monthly points of households.

use domain::{
    areas::{AreaId, Policy},
    permission::Action,
    points::PointsPolicy,
};
use store::{
    areas::policies::{ClearPolicy, SetPolicy},
    points::policy::{ClearPointsPolicy, SetPointsPolicy},
};

use crate::api::prelude::*;

/// The policy that applies in an area.
#[derive(Serialize, ToSchema)]
pub struct AreaPolicy {
    /// The policy.
    policy: Policy,
    /// Area that set it; 0 for the defaults.
    from: AreaId,
}

/// The points policy that applies in an area.
#[derive(Serialize, ToSchema)]
pub struct AreaPointsPolicy {
    /// The policy; null when no area above has one.
    policy: Option<PointsPolicy>,
    /// Area that set it, or 0.
    from: AreaId,
}

async fn policy_of(store: &Store, area: AreaId) -> Answer<Json<AreaPolicy>> {
    let (policy, from) = store.policy(area).await?;
    Ok(Json(AreaPolicy { policy, from }))
}

/// Returns the policy that applies in an area, for those who may set it.
#[utoipa::path(get, path = "/areas/{id}/policy", tag = "areas", params(("id" = i64, Path)),
    responses((status = 200, body = AreaPolicy)))]
pub async fn policy(State(store): State<Store>, signed: Signed, Id(area): Id) -> Answer<Json<AreaPolicy>> {
    signed.actor.must_somewhere(Action::SetPolicy)?;
    if !store.may_in(&signed.actor, Action::SetPolicy, area).await? {
        return Err(domain::Error::NotFound.into());
    }
    policy_of(&store, area).await
}

/// Sets the policy of an area; it also applies below, up to areas with policies of their own.
#[utoipa::path(post, path = "/areas/{id}/policy", tag = "areas", params(("id" = i64, Path)), request_body = Policy,
    responses((status = 200, body = AreaPolicy)))]
pub async fn policy_set(
    State(store): State<Store>,
    write: Write,
    Id(area): Id,
    Body(policy): Body<Policy>,
) -> Answer<Json<AreaPolicy>> {
    store.run(&write.0, SetPolicy { area, policy }).await?;
    policy_of(&store, area).await
}

/// Deletes an area's own policy, so that the one above applies again.
#[utoipa::path(post, path = "/areas/{id}/policy/clear", tag = "areas", params(("id" = i64, Path)),
    responses((status = 200, body = AreaPolicy)))]
pub async fn policy_clear(State(store): State<Store>, write: Write, Id(area): Id) -> Answer<Json<AreaPolicy>> {
    store.run(&write.0, ClearPolicy(area)).await?;
    policy_of(&store, area).await
}

async fn points_of(store: &Store, actor: &domain::accounts::Actor, area: AreaId) -> Answer<Json<AreaPointsPolicy>> {
    let found = store.points_policy(actor, area).await?;
    let (policy, from) = found.map_or((None, 0), |(policy, from)| (Some(policy), from));
    Ok(Json(AreaPointsPolicy { policy, from }))
}

/// Returns the points policy that applies in an area.
#[utoipa::path(get, path = "/areas/{id}/points-policy", tag = "areas", params(("id" = i64, Path)),
    responses((status = 200, body = AreaPointsPolicy)))]
pub async fn points_policy(State(store): State<Store>, signed: Signed, Id(area): Id) -> Answer<Json<AreaPointsPolicy>> {
    points_of(&store, &signed.actor, area).await
}

/// Sets the points policy of an area; points already granted stay.
#[utoipa::path(post, path = "/areas/{id}/points-policy", tag = "areas", params(("id" = i64, Path)),
    request_body = PointsPolicy, responses((status = 200, body = AreaPointsPolicy)))]
pub async fn points_policy_set(
    State(store): State<Store>,
    write: Write,
    Id(area): Id,
    Body(policy): Body<PointsPolicy>,
) -> Answer<Json<AreaPointsPolicy>> {
    store.run(&write.0, SetPointsPolicy { area, policy }).await?;
    points_of(&store, write.actor(), area).await
}

/// Deletes an area's own points policy, so that the one above applies again, if any.
#[utoipa::path(post, path = "/areas/{id}/points-policy/clear", tag = "areas", params(("id" = i64, Path)),
    responses((status = 200, body = AreaPointsPolicy)))]
pub async fn points_policy_clear(
    State(store): State<Store>,
    write: Write,
    Id(area): Id,
) -> Answer<Json<AreaPointsPolicy>> {
    store.run(&write.0, ClearPointsPolicy(area)).await?;
    points_of(&store, write.actor(), area).await
}
