//! Acts of one person where usually two are needed, as an area's policy allows or as happens in a review.

use serde::Serialize;

use crate::{Timestamp, households::HouseholdId, wishes::WishId};

/// A wish that the account published which had posted it, or set the price of its item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OnePersonAct {
    /// Row id of its audit line.
    pub id: i64,
    /// The wish.
    pub wish: WishId,
    /// Key of the item and of its pictogram.
    pub key: String,
    /// Size asked for, or empty.
    pub size: String,
    /// Chinese title: the item and its size.
    pub title: String,
    /// The household.
    pub household: HouseholdId,
    /// Name of the account.
    pub by: String,
    /// Name of the area whose policy allows it.
    pub area_name: String,
    /// When it was published.
    pub at: Timestamp,
}
