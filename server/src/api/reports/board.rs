//! What is lacking and what is plenty.

use axum::{Json, extract::State};
use domain::{areas::AreaId, catalogue::items::Item, ledger::Location, reports::board::Need};
use serde::{Deserialize, Serialize};
use store::{Store, reports::board};
use utoipa::{IntoParams, ToSchema};

use crate::http::{
    Answer,
    extract::{MaybeSigned, Query, Signed},
};

/// Which part of the board.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct BoardQuery {
    /// The root area, or one of its districts; your root area unless told.
    area: i64,
    /// What there is plenty of, instead of what is lacking.
    plenty: bool,
    /// `next` of the page before.
    cursor: i64,
}

/// For where.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct WantedQuery {
    /// A root area or a district; your own root area, or the first there is, unless told.
    area: i64,
}

/// An item with how it stands.
#[derive(Serialize, ToSchema)]
pub struct Line {
    /// What it is.
    item: Item,
    /// How it stands.
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
    /// The items, the most lacking (or the most plentiful) first.
    items: Vec<Line>,
    /// The cursor of the next page, or `null` at the end.
    next: Option<i64>,
    /// How many items are lacking.
    short: usize,
    /// Of how many there is plenty.
    plenty: usize,
}

/// What to bring, what not, and where.
#[derive(Serialize, ToSchema)]
pub struct Wanted {
    /// The root area's or district's number.
    area: AreaId,
    /// Its name.
    area_name: String,
    /// What is lacking, most first; at most 24.
    wanted: Vec<Line>,
    /// What there is plenty of: please do not bring it now; at most 24.
    plenty: Vec<Line>,
    /// The open shops.
    shops: Vec<Location>,
}

/// What the shops lack: open wishes and minimums against the shelves.
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

/// What the public may know: what is wanted most, and what not to bring.
#[utoipa::path(get, path = "/wanted", tag = "stock", security(()), params(WantedQuery),
    responses((status = 200, body = Wanted)))]
pub async fn wanted(
    State(store): State<Store>,
    MaybeSigned(actor): MaybeSigned,
    Query(WantedQuery { area }): Query<WantedQuery>,
) -> Answer<Json<Wanted>> {
    let found = store.wanted(&actor, area).await?;
    Ok(Json(Wanted {
        area: found.area.id,
        area_name: found.area.name,
        wanted: found.wanted.into_iter().map(Line::from).collect(),
        plenty: found.plenty.into_iter().map(Line::from).collect(),
        shops: found.shops,
    }))
}
