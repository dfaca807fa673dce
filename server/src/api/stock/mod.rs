//! The ledger of goods: what is there, and every way in which it changes.

pub(crate) mod counts;
pub(crate) mod kits;
pub(crate) mod offers;
pub(crate) mod receipts;
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
    stock::{
        self,
        on_hand::{self, LINES},
    },
};
use utoipa::{IntoParams, ToSchema};

use super::wishes::{Item, one};
use crate::http::{
    Answer,
    extract::{Body, Query, Signed, Write},
};

/// What the stock is narrowed to.
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
    /// `next` of the page before.
    cursor: i64,
}

/// Goods that came in.
#[derive(Deserialize, ToSchema)]
pub struct Receipt {
    /// Where.
    location: i64,
    /// What.
    item: Item,
    /// Its size, where it has some.
    #[serde(default)]
    size: String,
    /// How many, 1 to 10,000.
    #[serde(default = "one")]
    quantity: i64,
    /// New or used. A used appliance waits in quarantine for its signed check.
    #[serde(default = "new")]
    condition: Condition,
    /// Best before, or 0.
    #[serde(default)]
    expires: Timestamp,
    /// From whom; a donation unless told.
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

/// The lot that goods became.
#[derive(Serialize, ToSchema)]
pub struct Received {
    /// Its number.
    lot: LotId,
    /// The receipt it came in with.
    receipt: i64,
}

/// Goods of a claim that leave to the family.
#[derive(Deserialize, ToSchema)]
pub struct Issue {
    /// The claim.
    claim: i64,
    /// The family's pick-up code.
    #[schema(example = "4711")]
    code: String,
}

/// Goods that go from one shelf to another.
#[derive(Deserialize, ToSchema)]
pub struct Transfer {
    /// Which.
    lot: LotId,
    /// From this location.
    from: i64,
    /// To that one.
    to: i64,
    /// How many; 1 unless told.
    #[serde(default = "one")]
    quantity: i64,
}

/// What was counted on a shelf.
#[derive(Deserialize, ToSchema)]
pub struct Count {
    /// Where.
    location: i64,
    /// Which.
    lot: LotId,
    /// How many there are.
    counted: i64,
    /// Why the book says otherwise.
    reason: String,
}

/// A journal to be put right.
#[derive(Deserialize, ToSchema)]
pub struct Reversal {
    /// Which.
    journal: JournalId,
    /// Why.
    reason: String,
}

/// What was written into the ledger.
#[derive(Serialize, ToSchema)]
pub struct Booked {
    /// The journal's number; 0 when there was nothing to write.
    journal: JournalId,
}

type Created<T> = Answer<(StatusCode, Json<T>)>;

fn created<T>(made: T) -> Created<T> {
    Ok((StatusCode::CREATED, Json(made)))
}

/// On hand, set aside and in quarantine, by location, item and size.
#[utoipa::path(get, path = "/stock", tag = "stock", params(StockQuery), responses((status = 200, body = Page<StockLine>)))]
pub async fn stock(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Query(StockQuery { location, q, category, cursor }): Query<StockQuery>,
) -> Answer<Json<Page<StockLine>>> {
    let from = cursor.max(0);
    let page = store.stock_page(&actor, &on_hand::StockQuery { location, q, category, from }).await?;
    let next = (from + LINES < page.of).then_some(from + LINES);
    Ok(Json(Page { items: page.lines, next }))
}

/// Take goods in: onto the shelf, or into quarantine when a check has to be signed first.
#[utoipa::path(post, path = "/stock/receipts", tag = "stock", request_body = Receipt,
    responses((status = 201, body = Received)))]
pub async fn receipts(State(store): State<Store>, write: Write, Body(new): Body<Receipt>) -> Created<Received> {
    let Receipt { location, size, quantity, condition, expires, origin, reason, .. } = new;
    let item = new.item.number();
    let receipt = stock::movements::Receipt { location, item, size, quantity, condition, expires, origin, reason };
    let lot = store.stock_receive(&write.0, receipt).await?;
    created(Received { lot, receipt: store.receipt_of_lot(write.actor(), lot).await? })
}

/// Hand over the goods of a claim: the same as `POST /claims/{id}/hand-over`, by the ledger's door.
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

/// Move goods between shelves of one root area.
#[utoipa::path(post, path = "/stock/transfers", tag = "stock", request_body = Transfer,
    responses((status = 201, body = Booked)))]
pub async fn transfers(State(store): State<Store>, write: Write, Body(new): Body<Transfer>) -> Created<Booked> {
    let Transfer { lot, from, to, quantity } = new;
    created(Booked {
        journal: store.stock_transfer(&write.0, stock::movements::Transfer { lot, from, to, quantity }).await?,
    })
}

/// Bring the book in line with the shelf.
#[utoipa::path(post, path = "/stock/counts", tag = "stock", request_body = Count,
    responses((status = 201, body = Booked)))]
pub async fn counts(State(store): State<Store>, write: Write, Body(new): Body<Count>) -> Created<Booked> {
    let Count { location, lot, counted, reason } = new;
    created(Booked {
        journal: store.stock_count(&write.0, stock::movements::Count { location, lot, counted, reason }).await?,
    })
}

/// Put a journal right by its mirror image.
#[utoipa::path(post, path = "/stock/reversals", tag = "stock", request_body = Reversal,
    responses((status = 201, body = Booked)))]
pub async fn reversals(State(store): State<Store>, write: Write, Body(new): Body<Reversal>) -> Created<Booked> {
    let Reversal { journal, reason } = new;
    created(Booked { journal: store.stock_reverse(&write.0, journal, reason).await? })
}
