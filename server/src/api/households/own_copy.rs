//! A family's copy of its file.

use std::collections::BTreeMap;

use domain::Timestamp;
use store::ops::household_copy::HouseholdCopy;

use crate::api::prelude::*;

/// A family's copy of its file.
#[derive(Serialize, ToSchema)]
pub struct HouseholdCopyBody {
    /// When it was taken.
    taken: Timestamp,
    /// What each part of the pages shows, by name: `household`, `members`, `wishes`, `cases`, `visits` …; each is what the
    /// operation of that part answers.
    #[schema(value_type = Object)]
    sections: BTreeMap<&'static str, serde_json::Value>,
}

/// Returns all that your pages show about your family, in one piece, to take along.
#[utoipa::path(get, path = "/me/household-copy", tag = "households",
    responses((status = 200, body = HouseholdCopyBody)))]
pub async fn own_copy(State(store): State<Store>, Signed { actor, .. }: Signed) -> Answer<Json<HouseholdCopyBody>> {
    let HouseholdCopy { taken, sections } = store.household_copy(&actor).await?;
    Ok(Json(HouseholdCopyBody { taken, sections }))
}
