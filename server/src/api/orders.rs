//! The free shop: its shelf, and orders from placement to hand-over.

use axum::{Json, extract::State, http::StatusCode};
use domain::{
    Code, Error, Timestamp,
    accounts::Actor,
    catalogue::Category,
    ledger::LocationId,
    orders::{Order, OrderId, ShelfLine, Slot, Wanted},
    permission::Action,
    wishes::Page,
};
use serde::{Deserialize, Serialize};
use store::{
    Store,
    orders::{
        basket::{PutInBasket, ShelfQuery},
        lifecycle::{CancelOrder, CancelOwnOrder, ReplaceExpired},
        place::PlaceOrder,
        views::Which,
        walk_in::IssueWalkIn,
    },
};
use utoipa::{IntoParams, ToSchema};

use super::claims::{PickUp, Reason};
use crate::http::{
    Answer,
    extract::{Body, Id, Query, Signed, Write},
};

/// Filters of the shelf.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ShelfParams {
    /// Shop; the nearest one by default.
    location: LocationId,
    /// Only this category; empty for all.
    category: String,
    /// Words of an item's name.
    q: String,
    /// `next` of the previous page.
    cursor: i64,
}

/// Goods on a shelf that can be taken for points.
#[derive(Serialize, ToSchema)]
pub struct Shelf {
    /// Shop that the shelf belongs to.
    location: LocationId,
    /// Points that the family can spend.
    points: i64,
    /// Pick-up slots, and how many orders each still takes.
    slots: Vec<OpenSlot>,
    /// The goods.
    #[serde(flatten)]
    page: Page<ShelfLine>,
}

/// A half day for picking up goods.
#[derive(Serialize, ToSchema)]
pub struct OpenSlot {
    /// The slot.
    #[serde(flatten)]
    slot: Slot,
    /// How many orders it still takes.
    left: i64,
}

/// An order to be placed. The server computes the price.
#[derive(Deserialize, ToSchema)]
pub struct OrderBody {
    /// Shop that the goods come from.
    location: LocationId,
    /// Start of a slot that the shelf offers. Ignored for a walk-in.
    #[serde(default)]
    pickup: Timestamp,
    /// For staff at the counter: the family of a walk-in; 0 for an order of one's own.
    #[serde(default)]
    household: i64,
    /// Items with their quantities.
    lines: Vec<Wanted>,
}

/// Filters of the order list.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct OrdersParams {
    /// For shops: `today` (default), `later` or `ended`.
    list: String,
    /// For shops: one location.
    location: LocationId,
    /// `next` of the previous page.
    cursor: i64,
}

/// An order; only its family sees the pick-up code.
#[derive(Serialize, ToSchema)]
pub struct OrderAnswer {
    /// The order.
    #[serde(flatten)]
    order: Order,
    /// Code that the family shows at the counter; empty for other readers.
    #[schema(example = "4711")]
    code: String,
}

/// A line of the family's basket.
#[derive(Deserialize, ToSchema)]
pub struct BasketBody {
    /// Location of the basket.
    location: i64,
    /// Item, size and units; 0 units remove the line.
    wanted: Wanted,
    /// Whether the units are added to those in the basket instead of replacing them.
    #[serde(default)]
    adds: bool,
}

fn is_family(actor: &Actor) -> bool {
    actor.household != 0 && actor.may_somewhere(Action::OrderGoods)
}

async fn read(store: &Store, actor: &Actor, id: OrderId) -> Answer<Json<OrderAnswer>> {
    if is_family(actor) {
        let own = store.own_order(actor, id).await?;
        return Ok(Json(OrderAnswer { order: own.order, code: own.code }));
    }
    Ok(Json(OrderAnswer { order: store.shop_order(actor, id).await?.order, code: String::new() }))
}

/// Family: lists goods that can be taken for points, and pick-up slots.
#[utoipa::path(get, path = "/shop/shelf", tag = "orders", params(ShelfParams), responses((status = 200, body = Shelf)))]
pub async fn shelf(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Query(ShelfParams { location, category, q, cursor }): Query<ShelfParams>,
) -> Answer<Json<Shelf>> {
    let category = match category.as_str() {
        "" => None,
        text => Some(text.parse::<Category>().map_err(|code| Error::field("category", code))?),
    };
    let shop = store.free_shop(&actor, &ShelfQuery { location, category, q, cursor }).await?;
    let slots = store.order_slots(&actor, shop.place.id).await?;
    let slots = slots.into_iter().map(|(slot, left)| OpenSlot { slot, left }).collect();
    Ok(Json(Shelf { location: shop.place.id, points: shop.points, slots, page: shop.lines }))
}

/// Family: lists its own orders, newest first. Shop staff: those of their shops, by time.
#[utoipa::path(get, path = "/orders", tag = "orders", params(OrdersParams), responses((status = 200, body = Page<Order>)))]
pub async fn list(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Query(OrdersParams { list, location, cursor }): Query<OrdersParams>,
) -> Answer<Json<Page<Order>>> {
    if is_family(&actor) {
        return Ok(Json(store.own_orders(&actor, cursor).await?));
    }
    let which = match list.as_str() {
        "" | "today" => Which::Today,
        "later" => Which::Later,
        "ended" => Which::Ended,
        _ => return Err(Error::field("list", Code::Unknown).into()),
    };
    Ok(Json(store.shop_orders(&actor, which, location, cursor).await?))
}

/// Family: sets a line of its basket, or adds to it; 0 units remove the line.
#[utoipa::path(post, path = "/me/basket", tag = "orders", request_body = BasketBody,
    responses((status = 204, description = "Set")))]
pub async fn basket_put(
    State(store): State<Store>,
    write: Write,
    Body(BasketBody { location, wanted, adds }): Body<BasketBody>,
) -> Answer<StatusCode> {
    store.run(&write.0, PutInBasket { location, wanted, more: adds }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Family: places an order; goods and points are reserved until pick-up.
/// Shopkeeper: issues goods to a walk-in family, ordered and handed over at once.
#[utoipa::path(post, path = "/orders", tag = "orders", request_body = OrderBody,
    responses((status = 201, body = OrderAnswer),
              (status = 409, description = "`not_enough_stock`, `not_enough_points`, `limit_reached`, `slot_full` or `not_offered`")))]
pub async fn place(
    State(store): State<Store>,
    write: Write,
    Body(OrderBody { location, pickup, household, lines }): Body<OrderBody>,
) -> Answer<(StatusCode, Json<OrderAnswer>)> {
    let id = match household {
        0 => store.run(&write.0, PlaceOrder { location, pickup, lines, basket: false }).await?,
        household => store.walk_in_issue(&write.0, IssueWalkIn { household, location, lines }).await?,
    };
    Ok((StatusCode::CREATED, read(&store, write.actor(), id).await?))
}

/// Returns an order, for its family and for the staff of its shop.
#[utoipa::path(get, path = "/orders/{id}", tag = "orders", params(("id" = i64, Path)),
    responses((status = 200, body = OrderAnswer)))]
pub async fn get(State(store): State<Store>, Signed { actor, .. }: Signed, Id(id): Id) -> Answer<Json<OrderAnswer>> {
    read(&store, &actor, id).await
}

/// Shop: hands the goods over against the family's code; the points are spent.
#[utoipa::path(post, path = "/orders/{id}/hand-over", tag = "orders", params(("id" = i64, Path)), request_body = PickUp,
    responses((status = 200, body = OrderAnswer),
              (status = 409, description = "`wrong_code`, `wrong_state`, or `expired_goods`: take fresh ones first")))]
pub async fn hand_over(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(PickUp { code }): Body<PickUp>,
) -> Answer<Json<OrderAnswer>> {
    store.order_hand_over(&write.0, id, code).await?;
    read(&store, write.actor(), id).await
}

/// Shop: replaces an order's expired goods with fresh ones from the shelf.
#[utoipa::path(post, path = "/orders/{id}/replace", tag = "orders", params(("id" = i64, Path)),
    responses((status = 200, body = OrderAnswer)))]
pub async fn replace(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<OrderAnswer>> {
    store.run(&write.0, ReplaceExpired(id)).await?;
    read(&store, write.actor(), id).await
}

/// Family, or shop with a reason: cancels an order; goods and points are released.
#[utoipa::path(post, path = "/orders/{id}/cancel", tag = "orders", params(("id" = i64, Path)), request_body = Reason,
    responses((status = 200, body = OrderAnswer)))]
pub async fn cancel(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(Reason { reason }): Body<Reason>,
) -> Answer<Json<OrderAnswer>> {
    if is_family(write.actor()) {
        store.run(&write.0, CancelOwnOrder { id, reason }).await?;
    } else {
        store.run(&write.0, CancelOrder { id, reason }).await?;
    }
    read(&store, write.actor(), id).await
}
