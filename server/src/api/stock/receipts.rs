//! Receipts: goods received together from one giver.

use domain::{
    Code, Error, Timestamp,
    accounts::Actor,
    ledger::{Condition, Origin},
    stock::receipts::{Line, NewReceipt, Receipt, ReceiptQuery},
};
use store::{
    community::drives::goods::{ReceiveForDrive, Unloading},
    stock::receiving::receipts::{AddReceipt, AddReceiptLines, BeginReceipt, CloseReceipt},
};

use crate::api::{
    prelude::*,
    wishes::{ItemRef, one},
};

/// Filters of the receipt list.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ReceiptsQuery {
    /// One location.
    location: i64,
    /// One kind of giver.
    origin: Option<Origin>,
    /// Only those that the caller brought as a donor.
    mine: bool,
    /// `next` of the previous page.
    cursor: i64,
}

/// A line of a receipt: goods of one kind.
#[derive(Deserialize, ToSchema)]
pub struct ReceiptLineBody {
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
    /// Total cost of the line, in fen.
    #[serde(default)]
    cost: i64,
    /// A barcode to be assigned to this item and size.
    #[serde(default)]
    code: String,
}

fn new() -> Condition {
    Condition::New
}

fn donation() -> Origin {
    Origin::Donation
}

/// A receipt to be booked.
#[derive(Deserialize, ToSchema)]
pub struct ReceiptBody {
    /// The location.
    location: i64,
    /// Kind of giver; a donation by default.
    #[serde(default = "donation")]
    origin: Origin,
    /// The organisation that granted the goods.
    #[serde(default)]
    organisation: i64,
    /// Name of the giver, as stated.
    #[serde(default)]
    giver: String,
    /// Whether the giver agreed to be named on the monthly notice.
    #[serde(default)]
    named: bool,
    /// A remark for the ledger.
    #[serde(default)]
    note: String,
    /// The accepted offer that it fulfils.
    #[serde(default)]
    offer: i64,
    /// The drive that the goods are for, or 0.
    #[serde(default)]
    drive: i64,
    /// Whether lines follow while goods are unloaded, by `POST /receipts/{id}/lines` until `POST /receipts/{id}/close`.
    #[serde(default)]
    unloading: bool,
    /// The lines, at most 500.
    lines: Vec<ReceiptLineBody>,
}

/// Lines to be added to a receipt that is open.
#[derive(Deserialize, ToSchema)]
pub struct MoreReceiptLines {
    /// The lines.
    lines: Vec<ReceiptLineBody>,
}

fn line_of(line: ReceiptLineBody) -> Line {
    Line {
        item: line.item.number(),
        size: line.size,
        quantity: line.quantity,
        condition: line.condition,
        expires: line.expires,
        cost: line.cost,
        code: line.code,
    }
}

/// Builds lines, each with a date where its item goes off.
async fn dated(store: &Store, actor: &Actor, lines: Vec<ReceiptLineBody>) -> Answer<Vec<Line>> {
    let lines: Vec<Line> = lines.into_iter().map(line_of).collect();
    for line in &lines {
        store.must_be_dated(actor, line.item, line.expires).await?;
    }
    Ok(lines)
}

/// Lists receipts of the caller's shops, or (`mine`) what the caller brought; newest first.
#[utoipa::path(get, path = "/receipts", tag = "receipts", params(ReceiptsQuery), responses((status = 200, body = Page<Receipt>)))]
pub async fn list(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Query(query): Query<ReceiptsQuery>,
) -> Answer<Json<Page<Receipt>>> {
    if query.mine {
        return Ok(Json(store.my_receipts(&actor, query.cursor).await?));
    }
    let ReceiptsQuery { location, origin, cursor, .. } = query;
    Ok(Json(store.receipts(&actor, ReceiptQuery { location, origin, cursor }).await?))
}

/// Returns a receipt with its lines, for the staff of its shop and for the donor who brought the goods.
#[utoipa::path(get, path = "/receipts/{id}", tag = "receipts", params(("id" = i64, Path)), responses((status = 200, body = Receipt)))]
pub async fn get(State(store): State<Store>, Signed { actor, .. }: Signed, Id(id): Id) -> Answer<Json<Receipt>> {
    match store.receipt(&actor, id).await.map_err(Error::from) {
        // The caller may be the donor, who has no access to this shop.
        Err(Error::NotFound | Error::NotAllowed(Code::NotAllowed)) => Ok(Json(store.my_receipt(&actor, id).await?)),
        other => Ok(Json(other?)),
    }
}

/// Books a receipt: one number, with a lot and a journal for each line.
#[utoipa::path(post, path = "/receipts", tag = "receipts", request_body = ReceiptBody,
    responses((status = 201, body = Receipt)))]
pub async fn add(State(store): State<Store>, write: Write, Body(body): Body<ReceiptBody>) -> Made<Receipt> {
    let ReceiptBody { location, origin, organisation, giver, named, note, offer, drive, unloading, lines } = body;
    let lines = dated(&store, write.actor(), lines).await?;
    let new = NewReceipt { location, origin, organisation, giver, named, note, offer, lines };
    let id = match (drive, unloading) {
        (0, false) => store.run(&write.0, AddReceipt(new)).await?,
        (0, true) => store.run(&write.0, BeginReceipt(new)).await?,
        (drive, unloading) => {
            let unloading = if unloading { Unloading::GoesOn } else { Unloading::Done };
            store.run(&write.0, ReceiveForDrive { drive, new, unloading }).await?
        }
    };
    made(store.receipt(write.actor(), id).await?)
}

/// Adds lines to a receipt that you opened and that is still open.
#[utoipa::path(post, path = "/receipts/{id}/lines", tag = "receipts", params(("id" = i64, Path)),
    request_body = MoreReceiptLines, responses((status = 200, body = Receipt)))]
pub async fn lines_add(
    State(store): State<Store>,
    write: Write,
    Id(receipt): Id,
    Body(MoreReceiptLines { lines }): Body<MoreReceiptLines>,
) -> Answer<Json<Receipt>> {
    let lines = dated(&store, write.actor(), lines).await?;
    store.run(&write.0, AddReceiptLines { receipt, lines }).await?;
    Ok(Json(store.receipt(write.actor(), receipt).await?))
}

/// Closes a receipt that you opened: the goods are unloaded.
#[utoipa::path(post, path = "/receipts/{id}/close", tag = "receipts", params(("id" = i64, Path)),
    responses((status = 200, body = Receipt)))]
pub async fn close(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<Receipt>> {
    store.run(&write.0, CloseReceipt(id)).await?;
    Ok(Json(store.receipt(write.actor(), id).await?))
}
