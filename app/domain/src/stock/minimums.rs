//! Minimum stock of a shop, and what is to be reordered.

use serde::{Deserialize, Serialize};

use crate::{catalogue::items::ItemId, ledger::LocationId};

/// Most units that a minimum may ask for.
pub const MOST: i64 = 10_000;

/// Units of an item and size that a shop should have on its shelf.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct NewMinimum {
    /// The shop.
    pub location: LocationId,
    /// The item.
    pub item: ItemId,
    /// Size, or empty for an item without sizes.
    pub size: String,
    /// Units, up to [`MOST`]; 0 for no minimum.
    pub minimum: i64,
}

/// Item of a shop with a minimum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ReorderLine {
    /// The shop.
    pub location: LocationId,
    /// Its name.
    pub location_name: String,
    /// The item.
    pub item: ItemId,
    /// Key of its pictogram.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// Size, or empty.
    pub size: String,
    /// Units that the shop should have.
    pub minimum: i64,
    /// Free units on the shelf.
    pub on_hand: i64,
    /// Units on their way to the shop: transfers, and offers that it accepted.
    pub incoming: i64,
}

impl ReorderLine {
    /// Units that are missing, with all that is on its way; 0 for enough.
    #[must_use]
    pub fn missing(&self) -> i64 {
        (self.minimum - self.on_hand - self.incoming).max(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_on_its_way_is_not_ordered_again() {
        let line = |on_hand, incoming| ReorderLine {
            location: 1,
            location_name: String::new(),
            item: 13,
            key: String::new(),
            name: String::new(),
            size: String::new(),
            minimum: 10,
            on_hand,
            incoming,
        };
        assert_eq!([line(3, 2).missing(), line(8, 2).missing(), line(20, 0).missing()], [5, 0, 0]);
    }
}
