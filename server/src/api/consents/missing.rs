//! Families whose household file lacks a consent.

use domain::households::HouseholdId;
use store::consents::missing::Missing;

use crate::api::prelude::*;

/// A family whose household file lacks a consent.
#[derive(Serialize, ToSchema)]
pub struct MissingConsents {
    /// The household.
    household: HouseholdId,
    /// Name of the family; masked for callers who keep no files in its area.
    name: String,
    /// Name of its area.
    area_name: String,
    /// Whether the consent to keep a file is missing, and was neither refused nor withdrawn.
    file: bool,
    /// Whether keeping a file was refused or withdrawn: close or erase the file, do not ask again.
    unwanted: bool,
    /// Number of wishes for children whose story may not be told.
    stories: i64,
    /// Number of pictures that may not be shown.
    photos: i64,
}

impl From<Missing> for MissingConsents {
    fn from(missing: Missing) -> Self {
        let Missing { household, name, area_name, file, unwanted, stories, photos } = missing;
        MissingConsents { household, name, area_name, file, unwanted, stories, photos }
    }
}

/// Lists families of the caller's areas whose household file lacks a consent, by number.
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
