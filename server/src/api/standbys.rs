//! Standing by: the line behind a wish that other claims have taken.

use domain::{
    Timestamp,
    claims::{
        Claim,
        standby::{NewStandby, StandbyFile},
    },
};
use store::claims::standby::places::{AcceptStandby, JoinStandby, LeaveStandby};

use crate::api::prelude::*;

/// The answer of a standby that brings the goods.
#[derive(Deserialize, ToSchema)]
pub struct AcceptBody {
    /// Deadline of the claim, within the area's policy; 0 for the latest one allowed.
    #[serde(default)]
    due: Timestamp,
}

/// Stands by for a wish whose units are all taken: "ask me if it falls through". Asking again keeps the place.
///
/// When a claim ahead ends without goods, the places are asked in their order, each for twelve hours of daytime (8 to
/// 20 o'clock in China); then the shops with fitting stock have as long to fill the wish, and then it is open to all.
#[utoipa::path(post, path = "/wishes/{id}/standby", tag = "claims", params(("id" = i64, Path)),
    request_body = NewStandby, responses((status = 201, body = StandbyFile)))]
pub async fn standby_join(
    State(store): State<Store>,
    write: Write,
    Id(wish): Id,
    Body(new): Body<NewStandby>,
) -> Made<StandbyFile> {
    let place = store.run(&write.0, JoinStandby { wish, new }).await?;
    made(store.own_standby(write.actor(), place).await?)
}

/// Lists the caller's places: asked ones first, then those that wait, then the newest; at most 100.
#[utoipa::path(get, path = "/me/standbys", tag = "claims", responses((status = 200, body = Vec<StandbyFile>)))]
pub async fn standbys(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<StandbyFile>>> {
    Ok(Json(store.my_standbys(&signed.actor).await?))
}

/// Returns one of the caller's places.
#[utoipa::path(get, path = "/standbys/{id}", tag = "claims", params(("id" = i64, Path)),
    responses((status = 200, body = StandbyFile)))]
pub async fn standby(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<StandbyFile>> {
    Ok(Json(store.own_standby(&signed.actor, id).await?))
}

/// Donor: says yes while it is asked; the place becomes a claim of the units that it holds.
#[utoipa::path(post, path = "/standbys/{id}/accept", tag = "claims", params(("id" = i64, Path)),
    request_body = AcceptBody, responses((status = 201, body = Claim)))]
pub async fn standby_accept(
    State(store): State<Store>,
    write: Write,
    Id(standby): Id,
    Body(AcceptBody { due }): Body<AcceptBody>,
) -> Made<Claim> {
    made(store.run(&write.0, AcceptStandby { standby, due }).await?)
}

/// Donor: says no, or leaves the line, which is possible at any time; then the next place is asked.
#[utoipa::path(post, path = "/standbys/{id}/leave", tag = "claims", params(("id" = i64, Path)),
    responses((status = 200, body = StandbyFile)))]
pub async fn standby_leave(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<StandbyFile>> {
    store.run(&write.0, LeaveStandby(id)).await?;
    Ok(Json(store.own_standby(write.actor(), id).await?))
}
