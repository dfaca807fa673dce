//! Market days: offers of families by the number of their stall, and reservations.

use domain::{
    community::markets::{
        Fetching, MarketOffer, MarketOfferId, MarketRefusal, NewMarketOffer, Reservation, ReservationId,
    },
    households::HouseholdId,
};
use store::community::markets::{
    offers::{OfferGoods, RefuseOffer, ShowOffer, WithdrawOffer},
    reservations::{CancelReservation, ReserveGoods, SettleReservation},
};

use crate::{api::prelude::*, http::extract::MaybeSigned};

/// Something that a family offers.
#[derive(Deserialize, ToSchema)]
pub struct MarketOfferBody {
    /// The household; the caller's own when left out.
    #[serde(default)]
    household: Option<HouseholdId>,
    /// The offer.
    #[serde(flatten)]
    new: NewMarketOffer,
}

/// An offer that was made.
#[derive(Serialize, ToSchema)]
pub struct MarketOfferMade {
    /// Its number.
    offer: MarketOfferId,
}

/// Why an offer is not shown.
#[derive(Deserialize, ToSchema)]
pub struct MarketRefusalBody {
    /// The reason.
    reason: MarketRefusal,
}

/// Units to be reserved.
#[derive(Deserialize, ToSchema)]
pub struct ReservationBody {
    /// How many.
    quantity: i64,
}

/// A reservation that was made.
#[derive(Serialize, ToSchema)]
pub struct ReservationMade {
    /// Its number.
    reservation: ReservationId,
}

/// What became of a reservation.
#[derive(Deserialize, ToSchema)]
pub struct FetchingBody {
    /// Fetched or not.
    fetching: Fetching,
}

/// Lists the offers that are shown, newest first. Signed-in callers see their own root area.
#[utoipa::path(get, path = "/market", tag = "market", security(()), params(Cursor),
    responses((status = 200, body = Page<MarketOffer>)))]
pub async fn list(
    State(store): State<Store>,
    MaybeSigned(actor): MaybeSigned,
    Query(Cursor { cursor }): Query<Cursor>,
) -> Answer<Json<Page<MarketOffer>>> {
    Ok(Json(store.market(&actor, cursor).await?))
}

/// Returns an offer: for all while it is shown, then for those who reserved it, its family and its staff.
#[utoipa::path(get, path = "/market/{id}", tag = "market", security(()), params(("id" = i64, Path)),
    responses((status = 200, body = MarketOffer)))]
pub async fn get(State(store): State<Store>, MaybeSigned(actor): MaybeSigned, Id(id): Id) -> Answer<Json<MarketOffer>> {
    Ok(Json(store.market_offer(&actor, id).await?))
}

/// Reserves units of an offer. Nothing is paid here.
#[utoipa::path(post, path = "/market/{id}/reservations", tag = "market", params(("id" = i64, Path)),
    request_body = ReservationBody, responses((status = 201, body = ReservationMade)))]
pub async fn reserve(
    State(store): State<Store>,
    write: Write,
    Id(offer): Id,
    Body(ReservationBody { quantity }): Body<ReservationBody>,
) -> Made<ReservationMade> {
    made(ReservationMade { reservation: store.run(&write.0, ReserveGoods { offer, quantity }).await? })
}

/// Lists the reservations of an offer, for its family and for staff who post for it.
#[utoipa::path(get, path = "/market/{id}/reservations", tag = "market", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<Reservation>)))]
pub async fn reservations(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Vec<Reservation>>> {
    Ok(Json(store.offer_reservations(&signed.actor, id).await?))
}

/// Lists what the caller reserved.
#[utoipa::path(get, path = "/me/reservations", tag = "market", responses((status = 200, body = Vec<Reservation>)))]
pub async fn mine(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<Reservation>>> {
    Ok(Json(store.my_reservations(&signed.actor).await?))
}

/// Gives reserved units back.
#[utoipa::path(post, path = "/reservations/{id}/cancel", tag = "market", params(("id" = i64, Path)),
    responses((status = 204, description = "Given back")))]
pub async fn cancel(State(store): State<Store>, write: Write, Id(reservation): Id) -> Answer<StatusCode> {
    store.run(&write.0, CancelReservation { reservation }).await?;
    Ok(DONE)
}

/// Says what became of a reservation, as its family.
#[utoipa::path(post, path = "/reservations/{id}/settle", tag = "market", params(("id" = i64, Path)),
    request_body = FetchingBody, responses((status = 204, description = "Noted")))]
pub async fn settle(
    State(store): State<Store>,
    write: Write,
    Id(reservation): Id,
    Body(FetchingBody { fetching }): Body<FetchingBody>,
) -> Answer<StatusCode> {
    store.run(&write.0, SettleReservation { reservation, fetching }).await?;
    Ok(DONE)
}

/// Lists the offers of the caller's own family.
#[utoipa::path(get, path = "/me/market-offers", tag = "market", responses((status = 200, body = Vec<MarketOffer>)))]
pub async fn own(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<MarketOffer>>> {
    Ok(Json(store.own_market_offers(&signed.actor).await?))
}

/// Offers what a family grows or makes; staff review it before it is shown.
#[utoipa::path(post, path = "/market-offers", tag = "market", request_body = MarketOfferBody,
    responses((status = 201, body = MarketOfferMade)))]
pub async fn offer(
    State(store): State<Store>,
    write: Write,
    Body(MarketOfferBody { household, new }): Body<MarketOfferBody>,
) -> Made<MarketOfferMade> {
    let household = match household {
        Some(household) => household,
        None => write.actor().must_be_family()?,
    };
    made(MarketOfferMade { offer: store.run(&write.0, OfferGoods { household, new }).await? })
}

/// Lists the offers that wait for a review in the caller's areas.
#[utoipa::path(get, path = "/market-offers", tag = "market", params(Cursor),
    responses((status = 200, body = Page<MarketOffer>)))]
pub async fn waiting(
    State(store): State<Store>,
    signed: Signed,
    Query(Cursor { cursor }): Query<Cursor>,
) -> Answer<Json<Page<MarketOffer>>> {
    Ok(Json(store.market_waiting(&signed.actor, cursor).await?))
}

/// Shows an offer to all.
#[utoipa::path(post, path = "/market-offers/{id}/show", tag = "market", params(("id" = i64, Path)),
    responses((status = 204, description = "Shown")))]
pub async fn show(State(store): State<Store>, write: Write, Id(offer): Id) -> Answer<StatusCode> {
    store.run(&write.0, ShowOffer { offer }).await?;
    Ok(DONE)
}

/// Refuses an offer, with a reason.
#[utoipa::path(post, path = "/market-offers/{id}/refuse", tag = "market", params(("id" = i64, Path)),
    request_body = MarketRefusalBody, responses((status = 204, description = "Refused")))]
pub async fn refuse(
    State(store): State<Store>,
    write: Write,
    Id(offer): Id,
    Body(MarketRefusalBody { reason }): Body<MarketRefusalBody>,
) -> Answer<StatusCode> {
    store.run(&write.0, RefuseOffer { offer, reason }).await?;
    Ok(DONE)
}

/// Takes an offer back; those who reserved are told.
#[utoipa::path(post, path = "/market-offers/{id}/withdraw", tag = "market", params(("id" = i64, Path)),
    responses((status = 204, description = "Taken back")))]
pub async fn withdraw(State(store): State<Store>, write: Write, Id(offer): Id) -> Answer<StatusCode> {
    store.run(&write.0, WithdrawOffer { offer }).await?;
    Ok(DONE)
}
