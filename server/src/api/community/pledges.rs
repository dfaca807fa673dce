//! Pledges: drafted by either partner, signed by both, kept by what records say, rated by the area; and the board.

use domain::{
    Timestamp,
    accounts::OrganisationId,
    community::pledges::{
        LineMiss, Listing, ListingId, NewListing, NewPledge, Pledge, PledgeEnd, PledgeFact, PledgeId, PledgeLineId,
        PledgeList, PledgePromise, PledgeRating,
    },
};
use store::community::pledges::{
    draft::{ChangePledge, DraftPledge, SignPledge},
    lifecycle::{EndPledge, RatePledge},
    listings::{ListPromise, PickListing, WithdrawListing},
};

use crate::{api::prelude::*, http::extract::MaybeSigned};

/// Which pledges a list shows.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct PledgesQuery {
    /// Those that run (when left out), wait for a signature or a rating, or are over.
    list: PledgeList,
    /// Of this organisation only, in the public list; 0 for all.
    organisation: OrganisationId,
    /// `next` of the previous page.
    cursor: PledgeId,
}

/// Which rows of a pledge a list shows.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct PledgeRowsQuery {
    /// The line whose number they make; all lines when left out.
    line: Option<PledgeLineId>,
    /// `next` of the previous page.
    cursor: i64,
}

/// New lines of a draft.
#[derive(Deserialize, ToSchema)]
pub struct PledgeChangeBody {
    /// Last second of its last day.
    until: Timestamp,
    /// What is given.
    lines: Vec<PledgePromise>,
}

/// The end of a pledge before its time.
#[derive(Deserialize, ToSchema)]
pub struct PledgeEndBody {
    /// Why.
    reason: PledgeEnd,
}

/// A rating.
#[derive(Deserialize, ToSchema)]
pub struct PledgeRatingBody {
    /// How it was kept.
    rating: PledgeRating,
    /// Why lines were not kept in full.
    #[serde(default)]
    misses: Vec<LineMiss>,
}

/// An entry of the board that was added.
#[derive(Serialize, ToSchema)]
pub struct ListingAdded {
    /// Number of the entry.
    listing: ListingId,
}

/// A pledge for an entry of the board.
#[derive(Deserialize, ToSchema)]
pub struct PickBody {
    /// Last second of the pledge's last day.
    until: Timestamp,
}

/// Lists public pledges, newest first, without lines.
#[utoipa::path(get, path = "/pledges", tag = "pledges", security(()), params(PledgesQuery),
    responses((status = 200, body = Page<Pledge>)))]
pub async fn list(
    State(store): State<Store>,
    Query(PledgesQuery { list, organisation, cursor }): Query<PledgesQuery>,
) -> Answer<Json<Page<Pledge>>> {
    Ok(Json(store.public_pledges(list, organisation, cursor).await?))
}

/// Lists the pledges of your areas, newest first, without lines.
#[utoipa::path(get, path = "/area-pledges", tag = "pledges", params(PledgesQuery),
    responses((status = 200, body = Page<Pledge>)))]
pub async fn of_areas(
    State(store): State<Store>,
    signed: Signed,
    Query(PledgesQuery { list, cursor, .. }): Query<PledgesQuery>,
) -> Answer<Json<Page<Pledge>>> {
    Ok(Json(store.pledges(&signed.actor, list, cursor).await?))
}

/// Lists the pledges of an organisation, newest first, without lines.
#[utoipa::path(get, path = "/organisations/{id}/pledges", tag = "pledges", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<Pledge>)))]
pub async fn of_organisation(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Vec<Pledge>>> {
    Ok(Json(store.organisation_pledges(&signed.actor, id).await?))
}

/// Drafts a pledge and signs it, for the organisation that you act for or for an area that you keep.
#[utoipa::path(post, path = "/pledges", tag = "pledges", request_body = NewPledge,
    responses((status = 201, body = Pledge)))]
pub async fn draft(State(store): State<Store>, write: Write, Body(new): Body<NewPledge>) -> Made<Pledge> {
    let id = store.run(&write.0, DraftPledge(new)).await?;
    made(store.pledge(write.actor(), id).await?)
}

/// Returns a pledge with what was given; exact numbers are for members of its organisation and the staff of its area.
#[utoipa::path(get, path = "/pledges/{id}", tag = "pledges", security(()), params(("id" = i64, Path)),
    responses((status = 200, body = Pledge)))]
pub async fn get(State(store): State<Store>, MaybeSigned(actor): MaybeSigned, Id(id): Id) -> Answer<Json<Pledge>> {
    Ok(Json(store.pledge(&actor, id).await?))
}

/// Lists the records that count for a pledge, newest first, for members of its organisation and the staff of its area.
#[utoipa::path(get, path = "/pledges/{id}/rows", tag = "pledges", params(("id" = i64, Path), PledgeRowsQuery),
    responses((status = 200, body = Page<PledgeFact>)))]
pub async fn rows(
    State(store): State<Store>,
    signed: Signed,
    Id(id): Id,
    Query(PledgeRowsQuery { line, cursor }): Query<PledgeRowsQuery>,
) -> Answer<Json<Page<PledgeFact>>> {
    Ok(Json(store.pledge_facts(&signed.actor, id, line, cursor).await?))
}

/// Changes a draft and signs it; the other partner has to sign anew.
#[utoipa::path(post, path = "/pledges/{id}/change", tag = "pledges", params(("id" = i64, Path)),
    request_body = PledgeChangeBody, responses((status = 200, body = Pledge)))]
pub async fn change(
    State(store): State<Store>,
    write: Write,
    Id(pledge): Id,
    Body(PledgeChangeBody { until, lines }): Body<PledgeChangeBody>,
) -> Answer<Json<Pledge>> {
    store.run(&write.0, ChangePledge { pledge, until, lines }).await?;
    Ok(Json(store.pledge(write.actor(), pledge).await?))
}

/// Signs a draft; with the second signature it is public.
#[utoipa::path(post, path = "/pledges/{id}/sign", tag = "pledges", params(("id" = i64, Path)),
    responses((status = 200, body = Pledge)))]
pub async fn sign(State(store): State<Store>, write: Write, Id(pledge): Id) -> Answer<Json<Pledge>> {
    store.run(&write.0, SignPledge(pledge)).await?;
    Ok(Json(store.pledge(write.actor(), pledge).await?))
}

/// Declines a draft, takes a word back, or ends a pledge before its time.
#[utoipa::path(post, path = "/pledges/{id}/end", tag = "pledges", params(("id" = i64, Path)),
    request_body = PledgeEndBody, responses((status = 200, body = Pledge)))]
pub async fn end(
    State(store): State<Store>,
    write: Write,
    Id(pledge): Id,
    Body(PledgeEndBody { reason }): Body<PledgeEndBody>,
) -> Answer<Json<Pledge>> {
    store.run(&write.0, EndPledge { pledge, reason }).await?;
    Ok(Json(store.pledge(write.actor(), pledge).await?))
}

/// Rates a pledge that is over, with a reason for each line that was not kept in full.
#[utoipa::path(post, path = "/pledges/{id}/rate", tag = "pledges", params(("id" = i64, Path)),
    request_body = PledgeRatingBody, responses((status = 200, body = Pledge)))]
pub async fn rate(
    State(store): State<Store>,
    write: Write,
    Id(pledge): Id,
    Body(PledgeRatingBody { rating, misses }): Body<PledgeRatingBody>,
) -> Answer<Json<Pledge>> {
    store.run(&write.0, RatePledge { pledge, rating, misses }).await?;
    Ok(Json(store.pledge(write.actor(), pledge).await?))
}

/// Lists the open entries of the board, newest first.
#[utoipa::path(get, path = "/pledge-listings", tag = "pledges", params(Cursor),
    responses((status = 200, body = Page<Listing>)))]
pub async fn listings(
    State(store): State<Store>,
    signed: Signed,
    Query(Cursor { cursor }): Query<Cursor>,
) -> Answer<Json<Page<Listing>>> {
    Ok(Json(store.pledge_listings(&signed.actor, cursor).await?))
}

/// Puts on the board what an area needs, or what your organisation offers there.
#[utoipa::path(post, path = "/pledge-listings", tag = "pledges", request_body = NewListing,
    responses((status = 201, body = ListingAdded)))]
pub async fn listing_add(State(store): State<Store>, write: Write, Body(new): Body<NewListing>) -> Made<ListingAdded> {
    made(ListingAdded { listing: store.run(&write.0, ListPromise(new)).await? })
}

/// Picks an entry of the board: a pledge with it is drafted and signed by your side.
#[utoipa::path(post, path = "/pledge-listings/{id}/pick", tag = "pledges", params(("id" = i64, Path)),
    request_body = PickBody, responses((status = 201, body = Pledge)))]
pub async fn pick(
    State(store): State<Store>,
    write: Write,
    Id(listing): Id,
    Body(PickBody { until }): Body<PickBody>,
) -> Made<Pledge> {
    let id = store.run(&write.0, PickListing { listing, until }).await?;
    made(store.pledge(write.actor(), id).await?)
}

/// Takes an entry of your side off the board.
#[utoipa::path(post, path = "/pledge-listings/{id}/withdraw", tag = "pledges", params(("id" = i64, Path)),
    responses((status = 204)))]
pub async fn listing_withdraw(State(store): State<Store>, write: Write, Id(listing): Id) -> Answer<StatusCode> {
    store.run(&write.0, WithdrawListing(listing)).await?;
    Ok(DONE)
}
