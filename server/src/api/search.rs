//! One search over all records that the caller may read.

use domain::search::Found;

use crate::api::prelude::*;

/// What to search for.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct SearchQuery {
    /// A number, a code or barcode, words, or initials of pinyin. A number finds only what has it; pick-up codes find
    /// nothing. A phone finds families where you keep their files: counted, and the family reads of it.
    q: String,
}

/// Searches families, wishes, claims, orders, items, receipts, transfers, accounts and organisations: newest first, at
/// most eight of a kind, only kinds that you may read.
#[utoipa::path(get, path = "/search", tag = "search", params(SearchQuery), responses((status = 200, body = Found)))]
pub async fn search(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Query(query): Query<SearchQuery>,
) -> Answer<Json<Found>> {
    Ok(Json(store.search(&actor, &domain::text::search(&query.q)).await?))
}
