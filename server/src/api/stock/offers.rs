//! Offers: donors ask whether a shop can use something.

use domain::stock::offers::{Acceptance, Need, NewOffer, Offer, Refusal};
use store::stock::receiving::offers::{AcceptOffer, DeclineOffer, WithdrawOffer};

use crate::api::prelude::*;

/// Filters of the offer list.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct OffersQuery {
    /// Offers to the shops of the caller's root area; else the caller's own.
    shop: bool,
    /// With `shop`: closed ones, newest first; else those to be answered or brought, oldest first.
    over: bool,
    /// `next` of the previous page.
    cursor: i64,
}

/// An offer with the shops' need of the item.
#[derive(Serialize, ToSchema)]
pub struct OfferFile {
    /// The offer.
    #[serde(flatten)]
    offer: Offer,
    /// Stock and demand of the shops; `null` in the donor's own list.
    need: Option<Need>,
}

/// Lists the caller's own offers, or (`shop`) the queue of the shops.
#[utoipa::path(get, path = "/offers", tag = "offers", params(OffersQuery), responses((status = 200, body = Page<OfferFile>)))]
pub async fn list(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Query(query): Query<OffersQuery>,
) -> Answer<Json<Page<OfferFile>>> {
    if !query.shop {
        let Page { items, next } = store.my_offers(&actor, query.cursor).await?;
        let items = items.into_iter().map(|offer| OfferFile { offer, need: None }).collect();
        return Ok(Json(Page { items, next }));
    }
    let Page { items, next } = store.offers(&actor, query.over, query.cursor).await?;
    let items = items.into_iter().map(|(offer, need)| OfferFile { offer, need: Some(need) }).collect();
    Ok(Json(Page { items, next }))
}

/// Returns an offer, for its donor and for the shops that are asked.
#[utoipa::path(get, path = "/offers/{id}", tag = "offers", params(("id" = i64, Path)), responses((status = 200, body = Offer)))]
pub async fn get(State(store): State<Store>, Signed { actor, .. }: Signed, Id(id): Id) -> Answer<Json<Offer>> {
    Ok(Json(store.offer(&actor, id).await?))
}

/// Sends an offer to the shops of one's root area. Pictures can only be added on the pages.
#[utoipa::path(post, path = "/offers", tag = "offers", request_body = NewOffer, responses((status = 201, body = Offer)))]
pub async fn post(State(store): State<Store>, write: Write, Body(new): Body<NewOffer>) -> Made<Offer> {
    let id = store.offer_post(&write.0, new, Vec::new()).await?;
    made(store.offer(write.actor(), id).await?)
}

/// Accepts an offer with a day and a place; accepting again changes the day.
#[utoipa::path(post, path = "/offers/{id}/accept", tag = "offers", params(("id" = i64, Path)), request_body = Acceptance,
    responses((status = 200, body = Offer)))]
pub async fn accept(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(when): Body<Acceptance>,
) -> Answer<Json<Offer>> {
    store.run(&write.0, AcceptOffer { offer: id, when }).await?;
    Ok(Json(store.offer(write.actor(), id).await?))
}

/// Declines an offer, with a reason that the donor can read.
#[utoipa::path(post, path = "/offers/{id}/decline", tag = "offers", params(("id" = i64, Path)), request_body = Refusal,
    responses((status = 200, body = Offer)))]
pub async fn decline(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(why): Body<Refusal>,
) -> Answer<Json<Offer>> {
    store.run(&write.0, DeclineOffer { offer: id, why }).await?;
    Ok(Json(store.offer(write.actor(), id).await?))
}

/// Withdraws one's own offer.
#[utoipa::path(post, path = "/offers/{id}/withdraw", tag = "offers", params(("id" = i64, Path)), responses((status = 200, body = Offer)))]
pub async fn withdraw(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<Offer>> {
    store.run(&write.0, WithdrawOffer(id)).await?;
    Ok(Json(store.offer(write.actor(), id).await?))
}
