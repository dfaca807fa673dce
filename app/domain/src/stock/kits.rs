//! Kits: own items that are assembled from other items, and taken apart again.

use serde::{Deserialize, Serialize};

use crate::{
    catalogue::items::ItemId,
    ledger::{LocationId, LotId},
};

/// Distinct items that one kit may hold.
pub const MOST_PARTS: usize = 20;

/// Units of one item in one kit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct KitPart {
    /// Item id of the part.
    pub item: ItemId,
    /// Key of its pictogram.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// Size, or empty.
    pub size: String,
    /// Units in one kit.
    pub quantity: i64,
    /// Units available on the shelf of the requested location.
    pub there: i64,
}

/// A kit at a location.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Kit {
    /// Item id of the kit.
    pub item: ItemId,
    /// Key of its pictogram.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Content of one kit.
    pub parts: Vec<KitPart>,
    /// Assembled kits on the location's shelf.
    pub ready: i64,
    /// Kits that could be assembled from the parts there.
    pub possible: i64,
}

/// Kits that the available parts allow; 0 without parts.
#[must_use]
pub fn possible(parts: &[KitPart]) -> i64 {
    parts.iter().map(|part| part.there.max(0) / part.quantity.max(1)).min().unwrap_or(0)
}

/// Kits to assemble from a shelf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assembly {
    /// Item id of the kit.
    pub item: ItemId,
    /// Location.
    pub location: LocationId,
    /// Number of kits, 1 to 1,000.
    pub kits: i64,
}

/// Kits to take apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakingApart {
    /// Item id of the kit.
    pub item: ItemId,
    /// Lot of kits; 0 for the one that expires first.
    pub lot: LotId,
    /// Location.
    pub location: LocationId,
    /// Number of kits, 1 to 1,000.
    pub kits: i64,
    /// Whether they are in quarantine (a part has expired); the parts then go there too.
    pub quarantine: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scarcest_part_limits_the_number_of_kits() {
        let part = |quantity, there| KitPart {
            item: 1,
            key: "notebook".into(),
            name: "练习本".into(),
            size: String::new(),
            quantity,
            there,
        };
        assert_eq!(possible(&[part(1, 9), part(5, 24)]), 4);
        assert_eq!(possible(&[part(1, 9), part(5, 4)]), 0);
        assert_eq!(possible(&[]), 0);
    }
}
