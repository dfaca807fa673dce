//! Stock-takes: a sheet, what was counted on it, and who settles the differences.

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
        lifecycle::{Counts, Finished, LineCount, LineReason, NewTake},
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

/// Which stock-takes.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct TakesQuery {
    /// One location.
    location: i64,
    /// From a previous page's `next`.
    cursor: i64,
}

/// A sheet to be made.
#[derive(Deserialize, ToSchema)]
pub struct NewStockTake {
    /// Whose shelves.
    location: i64,
    /// `study`, `kitchen`, …; all of them unless told.
    #[serde(default)]
    category: String,
}

/// Which lines of a sheet.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct LinesQuery {
    /// `left` for what is neither counted nor left out, `different` for what differs, else all.
    show: String,
    /// From a previous page's `next`.
    cursor: i64,
}

/// A sheet with its lines.
#[derive(Serialize, ToSchema)]
pub struct Sheet {
    /// The sheet.
    #[serde(flatten)]
    take: StockTake,
    /// Its lines, in the order of the shelves.
    items: Vec<TakeLine>,
    /// Where the next lines begin.
    next: Option<i64>,
}

/// What was found of one lot.
#[derive(Deserialize, ToSchema)]
pub struct CountedLine {
    /// The lot; one that is not on the sheet yet is put there.
    lot: LotId,
    /// How many there are; without it the lot is left out knowingly.
    #[serde(default)]
    counted: Option<i64>,
    /// What the book said when counting began. When it says something else by now, the line is not written down.
    #[serde(default)]
    seen: Option<i64>,
}

/// Lines that were counted, at most 500.
#[derive(Deserialize, ToSchema)]
pub struct CountedLines {
    /// The lines.
    lines: Vec<CountedLine>,
}

/// What became of counted lines.
#[derive(Serialize, ToSchema)]
pub struct WrittenDown {
    /// How many were written down.
    saved: i64,
    /// Lots that moved while they were counted: to be counted again.
    moved: Vec<LotId>,
}

/// Why a line differs.
#[derive(Deserialize, ToSchema)]
pub struct ReasonOfLine {
    /// The lot.
    lot: LotId,
    /// Why.
    reason: String,
}

/// The end of counting.
#[derive(Deserialize, ToSchema)]
pub struct Finish {
    /// Why lines differ, where they do.
    #[serde(default)]
    reasons: Vec<ReasonOfLine>,
}

/// What an approval did.
#[derive(Serialize, ToSchema)]
pub struct SettledTake {
    /// The journals that were written.
    journals: Vec<JournalId>,
    /// Lots of which the shelf has fewer by now than were missing: nothing was booked, they are to be counted again.
    recount: Vec<LotId>,
}

/// The stock-takes of your shops, newest first.
#[utoipa::path(get, path = "/stock-takes", tag = "stock", params(TakesQuery), responses((status = 200, body = Page<StockTake>)))]
pub async fn takes(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Query(TakesQuery { location, cursor }): Query<TakesQuery>,
) -> Answer<Json<Page<StockTake>>> {
    Ok(Json(store.stock_takes(&actor, location, cursor).await?))
}

/// Make a sheet of what lies on the shelves.
#[utoipa::path(post, path = "/stock-takes", tag = "stock", request_body = NewStockTake,
    responses((status = 201, body = StockTake), (status = 409, description = "`take_open`: these shelves are being counted")))]
pub async fn take_open(
    State(store): State<Store>,
    write: Write,
    Body(NewStockTake { location, category }): Body<NewStockTake>,
) -> Answer<(StatusCode, Json<StockTake>)> {
    let category = match category.as_str() {
        "" => None,
        one => Some(one.parse::<Category>().map_err(|code| domain::Error::field("category", code))?),
    };
    let id = store.stock_take_open(&write.0, NewTake { location, category }).await?;
    Ok((StatusCode::CREATED, Json(store.stock_take(write.actor(), id).await?)))
}

/// One sheet with its lines.
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

/// Write down what was counted: each line is compared with the book of this moment.
#[utoipa::path(post, path = "/stock-takes/{id}/count", tag = "stock", params(("id" = i64, Path)),
    request_body = CountedLines, responses((status = 200, body = WrittenDown)))]
pub async fn take_count(
    State(store): State<Store>,
    write: Write,
    Id(take): Id,
    Body(CountedLines { lines }): Body<CountedLines>,
) -> Answer<Json<WrittenDown>> {
    let lines = lines.into_iter().map(|CountedLine { lot, counted, seen }| LineCount { lot, counted, seen }).collect();
    let written = store.stock_take_count(&write.0, Counts { take, lines }).await?;
    Ok(Json(WrittenDown { saved: written.saved, moved: written.moved }))
}

/// Everything is counted; every difference has its reason.
#[utoipa::path(post, path = "/stock-takes/{id}/finish", tag = "stock", params(("id" = i64, Path)), request_body = Finish,
    responses((status = 200, body = StockTake)))]
pub async fn take_finish(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(Finish { reasons }): Body<Finish>,
) -> Answer<Json<StockTake>> {
    let reasons = reasons.into_iter().map(|ReasonOfLine { lot, reason }| LineReason { lot, reason }).collect();
    store.stock_take_finish(&write.0, Finished { take: id, reasons }).await?;
    answer(&store, &write, id).await
}

/// Somebody who counted nothing of it brings the book in line.
#[utoipa::path(post, path = "/stock-takes/{id}/approve", tag = "stock", params(("id" = i64, Path)),
    responses((status = 200, body = SettledTake), (status = 409, description = "`second_person`: you counted")))]
pub async fn take_approve(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<SettledTake>> {
    let settled = store.stock_take_approve(&write.0, id).await?;
    Ok(Json(SettledTake { journals: settled.journals, recount: settled.recount }))
}

/// Send a sheet back to be counted again.
#[utoipa::path(post, path = "/stock-takes/{id}/reject", tag = "stock", params(("id" = i64, Path)), request_body = Reason,
    responses((status = 200, body = StockTake)))]
pub async fn take_reject(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(Reason { reason }): Body<Reason>,
) -> Answer<Json<StockTake>> {
    store.stock_take_reject(&write.0, id, reason).await?;
    answer(&store, &write, id).await
}

/// Give a sheet up; nothing is booked.
#[utoipa::path(post, path = "/stock-takes/{id}/cancel", tag = "stock", params(("id" = i64, Path)), request_body = Reason,
    responses((status = 200, body = StockTake)))]
pub async fn take_cancel(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(Reason { reason }): Body<Reason>,
) -> Answer<Json<StockTake>> {
    store.stock_take_cancel(&write.0, id, reason).await?;
    answer(&store, &write, id).await
}
