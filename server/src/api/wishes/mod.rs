//! Wishes: the feed, posting, review, and filling from the shelf.

pub(crate) mod fairness;
pub(crate) mod voices;

use axum::{Json, extract::State, http::StatusCode};
use domain::{
    Code,
    catalogue::{self, Category},
    claims::Claim,
    wishes::{Filter, Meant, NewWish, Page, Progress, Publication, Wish, WishFile, priority::Standing},
};
use serde::{Deserialize, Serialize};
use store::{Store, claims::fill::Fill};
use utoipa::{IntoParams, ToSchema};

use super::claims::Reason;
use crate::http::{
    Answer,
    extract::{Body, Id, MaybeSigned, Query, Write},
    problem::Problem,
};

/// What the feed is narrowed to.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct FeedQuery {
    /// An area and everything below it.
    area: i64,
    /// A category.
    category: Option<Category>,
    /// Words to look for; two characters are enough.
    q: String,
    /// Only what the shop has on a shelf.
    in_stock: bool,
    /// At most this many yuan a unit.
    max_cost: i64,
    /// One item of the catalogue, by its number.
    item: i64,
    /// One of that item's sizes.
    size: String,
    /// `next` of the page before; it may be negative.
    cursor: i64,
    /// How many, 1 to 50; 20 unless told.
    limit: i64,
}

/// An item of the catalogue, by its number or its key.
#[derive(Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Item {
    /// Its number.
    Number(i64),
    /// Its key.
    #[schema(example = "school_bag")]
    Key(String),
}

impl Item {
    /// Its number, or one that the catalogue does not have.
    pub fn number(&self) -> i64 {
        match self {
            Item::Number(number) => *number,
            Item::Key(key) => catalogue::by_key(key).map_or(-1, |item| item.id),
        }
    }
}

/// A wish to be posted.
#[derive(Deserialize, ToSchema)]
pub struct WishBody {
    /// The household; a family's own account leaves it out.
    #[serde(default)]
    household: i64,
    /// The thing.
    item: Item,
    /// One of the item's sizes, where it has some.
    #[serde(default)]
    size: String,
    /// How many, 1 to 20.
    #[serde(default = "one")]
    quantity: i64,
    /// The member it is for; 0 for the whole family.
    #[serde(default)]
    member: i64,
    /// The family's own words, never shown as they are.
    #[serde(default)]
    words: String,
    /// Keep it as a draft instead of sending it for review.
    #[serde(default)]
    draft: bool,
    /// Send it although the family has the same under way, or received it within a year (`already_open`).
    #[serde(default)]
    again: bool,
    /// Why, when staff send it all the same; with a reason they also go beyond the area's limits.
    #[serde(default)]
    beyond: String,
}

pub(super) fn one() -> i64 {
    1
}

/// A wish as everybody may see it, with how far it has come.
#[derive(Serialize, ToSchema)]
pub struct PublicWish {
    /// The wish.
    #[serde(flatten)]
    wish: Wish,
    /// How far it has come.
    progress: Progress,
}

/// A wish as the family and the staff of its area see it.
#[derive(Serialize, ToSchema)]
pub struct KnownWish {
    /// The wish.
    #[serde(flatten)]
    file: WishFile,
    /// How the family stands; for staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    standing: Option<Standing>,
}

/// A wish as its reader may see it.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub enum WishAnswer {
    /// For the family and the staff of its area.
    File(Box<KnownWish>),
    /// For everybody else.
    Public(Box<PublicWish>),
}

/// Where on the shelf the goods are: a lot, or any fitting one of an item at a location.
#[derive(Deserialize, ToSchema)]
pub struct FillBody {
    /// A lot.
    #[serde(default)]
    lot: i64,
    /// Instead of a lot: the item.
    item: Option<Item>,
    /// The location.
    #[serde(default)]
    location: i64,
    /// How many units; 1 unless told.
    #[serde(default = "one")]
    quantity: i64,
}

/// Open wishes, those that wait longest first.
#[utoipa::path(get, path = "/wishes", tag = "wishes", security(()), params(FeedQuery),
    responses((status = 200, body = Page<Wish>)))]
pub async fn feed(
    State(store): State<Store>,
    MaybeSigned(actor): MaybeSigned,
    Query(query): Query<FeedQuery>,
) -> Answer<Json<Page<Wish>>> {
    let FeedQuery { area, category, q, in_stock, max_cost, item, size, cursor, limit } = query;
    if !(0..=50).contains(&limit) {
        return Err(Problem::field("limit", Code::OutOfRange));
    }
    let filter = Filter { area, category, q, in_stock, max_cost, item, size, cursor, limit };
    Ok(Json(store.feed(&actor, &filter).await?))
}

/// Post a wish: a family for itself, a caseworker for a family that cannot.
#[utoipa::path(post, path = "/wishes", tag = "wishes", request_body = WishBody,
    responses((status = 201, body = WishFile)))]
pub async fn post(
    State(store): State<Store>,
    write: Write,
    Body(new): Body<WishBody>,
) -> Answer<(StatusCode, Json<WishFile>)> {
    let WishBody { household, size, quantity, member, words, draft, again, beyond, .. } = new;
    let wish = NewWish { household, item: new.item.number(), size, quantity, member, words, draft, again, beyond };
    let id = store.wish_post(&write.0, wish).await?;
    Ok((StatusCode::CREATED, Json(store.wish_file(write.actor(), id).await?)))
}

/// Send a draft for review: the family itself, or its caseworker. `already_open` asks whether one more is meant, as when
/// it is posted.
#[utoipa::path(post, path = "/wishes/{id}/submit", tag = "wishes", params(("id" = i64, Path)),
    request_body = Meant, responses((status = 200, body = WishFile)))]
pub async fn submit(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(meant): Body<Meant>,
) -> Answer<Json<WishFile>> {
    store.wish_submit(&write.0, id, meant).await?;
    Ok(Json(store.wish_file(write.actor(), id).await?))
}

/// One wish.
#[utoipa::path(get, path = "/wishes/{id}", tag = "wishes", security(()), params(("id" = i64, Path)),
    responses((status = 200, body = WishAnswer)))]
pub async fn get(State(store): State<Store>, MaybeSigned(actor): MaybeSigned, Id(id): Id) -> Answer<Json<WishAnswer>> {
    if actor.is_signed_in()
        && let Ok(file) = store.wish_file(&actor, id).await
    {
        let standing = if actor.is_staff() { Some(store.standing(&actor, id).await?) } else { None };
        return Ok(Json(WishAnswer::File(Box::new(KnownWish { file, standing }))));
    }
    let (wish, progress) = store.wish(&actor, id).await?;
    Ok(Json(WishAnswer::Public(Box::new(PublicWish { wish, progress }))))
}

/// Let a wish out, with the words that the public will read.
#[utoipa::path(post, path = "/wishes/{id}/publish", tag = "wishes", params(("id" = i64, Path)),
    request_body = Publication, responses((status = 200, body = WishFile)))]
pub async fn publish(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(publication): Body<Publication>,
) -> Answer<Json<WishFile>> {
    store.wish_publish(&write.0, id, publication).await?;
    Ok(Json(store.wish_file(write.actor(), id).await?))
}

/// Say no, with a reason that the family reads.
#[utoipa::path(post, path = "/wishes/{id}/reject", tag = "wishes", params(("id" = i64, Path)),
    request_body = Reason, responses((status = 200, body = WishFile)))]
pub async fn reject(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(Reason { reason }): Body<Reason>,
) -> Answer<Json<WishFile>> {
    store.wish_reject(&write.0, id, reason).await?;
    Ok(Json(store.wish_file(write.actor(), id).await?))
}

/// Take a wish back: the family itself, or its caseworker.
#[utoipa::path(post, path = "/wishes/{id}/withdraw", tag = "wishes", params(("id" = i64, Path)),
    request_body = Reason, responses((status = 200, body = WishFile)))]
pub async fn withdraw(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(Reason { reason }): Body<Reason>,
) -> Answer<Json<WishFile>> {
    store.wish_withdraw(&write.0, id, reason).await?;
    Ok(Json(store.wish_file(write.actor(), id).await?))
}

/// Fill a wish from the shelf: a claim that starts as arrived.
#[utoipa::path(post, path = "/wishes/{id}/fill", tag = "wishes", params(("id" = i64, Path)),
    request_body = FillBody, responses((status = 201, body = Claim)))]
pub async fn fill(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(fill): Body<FillBody>,
) -> Answer<(StatusCode, Json<Claim>)> {
    let FillBody { lot, location, quantity, .. } = fill;
    if quantity < 1 {
        return Err(Problem::field("quantity", Code::OutOfRange));
    }
    let item = fill.item.as_ref().map_or(0, Item::number);
    let claim = store.wish_fill(&write.0, id, Fill { lot, item, location, quantity }).await?;
    Ok((StatusCode::CREATED, Json(claim)))
}
