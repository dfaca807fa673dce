//! Acts of one person where usually two are needed, as an area's policy allows or as happens in a review.

use serde::Serialize;

use crate::{Timestamp, households::HouseholdId, orders::OrderId, wishes::WishId};

/// A wish that the account published which had posted it, or set the price of its item; or a wish or an order that the
/// account handed over which had made the family's card or set-up code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OnePersonAct {
    /// Row id of its audit line.
    pub id: i64,
    /// The wish; 0 for an order.
    pub wish: WishId,
    /// The order; 0 for a wish.
    pub order: OrderId,
    /// Key of the item and of its pictogram.
    pub key: String,
    /// Size asked for, or empty.
    pub size: String,
    /// Chinese title: the item and its size, or the order's number after `#`.
    pub title: String,
    /// The household.
    pub household: HouseholdId,
    /// Name of the account.
    pub by: String,
    /// Name of the area whose policy allows it.
    pub area_name: String,
    /// When it was published or handed over.
    pub at: Timestamp,
}
