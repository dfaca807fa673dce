//! Families in whose files a consent is missing.

use domain::households::HouseholdId;
use store::consents::views::Missing;

use crate::api::prelude::*;

/// A family in whose file a consent is missing.
#[derive(Serialize, ToSchema)]
pub struct MissingConsents {
    /// The household.
    household: HouseholdId,
    /// How it is called; masked for whoever keeps no files there.
    name: String,
    /// Where it lives.
    area_name: String,
    /// Whether nobody agreed that a file is kept.
    file: bool,
    /// Whether somebody said that none shall be kept: it is closed or erased, not asked for.
    unwanted: bool,
    /// Wishes for children of whom nothing may be told.
    stories: i64,
    /// Pictures that may not be shown.
    photos: i64,
}

impl From<Missing> for MissingConsents {
    fn from(missing: Missing) -> Self {
        let Missing { household, name, area_name, file, unwanted, stories, photos } = missing;
        MissingConsents { household, name, area_name, file, unwanted, stories, photos }
    }
}

/// The families of the caller's areas in whose files a consent is missing, by number.
#[utoipa::path(get, path = "/consents/missing", tag = "consents", params(Cursor),
    responses((status = 200, body = Page<MissingConsents>)))]
pub async fn missing(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Query(Cursor { cursor }): Query<Cursor>,
) -> Answer<Json<Page<MissingConsents>>> {
    let Page { items, next } = store.consents_missing(&actor, cursor).await?;
    Ok(Json(Page { items: items.into_iter().map(MissingConsents::from).collect(), next }))
}
