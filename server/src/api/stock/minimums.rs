//! Minimum stock of shops.

use domain::stock::minimums::{NewMinimum, ReorderLine};
use store::stock::minimums::SetMinimum;

use crate::api::prelude::*;

/// Rows of an answer.
const LISTED: usize = 500;

/// Filters of the minimums.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct MinimumQuery {
    /// Only those of this location.
    location: i64,
    /// Only what is below its minimum, with all that is on its way.
    missing: bool,
}

/// Lists the items with a minimum in your shops: on the shelf, and on their way there.
#[utoipa::path(get, path = "/stock/minimums", tag = "stock", params(MinimumQuery),
    responses((status = 200, body = Vec<ReorderLine>)))]
pub async fn minimums(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Query(MinimumQuery { location, missing }): Query<MinimumQuery>,
) -> Answer<Json<Vec<ReorderLine>>> {
    let lines = if missing {
        store.to_reorder(&actor, location, LISTED).await?
    } else {
        store.minimums(&actor, location).await?
    };
    Ok(Json(lines))
}

/// Sets the minimum of an item and size in a shop; 0 removes it.
#[utoipa::path(post, path = "/stock/minimums", tag = "stock", request_body = NewMinimum,
    responses((status = 204)))]
pub async fn minimum_set(State(store): State<Store>, write: Write, Body(new): Body<NewMinimum>) -> Answer<StatusCode> {
    store.run(&write.0, SetMinimum(new)).await?;
    Ok(DONE)
}
