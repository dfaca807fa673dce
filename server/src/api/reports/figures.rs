//! Figures of an area and a month, the rows behind them, and what the public reads of closed months.

use domain::{
    areas::AreaId,
    reports::{
        figures::{Dashboard, Figure, FigureRow},
        impact::Impact,
    },
    time::Month,
};
use store::reports::figures::FigureQuery;

use crate::api::prelude::*;

/// Area and month of figures.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct DashboardQuery {
    /// Area with those below it; 0 for the highest of yours.
    area: AreaId,
    /// Month, as `2026-10`; the current one by default.
    month: String,
}

/// A figure whose rows are listed.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct FigureRowsQuery {
    /// Figure, such as `wishes_published`, which is the default.
    figure: String,
    /// Its part, such as `fulfilled`; all of them by default.
    part: String,
    /// Area with those below it; 0 for the highest of yours.
    area: AreaId,
    /// Month, as `2026-10`; the current one by default.
    month: String,
    /// `next` of the previous page.
    cursor: i64,
}

/// Root area and month of the public figures.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ImpactQuery {
    /// A root area; the first one by default.
    area: AreaId,
    /// A closed month of the last two years, as `2026-10`; the last closed one by default.
    month: String,
}

/// Counts what happened in an area and a month, with the same month of the year before, by area and over two years.
#[utoipa::path(get, path = "/reports/figures", tag = "reports", params(DashboardQuery),
    responses((status = 200, body = Dashboard)))]
pub async fn dashboard(
    State(store): State<Store>,
    signed: Signed,
    Query(query): Query<DashboardQuery>,
) -> Answer<Json<Dashboard>> {
    let month = query.month.parse().unwrap_or(Month::of(store.now()));
    Ok(Json(store.dashboard(&signed.actor, query.area.max(0), month).await?))
}

/// Lists the rows that a figure counts.
#[utoipa::path(get, path = "/reports/rows", tag = "reports", params(FigureRowsQuery),
    responses((status = 200, body = Page<FigureRow>)))]
pub async fn rows(
    State(store): State<Store>,
    signed: Signed,
    Query(query): Query<FigureRowsQuery>,
) -> Answer<Json<Page<FigureRow>>> {
    let FigureRowsQuery { figure, part, area, month, cursor } = query;
    let query = FigureQuery {
        area: area.max(0),
        month: month.parse().unwrap_or(Month::of(store.now())),
        figure: figure.parse().unwrap_or(Figure::WishesPublished),
        part,
        cursor: cursor.max(0),
    };
    Ok(Json(store.figure_rows(&signed.actor, &query).await?))
}

/// Reads the public figures of a closed month; needs no account. Counts below five are `null`, and so are counts from
/// which one below five would follow.
#[utoipa::path(get, path = "/impact", tag = "reports", security(()), params(ImpactQuery),
    responses((status = 200, body = Impact)))]
pub async fn impact(State(store): State<Store>, Query(query): Query<ImpactQuery>) -> Answer<Json<Impact>> {
    let month = if query.month.is_empty() {
        None
    } else {
        Some(query.month.parse::<Month>().map_err(|_| domain::Error::NotFound)?)
    };
    Ok(Json(store.impact(query.area.max(0), month).await?))
}
