//! Kits: an own item that is put together from others, and taken apart again.

use serde::{Deserialize, Serialize};

use crate::{
    catalogue::items::ItemId,
    ledger::{LocationId, LotId},
};

/// Different things that one kit holds at most.
pub const MOST_PARTS: usize = 20;

/// Units of one thing in one kit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct KitPart {
    /// The thing.
    pub item: ItemId,
    /// Its pictogram.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// Its size, or empty.
    pub size: String,
    /// How many are in one kit.
    pub quantity: i64,
    /// How many are free on the shelf of the location that was asked about.
    pub there: i64,
}

/// A kit at a location.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Kit {
    /// The item that it is.
    pub item: ItemId,
    /// Its pictogram.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What one holds.
    pub parts: Vec<KitPart>,
    /// Finished kits on that location's shelf.
    pub ready: i64,
    /// How many more its parts there would make.
    pub possible: i64,
}

/// How many kits the parts that are there would make; none without parts.
#[must_use]
pub fn possible(parts: &[KitPart]) -> i64 {
    parts.iter().map(|part| part.there.max(0) / part.quantity.max(1)).min().unwrap_or(0)
}

/// Kits to put together from what is on a shelf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assembly {
    /// The kit's item.
    pub item: ItemId,
    /// Where.
    pub location: LocationId,
    /// How many, 1 to 1,000.
    pub kits: i64,
}

/// Kits of a lot to take apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakingApart {
    /// The kit's item.
    pub item: ItemId,
    /// The lot of kits, or 0 for what expires first.
    pub lot: LotId,
    /// Where.
    pub location: LocationId,
    /// How many, 1 to 1,000.
    pub kits: i64,
    /// Whether they wait in quarantine (past the date of one part); their parts then wait there too.
    pub quarantine: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scarcest_part_says_how_many_kits_there_can_be() {
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
