//! Standing needs: turns that come every month, and donors who bring all of them.

use domain::wishes::needs::NeedPromise;
use store::wishes::needs::{
    promises::{PromiseNeed, StopPromise},
    turns::StopNeed,
};

use crate::api::prelude::*;

/// Stops a standing need (`turn.need` of a wish): the family itself, or staff that posts for it. This month's wish
/// stays.
#[utoipa::path(post, path = "/needs/{id}/stop", tag = "wishes", params(("id" = i64, Path)),
    responses((status = 204)))]
pub async fn need_stop(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<StatusCode> {
    store.run(&write.0, StopNeed(id)).await?;
    Ok(DONE)
}

/// Donor: promises to bring every further turn of a standing need.
///
/// Each turn is claimed for the donor when it opens, with a notice; if it may not claim then, the turn is open to all.
/// The turn that is open now is claimed as any wish.
#[utoipa::path(post, path = "/needs/{id}/promise", tag = "claims", params(("id" = i64, Path)),
    responses((status = 201, body = NeedPromise)))]
pub async fn need_promise(State(store): State<Store>, write: Write, Id(id): Id) -> Made<NeedPromise> {
    let promise = store.run(&write.0, PromiseNeed(id)).await?;
    made(store.own_need_promise(write.actor(), promise).await?)
}

/// Lists the caller's promises to bring every turn: running ones first, then the newest; at most 100.
#[utoipa::path(get, path = "/me/need-promises", tag = "claims", responses((status = 200, body = Vec<NeedPromise>)))]
pub async fn need_promises(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<NeedPromise>>> {
    Ok(Json(store.my_need_promises(&signed.actor).await?))
}

/// Donor: stops a promise; further turns are open to all.
#[utoipa::path(post, path = "/need-promises/{id}/stop", tag = "claims", params(("id" = i64, Path)),
    responses((status = 200, body = NeedPromise)))]
pub async fn need_promise_stop(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<NeedPromise>> {
    store.run(&write.0, StopPromise(id)).await?;
    Ok(Json(store.own_need_promise(write.actor(), id).await?))
}
