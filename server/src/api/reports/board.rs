//! Shortages and surpluses of the shops.

use axum::{Json, extract::State};
use domain::{areas::AreaId, catalogue::items::Item, ledger::Location, reports::board::Need};
use serde::{Deserialize, Serialize};
use store::{Store, reports::board};
use utoipa::{IntoParams, ToSchema};

use crate::http::{
    Answer,
    extract::{MaybeSigned, Query, Signed},
};

/// Filters of the board.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct BoardQuery {
    /// A root area or one of its districts; your root area by default.
    area: i64,
    /// Surpluses instead of shortages.
    plenty: bool,
    /// `next` of the previous page.
    cursor: i64,
}

/// Area of the public list.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct WantedQuery {
    /// A root area or a district; by default your own root area, or without an account the first one.
    area: i64,
}

/// An item with its need.
#[derive(Serialize, ToSchema)]
pub struct Line {
    /// The item.
    item: Item,
    /// Demand against stock.
    need: Need,
}

impl From<board::BoardLine> for Line {
    fn from(line: board::BoardLine) -> Self {
        Line { item: line.item, need: line.need }
    }
}

/// A page of the board.
#[derive(Serialize, ToSchema)]
pub struct Board {
    /// Items, the largest shortage (or surplus) first.
    items: Vec<Line>,
    /// Cursor of the next page, or `null` at the end.
    next: Option<i64>,
    /// Number of items that are short.
    short: usize,
    /// Number of items with a surplus.
    plenty: usize,
}

/// What to donate, what not, and where.
#[derive(Serialize, ToSchema)]
pub struct WantedList {
    /// Number of the root area or district.
    area: AreaId,
    /// Its name.
    area_name: String,
    /// Shortages, largest first; at most 24.
    wanted: Vec<Line>,
    /// Surpluses, not to be donated now; at most 24.
    plenty: Vec<Line>,
    /// The open shops.
    shops: Vec<Location>,
}

/// Lists shortages: open wishes and minimum stocks against stock on hand.
#[utoipa::path(get, path = "/board", tag = "stock", params(BoardQuery), responses((status = 200, body = Board)))]
pub async fn board(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Query(BoardQuery { area, plenty, cursor }): Query<BoardQuery>,
) -> Answer<Json<Board>> {
    let board = store.board(&actor, area, plenty, cursor.max(0)).await?;
    let items = board.lines.items.into_iter().map(Line::from).collect();
    Ok(Json(Board { items, next: board.lines.next, short: board.short, plenty: board.plenty }))
}

/// Lists what is wanted most and what not to donate; needs no account.
#[utoipa::path(get, path = "/wanted", tag = "stock", security(()), params(WantedQuery),
    responses((status = 200, body = WantedList)))]
pub async fn wanted(
    State(store): State<Store>,
    MaybeSigned(actor): MaybeSigned,
    Query(WantedQuery { area }): Query<WantedQuery>,
) -> Answer<Json<WantedList>> {
    let found = store.wanted(&actor, area).await?;
    Ok(Json(WantedList {
        area: found.area.id,
        area_name: found.area.name,
        wanted: found.wanted.into_iter().map(Line::from).collect(),
        plenty: found.plenty.into_iter().map(Line::from).collect(),
        shops: found.shops,
    }))
}
