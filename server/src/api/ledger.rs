//! Ledger journals, and the published monthly notices that are computed from them.

use axum::{
    Json,
    extract::{Path, State},
};
use domain::{
    Timestamp,
    ledger::{JournalId, JournalKind, LotId},
    reports::monthly::MonthNotice,
    wishes::Page,
};
use serde::{Deserialize, Serialize};
use store::{
    Store,
    ledger::{journals::JournalQuery, views::JournalFile},
};
use utoipa::{IntoParams, ToSchema};

use crate::http::{
    Answer,
    extract::{Id, Query, Signed},
};

/// Filters of the journal list; a field left out filters nothing.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct JournalsQuery {
    /// Of this location.
    location: i64,
    /// With an entry of this item.
    item: i64,
    /// With an entry of this size.
    size: String,
    /// Of this kind, or several separated by commas; includes the reversals of such journals.
    kind: String,
    /// Written at or after this time.
    from: Timestamp,
    /// Written before this time.
    to: Timestamp,
    /// Of this claim.
    claim: i64,
    /// Of this receipt.
    receipt: i64,
    /// Of this order.
    order: i64,
    /// Of this transfer.
    transfer: i64,
    /// Of this stock-take.
    stock_take: i64,
    /// Of this import.
    import: i64,
    /// Of receipts from the same giver as this receipt, as the monthly notice names it.
    giver: i64,
    /// With the same reason as this journal.
    reason_of: JournalId,
    /// `next` of the previous page.
    cursor: JournalId,
}

/// A journal entry: units of a lot that entered or left a place.
#[derive(Serialize, ToSchema)]
pub struct JournalEntry {
    /// Number of the item; 0 for points.
    item: i64,
    /// Size; empty when the item has none.
    size: String,
    /// The lot.
    lot: LotId,
    /// Place in the ledger, such as a shelf.
    place: String,
    /// Units; negative when they left the place.
    quantity: i64,
}

/// A journal: one booking with its entries.
#[derive(Serialize, ToSchema)]
pub struct JournalDocument {
    /// Number of the journal.
    id: JournalId,
    /// Kind of movement.
    kind: JournalKind,
    /// Time of the booking.
    at: Timestamp,
    /// Name of the account that booked it; empty for scheduled jobs.
    by: String,
    /// Reason, or empty.
    reason: String,
    /// Location it belongs to.
    location: i64,
    /// The claim, or 0.
    claim: i64,
    /// The receipt, or 0.
    receipt: i64,
    /// The order, or 0.
    order: i64,
    /// The transfer, or 0.
    transfer: i64,
    /// The stock-take, or 0.
    stock_take: i64,
    /// Journal that this one reverses, or 0.
    reverses: JournalId,
    /// Journal that reversed this one, or 0.
    reversed_by: JournalId,
    /// Its entries; empty in lists.
    entries: Vec<JournalEntry>,
}

impl From<JournalFile> for JournalDocument {
    fn from(file: JournalFile) -> Self {
        let entry = |line: store::ledger::views::MovedLine| JournalEntry {
            item: line.item,
            size: line.size,
            lot: line.lot,
            place: line.place,
            quantity: line.quantity,
        };
        JournalDocument {
            id: file.id,
            kind: file.kind,
            at: file.at,
            by: file.by,
            reason: file.reason,
            location: file.location,
            claim: file.claim,
            receipt: file.receipt,
            order: file.shop_order,
            transfer: file.transfer,
            stock_take: file.stock_take,
            reverses: file.reverses,
            reversed_by: file.reversed_by,
            entries: file.entries.into_iter().map(entry).collect(),
        }
    }
}

/// Lists the journals of your shops, newest first.
#[utoipa::path(get, path = "/journals", tag = "stock", params(JournalsQuery), responses((status = 200, body = Page<JournalDocument>)))]
pub async fn journals(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Query(query): Query<JournalsQuery>,
) -> Answer<Json<Page<JournalDocument>>> {
    let kind = |kind: &str| kind.trim().parse::<JournalKind>().map_err(|code| domain::Error::field("kind", code));
    let kinds = query.kind.split(',').filter(|k| !k.is_empty()).map(kind).collect::<Result<Vec<_>, _>>()?;
    let JournalsQuery { location, item, size, from, to, claim, receipt, order, transfer, stock_take, .. } = query;
    let JournalsQuery { import, giver, reason_of, cursor, .. } = query;
    #[rustfmt::skip]
    let narrowed = JournalQuery {
        location, item, size, kinds, from, to, claim, receipt, order, transfer, stock_take, import, giver, reason_of, cursor,
    };
    let found = store.journals(&actor, &narrowed).await?;
    Ok(Json(Page { items: found.items.into_iter().map(JournalDocument::from).collect(), next: found.next }))
}

/// Returns a journal with its entries.
#[utoipa::path(get, path = "/journals/{id}", tag = "stock", params(("id" = i64, Path)),
    responses((status = 200, body = JournalDocument)))]
pub async fn journal(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Id(id): Id,
) -> Answer<Json<JournalDocument>> {
    Ok(Json(store.journal(&actor, id).await?.into()))
}

/// Returns a location's published monthly notice; needs no account.
#[utoipa::path(get, path = "/notice-months/{location}/{month}", tag = "stock",
    params(("location" = i64, Path), ("month" = String, Path, example = "2026-10")),
    responses((status = 200, body = MonthNotice)))]
pub async fn month(
    State(store): State<Store>,
    Path((location, month)): Path<(String, String)>,
) -> Answer<Json<MonthNotice>> {
    let location = location.parse().map_err(|_| domain::Error::NotFound)?;
    Ok(Json(store.public_notice(location, &month).await?))
}
