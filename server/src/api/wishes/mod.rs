//! Wishes: the feed, posting, review, and filling from the shelf.

pub(crate) mod area_lists;
pub(crate) mod changes;
pub(crate) mod fairness;
pub(crate) mod one_person;
pub(crate) mod own;
pub(crate) mod thanks;
pub(crate) mod voices;

use axum::{Json, extract::State, http::StatusCode};
use domain::{
    Code,
    catalogue::{self, Category, items::Item},
    claims::Claim,
    wishes::{
        FeedOrder, Filter, Meant, NewWish, Page, Progress, Publication, Wish, WishFile,
        free_titles::{FreeTitle, GivenItem, Symbol},
        priority::Standing,
    },
};
use serde::{Deserialize, Serialize};
use store::{
    Store,
    claims::fill::{Fill, FillWish},
    wishes::{
        lifecycle::{PostWish, PublishWish, RejectWish, SubmitWish, WithdrawWish},
        reversion::ReopenWish,
        things::GiveItem,
    },
};
use utoipa::{
    IntoParams, PartialSchema, ToSchema,
    openapi::{
        Ref, RefOr,
        schema::{AnyOfBuilder, Schema},
    },
};

use super::claims::Reason;
use crate::http::{
    Answer,
    extract::{Body, Id, MaybeSigned, Query, Signed, Write},
    problem::Problem,
};

/// Filters of the feed.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct FeedQuery {
    /// An area and everything below it.
    area: i64,
    /// Only this category.
    category: Option<Category>,
    /// Words to search for; two characters are enough.
    q: String,
    /// Only wishes for goods that a shop has on a shelf.
    in_stock: bool,
    /// At most this many yuan a unit.
    max_cost: i64,
    /// Number of an item in the catalogue.
    item: i64,
    /// One of that item's sizes.
    size: String,
    /// `fair` (the default), `waiting`, `ending`, `cost`, or `near` for the district of `area` first.
    order: String,
    /// `next` of the previous page in the same order; it may be negative.
    cursor: i64,
    /// Page size, 1 to 50; 20 by default.
    limit: i64,
}

/// An item of the catalogue, by its number or its key.
#[derive(Deserialize, ToSchema)]
#[serde(untagged)]
pub enum ItemRef {
    /// Its number.
    Number(i64),
    /// Its key.
    #[schema(example = "school_bag")]
    Key(String),
}

impl ItemRef {
    /// Returns the item's number, or -1 for an unknown key.
    pub fn number(&self) -> i64 {
        match self {
            ItemRef::Number(number) => *number,
            ItemRef::Key(key) => catalogue::by_key(key).map_or(-1, |item| item.id),
        }
    }
}

/// A wish to be posted.
#[derive(Deserialize, ToSchema)]
pub struct WishBody {
    /// The household; omitted by a family's own account.
    #[serde(default)]
    household: i64,
    /// The item: of the catalogue, or one of `GET /wishable-items`; left out with a `title`.
    #[serde(default)]
    item: Option<ItemRef>,
    /// Title in the family's words, for what is in no list. It is public nowhere: the review gives the wish an item.
    #[serde(default)]
    title: Option<String>,
    /// Symbol of a wish with a `title`.
    #[serde(default)]
    symbol: Symbol,
    /// One of the item's sizes, where it has some.
    #[serde(default)]
    size: String,
    /// Number of units, 1 to 20.
    #[serde(default = "one")]
    quantity: i64,
    /// Number of months, 2 to 12, for which it is needed every month; left out for once.
    #[serde(default)]
    months: Option<i64>,
    /// The member it is for; 0 for the whole family.
    #[serde(default)]
    member: i64,
    /// The family's own text, never published unchanged.
    #[serde(default)]
    words: String,
    /// Save it as a draft instead of sending it for review.
    #[serde(default)]
    draft: bool,
    /// Post it despite `already_open`: the same is open, or was received within a year.
    #[serde(default)]
    again: bool,
    /// Reason of staff for posting it all the same; with a reason the area's limits do not apply.
    #[serde(default)]
    beyond: String,
}

pub(super) fn one() -> i64 {
    1
}

/// A wish as the public sees it, with its progress.
#[derive(Serialize, ToSchema)]
pub struct PublicWish {
    /// The wish.
    #[serde(flatten)]
    wish: Wish,
    /// Its progress.
    progress: Progress,
}

/// A wish as the family and the staff of its area see it.
#[derive(Serialize, ToSchema)]
pub struct KnownWish {
    /// The wish.
    #[serde(flatten)]
    file: WishFile,
    /// Situation of the family; for staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    standing: Option<Standing>,
}

/// A wish as its reader may see it.
#[derive(Serialize)]
#[serde(untagged)]
pub enum WishAnswer {
    /// For the family and the staff of its area.
    File(Box<KnownWish>),
    /// For all other readers.
    Public(Box<PublicWish>),
}

/// Not derived, which would be `oneOf`: a known wish has every field of a public one, and so fits both.
impl PartialSchema for WishAnswer {
    fn schema() -> RefOr<Schema> {
        let either = AnyOfBuilder::new().description(Some("A wish as its reader may see it."));
        either.item(Ref::from_schema_name("KnownWish")).item(Ref::from_schema_name("PublicWish")).into()
    }
}

impl ToSchema for WishAnswer {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.extend([("KnownWish".into(), KnownWish::schema()), ("PublicWish".into(), PublicWish::schema())]);
        KnownWish::schemas(schemas);
        PublicWish::schemas(schemas);
    }
}

/// Source of the goods: a lot, or any suitable lot of an item at a location.
#[derive(Deserialize, ToSchema)]
pub struct FillBody {
    /// The lot, or 0.
    #[serde(default)]
    lot: i64,
    /// The item, instead of a lot.
    item: Option<ItemRef>,
    /// The location, with `item`.
    #[serde(default)]
    location: i64,
    /// Number of units; 1 by default.
    #[serde(default = "one")]
    quantity: i64,
}

/// Lists open wishes, longest waiting first.
#[utoipa::path(get, path = "/wishes", tag = "wishes", security(()), params(FeedQuery),
    responses((status = 200, body = Page<Wish>)))]
pub async fn feed(
    State(store): State<Store>,
    MaybeSigned(actor): MaybeSigned,
    Query(query): Query<FeedQuery>,
) -> Answer<Json<Page<Wish>>> {
    let FeedQuery { area, category, q, in_stock, max_cost, item, size, order, cursor, limit } = query;
    if !(0..=50).contains(&limit) {
        return Err(Problem::field("limit", Code::OutOfRange));
    }
    let order = match order.as_str() {
        "" => FeedOrder::default(),
        order => order.parse().map_err(|code| Problem::field("order", code))?,
    };
    let filter = Filter { area, category, q, in_stock, max_cost, item, size, order, cursor, limit };
    Ok(Json(store.feed(&actor, &filter).await?))
}

/// Posts a wish: a family for itself, a caseworker for a family that cannot.
#[utoipa::path(post, path = "/wishes", tag = "wishes", request_body = WishBody,
    responses((status = 201, body = WishFile)))]
pub async fn post(
    State(store): State<Store>,
    write: Write,
    Body(new): Body<WishBody>,
) -> Answer<(StatusCode, Json<WishFile>)> {
    let WishBody { household, size, quantity, months, member, words, draft, again, beyond, .. } = new;
    let item = new.item.map_or(0, |item| item.number());
    let free = new.title.map(|title| FreeTitle { title, symbol: new.symbol });
    let wish = NewWish { household, item, size, quantity, member, words, draft, again, beyond, free, months };
    let id = store.run(&write.0, PostWish(wish)).await?;
    Ok((StatusCode::CREATED, Json(store.wish_file(write.actor(), id).await?)))
}

/// Gives a wish with a free title its item: an existing one, or a new one of the root area.
///
/// It may be corrected until the wish is published; without an item it is not published (`item_needed`).
#[utoipa::path(post, path = "/wishes/{id}/item", tag = "wishes", params(("id" = i64, Path)),
    request_body = GivenItem, responses((status = 200, body = WishFile)))]
pub async fn item(
    State(store): State<Store>,
    write: Write,
    Id(wish): Id,
    Body(given): Body<GivenItem>,
) -> Answer<Json<WishFile>> {
    store.run(&write.0, GiveItem { wish, given }).await?;
    Ok(Json(store.wish_file(write.actor(), wish).await?))
}

/// Household whose list of own items is read.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct WishableQuery {
    /// The household; left out by a family's own account.
    household: Option<i64>,
}

/// Lists the goods of the root area's own list for which a family may wish, beside the catalogue; at most 200.
#[utoipa::path(get, path = "/wishable-items", tag = "wishes", params(WishableQuery),
    responses((status = 200, body = Vec<Item>)))]
pub async fn wishable_items(
    State(store): State<Store>,
    signed: Signed,
    Query(query): Query<WishableQuery>,
) -> Answer<Json<Vec<Item>>> {
    let household = query.household.unwrap_or(signed.actor.household);
    Ok(Json(store.wishable_items(&signed.actor, household).await?))
}

/// Sends a draft for review: the family itself, or its caseworker.
/// `already_open` asks whether one more is meant, as for a new wish.
#[utoipa::path(post, path = "/wishes/{id}/submit", tag = "wishes", params(("id" = i64, Path)),
    request_body = Meant, responses((status = 200, body = WishFile)))]
pub async fn submit(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(meant): Body<Meant>,
) -> Answer<Json<WishFile>> {
    store.run(&write.0, SubmitWish { id, meant }).await?;
    Ok(Json(store.wish_file(write.actor(), id).await?))
}

/// Returns a wish.
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

/// Publishes a wish, with the text that the public will read.
#[utoipa::path(post, path = "/wishes/{id}/publish", tag = "wishes", params(("id" = i64, Path)),
    request_body = Publication, responses((status = 200, body = WishFile)))]
pub async fn publish(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(publication): Body<Publication>,
) -> Answer<Json<WishFile>> {
    store.run(&write.0, PublishWish { id, words: publication.words }).await?;
    Ok(Json(store.wish_file(write.actor(), id).await?))
}

/// Rejects a wish, with a reason that the family can read.
#[utoipa::path(post, path = "/wishes/{id}/reject", tag = "wishes", params(("id" = i64, Path)),
    request_body = Reason, responses((status = 200, body = WishFile)))]
pub async fn reject(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(Reason { reason }): Body<Reason>,
) -> Answer<Json<WishFile>> {
    store.run(&write.0, RejectWish { id, reason }).await?;
    Ok(Json(store.wish_file(write.actor(), id).await?))
}

/// Looks at a wish again that was sent back, within 90 days: it waits for its review in its old place, and its family is
/// told.
#[utoipa::path(post, path = "/wishes/{id}/reopen", tag = "wishes", params(("id" = i64, Path)),
    responses((status = 200, body = WishFile)))]
pub async fn reopen(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<WishFile>> {
    store.run(&write.0, ReopenWish { wish: id }).await?;
    Ok(Json(store.wish_file(write.actor(), id).await?))
}

/// Withdraws a wish: the family itself, or its caseworker.
#[utoipa::path(post, path = "/wishes/{id}/withdraw", tag = "wishes", params(("id" = i64, Path)),
    request_body = Reason, responses((status = 200, body = WishFile)))]
pub async fn withdraw(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(Reason { reason }): Body<Reason>,
) -> Answer<Json<WishFile>> {
    store.run(&write.0, WithdrawWish { id, reason }).await?;
    Ok(Json(store.wish_file(write.actor(), id).await?))
}

/// Fills a wish from the shelf: creates a claim that starts as arrived.
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
    let item = fill.item.as_ref().map_or(0, ItemRef::number);
    let claim = store.run(&write.0, FillWish { wish: id, fill: Fill { lot, item, location, quantity } }).await?;
    Ok((StatusCode::CREATED, Json(claim)))
}
