//! Rules that find who may be entitled to something: written, tried, used, withdrawn.

use domain::{
    areas::AreaId,
    casework::entitlements::{
        EntitlementCount, RuleId,
        rules::{LateEntries, NewRule, Rule, RuleEnd, Trial},
    },
};
use store::casework::entitlements::rules::{ChangeRule, UseRule, WithdrawRule, WriteRule};

use crate::api::prelude::*;

/// A rule to be written.
#[derive(Deserialize, ToSchema)]
pub struct RuleBody {
    /// Area for which it holds, with all below it.
    area: AreaId,
    /// What it says.
    rule: NewRule,
}

/// A rule that was written.
#[derive(Serialize, ToSchema)]
pub struct RuleMade {
    /// Number of the rule.
    rule: RuleId,
}

/// The version to be used.
#[derive(Deserialize, ToSchema)]
pub struct RuleUseBody {
    /// Its newest version, as the caller saw it.
    version: i64,
}

/// Why a rule is withdrawn.
#[derive(Deserialize, ToSchema)]
pub struct RuleEndBody {
    /// The reason.
    reason: RuleEnd,
}

/// Lists the rules that hold in the caller's areas, those in use first.
#[utoipa::path(get, path = "/entitlement-rules", tag = "rules",
    responses((status = 200, body = Vec<Rule>)))]
pub async fn list(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<Rule>>> {
    Ok(Json(store.entitlement_rules(&signed.actor).await?))
}

/// Writes a rule as a draft. It finds families only once it was tried and is in use.
#[utoipa::path(post, path = "/entitlement-rules", tag = "rules", request_body = RuleBody,
    responses((status = 201, body = RuleMade)))]
pub async fn write(
    State(store): State<Store>,
    write: Write,
    Body(RuleBody { area, rule }): Body<RuleBody>,
) -> Made<RuleMade> {
    made(RuleMade { rule: store.run(&write.0, WriteRule { area, new: rule }).await? })
}

/// Returns a rule with what its newest version says.
#[utoipa::path(get, path = "/entitlement-rules/{id}", tag = "rules", params(("id" = i64, Path)),
    responses((status = 200, body = Rule)))]
pub async fn get(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Rule>> {
    Ok(Json(store.entitlement_rule(&signed.actor, id).await?))
}

/// Writes a new version of a rule. A version in use stays in use until the new one is.
#[utoipa::path(post, path = "/entitlement-rules/{id}", tag = "rules", params(("id" = i64, Path)),
    request_body = NewRule, responses((status = 200, body = Rule)))]
pub async fn change(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(new): Body<NewRule>,
) -> Answer<Json<Rule>> {
    store.run(&write.0, ChangeRule { rule: id, new }).await?;
    Ok(Json(store.entitlement_rule(write.actor(), id).await?))
}

/// Lists the last tries of a rule, newest first. A count is null where it would tell of fewer than five families a
/// caller who may not open files, alone or beside an earlier one.
#[utoipa::path(get, path = "/entitlement-rules/{id}/trials", tag = "rules", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<Trial>)))]
pub async fn trials(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Vec<Trial>>> {
    Ok(Json(store.rule_trials(&signed.actor, id).await?))
}

/// Tries the newest version of a rule on its area: how many it would find, and how many of them are new.
#[utoipa::path(post, path = "/entitlement-rules/{id}/trials", tag = "rules", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<Trial>)))]
pub async fn try_out(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<Vec<Trial>>> {
    store.try_rule(&write.0, id).await?;
    Ok(Json(store.rule_trials(write.actor(), id).await?))
}

/// Uses the newest version of a rule, which was tried. The server compares every file of its area with it soon after.
#[utoipa::path(post, path = "/entitlement-rules/{id}/use", tag = "rules", params(("id" = i64, Path)),
    request_body = RuleUseBody, responses((status = 200, body = Rule)))]
pub async fn put_in_use(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(RuleUseBody { version }): Body<RuleUseBody>,
) -> Answer<Json<Rule>> {
    store.run(&write.0, UseRule { rule: id, version }).await?;
    Ok(Json(store.entitlement_rule(write.actor(), id).await?))
}

/// Withdraws a rule with its list. What was applied for is followed to its end.
#[utoipa::path(post, path = "/entitlement-rules/{id}/withdraw", tag = "rules", params(("id" = i64, Path)),
    request_body = RuleEndBody, responses((status = 200, body = Rule)))]
pub async fn withdraw(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(RuleEndBody { reason }): Body<RuleEndBody>,
) -> Answer<Json<Rule>> {
    store.run(&write.0, WithdrawRule { rule: id, reason }).await?;
    Ok(Json(store.entitlement_rule(write.actor(), id).await?))
}

/// Counts what became of those whom a rule found, for each state. For callers who may not open files the counts are in
/// steps of five, and null for fewer than five families.
#[utoipa::path(get, path = "/entitlement-rules/{id}/counts", tag = "rules", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<EntitlementCount>)))]
pub async fn counts(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Vec<EntitlementCount>>> {
    Ok(Json(store.entitlement_counts(&signed.actor, id).await?))
}

/// Lists by rule and caseworker what was not dealt with in time, without saying whose it is.
#[utoipa::path(get, path = "/late-entitlements", tag = "rules",
    responses((status = 200, body = Vec<LateEntries>)))]
pub async fn late(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<LateEntries>>> {
    Ok(Json(store.entitlements_late(&signed.actor).await?))
}
