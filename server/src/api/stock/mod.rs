//! The ledger of goods: stock on hand, and every movement that changes it.

pub(crate) mod counts;
pub(crate) mod kits;
pub(crate) mod minimums;
pub(crate) mod offers;
pub(crate) mod recalls;
pub(crate) mod receipts;
pub(crate) mod removals;
pub(crate) mod transfers;

use axum::{Json, extract::State, http::StatusCode};
use domain::{
    Timestamp,
    catalogue::Category,
    claims::ClaimFile,
    ledger::{Condition, JournalId, LotId, Origin, StockLine},
    wishes::Page,
};
use serde::{Deserialize, Serialize};
use store::{
    Store,
    stock::{self, movements::ReverseStock, on_hand::LINES},
};
use utoipa::{IntoParams, ToSchema};

use super::wishes::{ItemRef, one};
use crate::http::{
    Answer,
    extract::{Body, Query, Signed, Write},
};

/// Filters of the stock list.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct StockQuery {
    /// One location.
    location: i64,
    /// Words of an item's name.
    q: String,
    /// One category.
    category: Option<Category>,
    /// `next` of the previous page.
    cursor: i64,
}

/// Goods to be received.
#[derive(Deserialize, ToSchema)]
pub struct Receipt {
    /// The location.
    location: i64,
    /// The item.
    item: ItemRef,
    /// Its size, where it has some.
    #[serde(default)]
    size: String,
    /// Number of units, 1 to 10,000.
    #[serde(default = "one")]
    quantity: i64,
    /// New or used. A used appliance waits in quarantine for its signed check.
    #[serde(default = "new")]
    condition: Condition,
    /// Best-before date, or 0.
    #[serde(default)]
    expires: Timestamp,
    /// Kind of giver; a donation by default.
    #[serde(default = "donation")]
    origin: Origin,
    /// A remark.
    #[serde(default)]
    reason: String,
}

fn new() -> Condition {
    Condition::New
}

fn donation() -> Origin {
    Origin::Donation
}

/// The lot that was created.
#[derive(Serialize, ToSchema)]
pub struct Received {
    /// Number of the lot.
    lot: LotId,
    /// Number of its receipt.
    receipt: i64,
}

/// Goods of a claim to be handed over to the family.
#[derive(Deserialize, ToSchema)]
pub struct Issue {
    /// The claim.
    claim: i64,
    /// The family's pick-up code.
    #[schema(example = "4711")]
    code: String,
}

/// Goods to be moved between two shelves.
#[derive(Deserialize, ToSchema)]
pub struct TransferBody {
    /// The lot.
    lot: LotId,
    /// Source location.
    from: i64,
    /// Target location.
    to: i64,
    /// Number of units; 1 by default.
    #[serde(default = "one")]
    quantity: i64,
}

/// Count of a lot on a shelf.
#[derive(Deserialize, ToSchema)]
pub struct Count {
    /// The location.
    location: i64,
    /// The lot.
    lot: LotId,
    /// Units counted.
    counted: i64,
    /// Reason for the difference.
    reason: String,
}

/// A journal to be reversed.
#[derive(Deserialize, ToSchema)]
pub struct Reversal {
    /// The journal.
    journal: JournalId,
    /// The reason.
    reason: String,
}

/// The journal that was written.
#[derive(Serialize, ToSchema)]
pub struct Booked {
    /// Number of the journal; 0 when there was nothing to book.
    pub(crate) journal: JournalId,
}

type Created<T> = Answer<(StatusCode, Json<T>)>;

fn created<T>(made: T) -> Created<T> {
    Ok((StatusCode::CREATED, Json(made)))
}

/// Lists units on hand, reserved and in quarantine, by location, item and size.
#[utoipa::path(get, path = "/stock", tag = "stock", params(StockQuery), responses((status = 200, body = Page<StockLine>)))]
pub async fn stock(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Query(StockQuery { location, q, category, cursor }): Query<StockQuery>,
) -> Answer<Json<Page<StockLine>>> {
    let from = cursor.max(0);
    let page = store.stock_page(&actor, &store::ledger::views::StockQuery { location, q, category, from }).await?;
    let next = (from + LINES < page.of).then_some(from + LINES);
    Ok(Json(Page { items: page.lines, next }))
}

/// Receives goods: onto the shelf, or into quarantine until a required check is signed.
#[utoipa::path(post, path = "/stock/receipts", tag = "stock", request_body = Receipt,
    responses((status = 201, body = Received)))]
pub async fn receipts(State(store): State<Store>, write: Write, Body(new): Body<Receipt>) -> Created<Received> {
    let Receipt { location, size, quantity, condition, expires, origin, reason, .. } = new;
    let item = new.item.number();
    store.must_be_dated(write.actor(), item, expires).await?;
    let receipt = stock::movements::ReceiveStock { location, item, size, quantity, condition, expires, origin, reason };
    let lot = store.run(&write.0, receipt).await?;
    created(Received { lot, receipt: store.receipt_of_lot(write.actor(), lot).await? })
}

/// Hands over the goods of a claim; same as `POST /claims/{id}/hand-over`.
#[utoipa::path(post, path = "/stock/issues", tag = "stock", request_body = Issue,
    responses((status = 201, body = ClaimFile)))]
pub async fn issues(
    State(store): State<Store>,
    write: Write,
    Body(Issue { claim, code }): Body<Issue>,
) -> Created<ClaimFile> {
    store.claim_hand_over(&write.0, claim, code).await?;
    created(store.claim(write.actor(), claim).await?)
}

/// Moves goods between locations of one root area at once.
#[utoipa::path(post, path = "/stock/transfers", tag = "stock", request_body = TransferBody,
    responses((status = 201, body = Booked)))]
pub async fn transfers(State(store): State<Store>, write: Write, Body(new): Body<TransferBody>) -> Created<Booked> {
    let TransferBody { lot, from, to, quantity } = new;
    created(Booked { journal: store.run(&write.0, stock::movements::TransferStock { lot, from, to, quantity }).await? })
}

/// Corrects the stock of a lot to the counted number.
#[utoipa::path(post, path = "/stock/counts", tag = "stock", request_body = Count,
    responses((status = 201, body = Booked)))]
pub async fn counts(State(store): State<Store>, write: Write, Body(new): Body<Count>) -> Created<Booked> {
    let Count { location, lot, counted, reason } = new;
    created(Booked {
        journal: store.run(&write.0, stock::movements::CountStock { location, lot, counted, reason }).await?,
    })
}

/// Reverses a journal with an opposite one.
#[utoipa::path(post, path = "/stock/reversals", tag = "stock", request_body = Reversal,
    responses((status = 201, body = Booked)))]
pub async fn reversals(State(store): State<Store>, write: Write, Body(new): Body<Reversal>) -> Created<Booked> {
    let Reversal { journal, reason } = new;
    created(Booked { journal: store.run(&write.0, ReverseStock { journal, reason }).await? })
}
