//! Stock-takes: the count sheet, counted lines, and approval of differences by a second person.

use axum::{Json, extract::State, http::StatusCode};
use domain::{
    catalogue::Category,
    ledger::{JournalId, LotId},
    stock::counts::{StockTake, StockTakeId, TakeLine},
    wishes::Page,
};
use serde::{Deserialize, Serialize};
use store::{
    Store,
    stock::counts::{
        approval::{ApproveStockTake, CancelStockTake, RejectStockTake},
        lifecycle::{CountStockTake, FinishStockTake, LineCount, LineReason, OpenBlindTake, OpenStockTake},
        views::{LINES, LineQuery, Show},
    },
};
use utoipa::{IntoParams, ToSchema};

use crate::{
    api::claims::Reason,
    http::{
        Answer,
        extract::{Body, Id, Query, Signed, Write},
    },
};

/// Filters of the list of stock-takes.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct TakesQuery {
    /// One location.
    location: i64,
    /// `next` of the previous page.
    cursor: i64,
}

/// A stock-take to be started.
#[derive(Deserialize, ToSchema)]
pub struct NewStockTake {
    /// Location to be counted.
    location: i64,
    /// `study`, `kitchen`, …; all categories by default.
    #[serde(default)]
    category: String,
    /// Whether the sheet shows nothing of the book until every line is counted.
    #[serde(default)]
    blind: bool,
}

/// Filters of a stock-take's lines.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct LinesQuery {
    /// `left` for lines neither counted nor skipped, `different` for lines that differ, else all.
    show: String,
    /// `next` of the previous page.
    cursor: i64,
}

/// A stock-take with a page of its lines.
#[derive(Serialize, ToSchema)]
pub struct Sheet {
    /// The stock-take.
    #[serde(flatten)]
    take: StockTake,
    /// Its lines, in the order of the shelves.
    items: Vec<TakeLine>,
    /// Cursor of the next lines, or `null`.
    next: Option<i64>,
}

/// Count of one lot.
#[derive(Deserialize, ToSchema)]
pub struct CountedLine {
    /// The lot; added when it is not part of the stock-take yet.
    lot: LotId,
    /// Units counted; without it the lot is skipped on purpose.
    #[serde(default)]
    counted: Option<i64>,
    /// Units on hand when counting began. If stock has changed since, the line is not saved.
    #[serde(default)]
    seen: Option<i64>,
}

/// Counted lines, at most 500.
#[derive(Deserialize, ToSchema)]
pub struct CountedLines {
    /// The lines.
    lines: Vec<CountedLine>,
}

/// Result of saving counted lines.
#[derive(Serialize, ToSchema)]
pub struct WrittenDown {
    /// Number of lines saved.
    saved: i64,
    /// Lots whose stock changed while they were counted: count them again.
    moved: Vec<LotId>,
}

/// Reason for a difference.
#[derive(Deserialize, ToSchema)]
pub struct ReasonOfLine {
    /// The lot.
    lot: LotId,
    /// The reason.
    reason: String,
}

/// End of counting.
#[derive(Deserialize, ToSchema)]
pub struct Finish {
    /// Reasons for lines that differ.
    #[serde(default)]
    reasons: Vec<ReasonOfLine>,
}

/// Result of an approval.
#[derive(Serialize, ToSchema)]
pub struct SettledTake {
    /// The journals that were written.
    journals: Vec<JournalId>,
    /// Lots whose stock is now lower than the missing units: nothing was booked, count them again.
    recount: Vec<LotId>,
}

/// Lists the stock-takes of your shops, newest first.
#[utoipa::path(get, path = "/stock-takes", tag = "stock", params(TakesQuery), responses((status = 200, body = Page<StockTake>)))]
pub async fn takes(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Query(TakesQuery { location, cursor }): Query<TakesQuery>,
) -> Answer<Json<Page<StockTake>>> {
    Ok(Json(store.stock_takes(&actor, location, cursor).await?))
}

/// Starts a stock-take with the lots on the shelves.
#[utoipa::path(post, path = "/stock-takes", tag = "stock", request_body = NewStockTake,
    responses((status = 201, body = StockTake), (status = 409, description = "`take_open`: these shelves are being counted")))]
pub async fn take_open(
    State(store): State<Store>,
    write: Write,
    Body(NewStockTake { location, category, blind }): Body<NewStockTake>,
) -> Answer<(StatusCode, Json<StockTake>)> {
    let category = match category.as_str() {
        "" => None,
        one => Some(one.parse::<Category>().map_err(|code| domain::Error::field("category", code))?),
    };
    let new = OpenStockTake { location, category };
    let id = match blind {
        true => store.run(&write.0, OpenBlindTake(new)).await?,
        false => store.run(&write.0, new).await?,
    };
    Ok((StatusCode::CREATED, Json(store.stock_take(write.actor(), id).await?)))
}

/// Returns a stock-take with its lines.
#[utoipa::path(get, path = "/stock-takes/{id}", tag = "stock", params(("id" = i64, Path), LinesQuery),
    responses((status = 200, body = Sheet)))]
pub async fn take(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Id(id): Id,
    Query(LinesQuery { show, cursor }): Query<LinesQuery>,
) -> Answer<Json<Sheet>> {
    let take = store.stock_take(&actor, id).await?;
    let show = match show.as_str() {
        "" => Show::All,
        "left" => Show::Left,
        "different" => Show::Different,
        _ => return Err(domain::Error::field("show", domain::Code::Unknown).into()),
    };
    let from = cursor.max(0);
    let found = store.stock_take_lines(&actor, id, &LineQuery { show, from, ..LineQuery::default() }).await?;
    let next = (from + LINES < found.total).then_some(from + LINES);
    Ok(Json(Sheet { take, items: found.lines, next }))
}

async fn answer(store: &Store, write: &Write, id: StockTakeId) -> Answer<Json<StockTake>> {
    Ok(Json(store.stock_take(write.actor(), id).await?))
}

/// Saves counted lines; each is compared with the current stock.
#[utoipa::path(post, path = "/stock-takes/{id}/count", tag = "stock", params(("id" = i64, Path)),
    request_body = CountedLines, responses((status = 200, body = WrittenDown)))]
pub async fn take_count(
    State(store): State<Store>,
    write: Write,
    Id(take): Id,
    Body(CountedLines { lines }): Body<CountedLines>,
) -> Answer<Json<WrittenDown>> {
    let lines = lines.into_iter().map(|CountedLine { lot, counted, seen }| LineCount { lot, counted, seen }).collect();
    let written = store.run(&write.0, CountStockTake { take, lines }).await?;
    Ok(Json(WrittenDown { saved: written.saved, moved: written.moved }))
}

/// Finishes counting; all lines must be counted, and every difference needs a reason.
#[utoipa::path(post, path = "/stock-takes/{id}/finish", tag = "stock", params(("id" = i64, Path)), request_body = Finish,
    responses((status = 200, body = StockTake)))]
pub async fn take_finish(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(Finish { reasons }): Body<Finish>,
) -> Answer<Json<StockTake>> {
    let reasons = reasons.into_iter().map(|ReasonOfLine { lot, reason }| LineReason { lot, reason }).collect();
    store.run(&write.0, FinishStockTake { take: id, reasons }).await?;
    answer(&store, &write, id).await
}

/// Approves a stock-take and books the differences. The caller must not have counted any line.
#[utoipa::path(post, path = "/stock-takes/{id}/approve", tag = "stock", params(("id" = i64, Path)),
    responses((status = 200, body = SettledTake), (status = 409, description = "`second_person`: you counted")))]
pub async fn take_approve(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<SettledTake>> {
    let settled = store.run(&write.0, ApproveStockTake(id)).await?;
    Ok(Json(SettledTake { journals: settled.journals, recount: settled.recount }))
}

/// Rejects a stock-take: it is counted again.
#[utoipa::path(post, path = "/stock-takes/{id}/reject", tag = "stock", params(("id" = i64, Path)), request_body = Reason,
    responses((status = 200, body = StockTake)))]
pub async fn take_reject(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(Reason { reason }): Body<Reason>,
) -> Answer<Json<StockTake>> {
    store.run(&write.0, RejectStockTake { id, reason }).await?;
    answer(&store, &write, id).await
}

/// Cancels a stock-take; nothing is booked.
#[utoipa::path(post, path = "/stock-takes/{id}/cancel", tag = "stock", params(("id" = i64, Path)), request_body = Reason,
    responses((status = 200, body = StockTake)))]
pub async fn take_cancel(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(Reason { reason }): Body<Reason>,
) -> Answer<Json<StockTake>> {
    store.run(&write.0, CancelStockTake { id, reason }).await?;
    answer(&store, &write, id).await
}
