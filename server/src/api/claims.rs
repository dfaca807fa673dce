//! Claims: from a promise to a confirmed hand-over.

use axum::{Json, extract::State, http::StatusCode};
use domain::{
    Timestamp,
    claims::{
        ApplianceCheck, Arrival, Claim, ClaimFile, ClaimId, NewClaim,
        sending::{Decision, Sending},
    },
    ledger::Condition,
};
use serde::Deserialize;
use store::{
    Store,
    claims::{
        fulfilment::{AcceptGoods, RefuseGoods, SignApplianceCheck},
        lifecycle::{CancelClaim, ConfirmClaim, ExtendClaim, RevokeClaim, SendClaim, TakeClaim},
        sending::{DispatchClaim, ShiftArrival},
        uncollected::DecideUncollected,
        undo::UndoClaim,
    },
};
use utoipa::ToSchema;

use crate::http::{
    Answer,
    extract::{Body, Id, Signed, Write},
};

/// Reason for an action.
#[derive(Deserialize, ToSchema)]
pub struct Reason {
    /// The reason in words; the other party can read it.
    #[serde(default)]
    pub reason: String,
}

/// Result of the shop's inspection.
#[derive(Deserialize, ToSchema)]
pub struct ArrivalBody {
    /// New by default. A used appliance waits for its signed check.
    #[serde(default = "new")]
    condition: Condition,
    /// Best-before date, or 0.
    #[serde(default)]
    expires: Timestamp,
}

fn new() -> Condition {
    Condition::New
}

/// A later day of arrival.
#[derive(Deserialize, ToSchema)]
pub struct ArrivalShift {
    /// New day of arrival, within the area's `arrive_days` from now; 0 for the latest one.
    #[serde(default)]
    expected: Timestamp,
}

/// What becomes of units whose goods were not collected.
#[derive(Deserialize, ToSchema)]
pub struct DecisionBody {
    /// Open them again, or close them because the family does not need them any more.
    decision: Decision,
}

/// Proof that the family is at the counter.
#[derive(Deserialize, ToSchema)]
pub struct PickUp {
    /// The family's pick-up code.
    #[schema(example = "4711")]
    pub code: String,
}

async fn answer(store: &Store, write: &Write, id: ClaimId) -> Answer<Json<ClaimFile>> {
    Ok(Json(store.claim(write.actor(), id).await?))
}

/// Claims units of a wish.
#[utoipa::path(post, path = "/wishes/{id}/claims", tag = "claims", params(("id" = i64, Path)), request_body = NewClaim,
    responses((status = 201, body = Claim), (status = 409, description = "`already_taken`: another donor was faster")))]
pub async fn take(
    State(store): State<Store>,
    write: Write,
    Id(wish): Id,
    Body(new): Body<NewClaim>,
) -> Answer<(StatusCode, Json<Claim>)> {
    Ok((StatusCode::CREATED, Json(store.run(&write.0, TakeClaim { wish, new }).await?)))
}

/// Returns a claim, for its claimer and the staff of the area.
#[utoipa::path(get, path = "/claims/{id}", tag = "claims", params(("id" = i64, Path)),
    responses((status = 200, body = ClaimFile)))]
pub async fn get(State(store): State<Store>, Signed { actor, .. }: Signed, Id(id): Id) -> Answer<Json<ClaimFile>> {
    Ok(Json(store.claim(&actor, id).await?))
}

/// Claimer: marks the goods as on the way, until a day of arrival that replaces the deadline.
///
/// Past that day the claimer is asked, two days later the shop; then the claim lapses after the area's days.
#[utoipa::path(post, path = "/claims/{id}/on-the-way", tag = "claims", params(("id" = i64, Path)),
    request_body = Sending, responses((status = 200, body = ClaimFile)))]
pub async fn on_the_way(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(sending): Body<Sending>,
) -> Answer<Json<ClaimFile>> {
    // Without a day or a parcel it is the request of clients from before both, under its own name.
    if sending == Sending::default() {
        store.run(&write.0, SendClaim(id)).await?;
    } else {
        store.run(&write.0, DispatchClaim { claim: id, sending }).await?;
    }
    answer(&store, &write, id).await
}

/// Claimer: moves the day of arrival of goods on the way, at most twice.
#[utoipa::path(post, path = "/claims/{id}/shift", tag = "claims", params(("id" = i64, Path)), request_body = ArrivalShift,
    responses((status = 200, body = ClaimFile)))]
pub async fn shift(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(ArrivalShift { expected }): Body<ArrivalShift>,
) -> Answer<Json<ClaimFile>> {
    store.run(&write.0, ShiftArrival { claim: id, expected }).await?;
    answer(&store, &write, id).await
}

/// Claimer: takes back "on the way" or a cancellation, within ten minutes.
#[utoipa::path(post, path = "/claims/{id}/undo", tag = "claims", params(("id" = i64, Path)),
    responses((status = 200, body = ClaimFile)))]
pub async fn undo(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<ClaimFile>> {
    store.run(&write.0, UndoClaim(id)).await?;
    answer(&store, &write, id).await
}

/// Staff: decides about units whose goods the family did not collect. Without a decision they open again by themselves.
#[utoipa::path(post, path = "/claims/{id}/decide", tag = "claims", params(("id" = i64, Path)),
    request_body = DecisionBody, responses((status = 200, body = ClaimFile)))]
pub async fn decide(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(DecisionBody { decision }): Body<DecisionBody>,
) -> Answer<Json<ClaimFile>> {
    store.run(&write.0, DecideUncollected { claim: id, decision }).await?;
    answer(&store, &write, id).await
}

/// Claimer: extends the deadline, once.
#[utoipa::path(post, path = "/claims/{id}/extend", tag = "claims", params(("id" = i64, Path)),
    responses((status = 200, body = ClaimFile)))]
pub async fn extend(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<ClaimFile>> {
    store.run(&write.0, ExtendClaim(id)).await?;
    answer(&store, &write, id).await
}

/// Claimer: cancels the claim.
#[utoipa::path(post, path = "/claims/{id}/cancel", tag = "claims", params(("id" = i64, Path)), request_body = Reason,
    responses((status = 200, body = ClaimFile)))]
pub async fn cancel(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(Reason { reason }): Body<Reason>,
) -> Answer<Json<ClaimFile>> {
    store.run(&write.0, CancelClaim { id, reason }).await?;
    answer(&store, &write, id).await
}

/// Shop: accepts the inspected goods into the ledger.
#[utoipa::path(post, path = "/claims/{id}/arrive", tag = "claims", params(("id" = i64, Path)),
    request_body = ArrivalBody, responses((status = 200, body = ClaimFile)))]
pub async fn arrive(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(ArrivalBody { condition, expires }): Body<ArrivalBody>,
) -> Answer<Json<ClaimFile>> {
    store.run(&write.0, AcceptGoods { claim: id, found: Arrival { condition, expires } }).await?;
    answer(&store, &write, id).await
}

/// Shop: records a used appliance's signed check. Goods that fail go back to the claimer.
#[utoipa::path(post, path = "/claims/{id}/check", tag = "claims", params(("id" = i64, Path)),
    request_body = ApplianceCheck, responses((status = 200, body = ClaimFile)))]
pub async fn check(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(check): Body<ApplianceCheck>,
) -> Answer<Json<ClaimFile>> {
    store.run(&write.0, SignApplianceCheck { claim: id, check }).await?;
    answer(&store, &write, id).await
}

/// Shop: refuses the goods, with a reason.
#[utoipa::path(post, path = "/claims/{id}/refuse", tag = "claims", params(("id" = i64, Path)), request_body = Reason,
    responses((status = 200, body = ClaimFile)))]
pub async fn refuse(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(Reason { reason }): Body<Reason>,
) -> Answer<Json<ClaimFile>> {
    store.run(&write.0, RefuseGoods { id, reason }).await?;
    answer(&store, &write, id).await
}

/// Shop, or caseworker on a visit: hands the goods over against the family's code.
#[utoipa::path(post, path = "/claims/{id}/hand-over", tag = "claims", params(("id" = i64, Path)),
    request_body = PickUp, responses((status = 200, body = ClaimFile)))]
pub async fn hand_over(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(PickUp { code }): Body<PickUp>,
) -> Answer<Json<ClaimFile>> {
    store.claim_hand_over(&write.0, id, code).await?;
    answer(&store, &write, id).await
}

/// Family: confirms that it has received the goods.
#[utoipa::path(post, path = "/claims/{id}/confirm", tag = "claims", params(("id" = i64, Path)),
    responses((status = 200, body = ClaimFile)))]
pub async fn confirm(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<ClaimFile>> {
    store.run(&write.0, ConfirmClaim(id)).await?;
    answer(&store, &write, id).await
}

/// Staff: revokes a claim, with a reason.
#[utoipa::path(post, path = "/claims/{id}/revoke", tag = "claims", params(("id" = i64, Path)), request_body = Reason,
    responses((status = 200, body = ClaimFile)))]
pub async fn revoke(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(Reason { reason }): Body<Reason>,
) -> Answer<Json<ClaimFile>> {
    store.run(&write.0, RevokeClaim { id, reason }).await?;
    answer(&store, &write, id).await
}
