//! Changes of public wishes by number, for clients that follow them instead of reading the feed again and again.

use domain::{
    areas::AreaId,
    wishes::changes::{MOST, WishChanges},
};

use crate::api::prelude::*;

/// From where on changes are read.
#[derive(Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ChangesQuery {
    /// `next` of the answer before; 0 for the oldest change that is kept.
    cursor: i64,
    /// Only wishes of this root area.
    root: AreaId,
    /// Most changes of an answer, 1 to 200.
    limit: i64,
}

impl Default for ChangesQuery {
    fn default() -> ChangesQuery {
        ChangesQuery { cursor: 0, root: 0, limit: MOST }
    }
}

/// Lists what changed of public wishes after a number, oldest first: published, claimed, freed, fulfilled, ended.
/// Changes are kept for 30 days. Look each wish up with `GET /wishes/{id}`; one that ended is not found any more.
#[utoipa::path(get, path = "/changes", tag = "wishes", security(()), params(ChangesQuery),
    responses((status = 200, body = WishChanges)))]
pub async fn changes(
    State(store): State<Store>,
    Query(ChangesQuery { cursor, root, limit }): Query<ChangesQuery>,
) -> Answer<Json<WishChanges>> {
    Ok(Json(store.wish_changes(root, cursor, limit).await?))
}
