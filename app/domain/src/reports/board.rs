//! The board of shortages and surpluses: open wishes and minimums compared with the shelves.
//!
//! **Short**: units of open wishes that no shelf unit of the same size covers, plus the units by which the rest of the
//! shelves falls below the item's minimum. **Plenty**: a size of which at least [`PLENTY`] units remain after all open
//! wishes, of an item whose stock exceeds [`TIMES`] times its minimum. Slow movers in small numbers are no surplus:
//! three wheelchairs without a wish are to be kept.

use std::cmp::Reverse;

use serde::Serialize;

use crate::{areas::AreaId, catalogue::items::ItemId};

/// Units beyond all open wishes from which on a size is plenty.
pub const PLENTY: i64 = 10;
/// The stock must also exceed this many times the minimum.
pub const TIMES: i64 = 3;

/// Demand and stock of one size of an item, or of an item without sizes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SizeNeed {
    /// Size, or empty.
    pub size: String,
    /// Units that open wishes of the requested area still need.
    pub wanted: i64,
    /// Units available on all shelves of the root area.
    pub on_shelf: i64,
    /// Units short for wishes of the requested area.
    pub short: i64,
}

/// Demand, stock and shortage of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Need {
    /// Item id.
    pub item: ItemId,
    /// Units that open wishes of the requested area still need.
    pub wanted: i64,
    /// Units available on all shelves of the root area.
    pub on_shelf: i64,
    /// Minimum stock, or 0.
    pub minimum: i64,
    /// Units short for wishes and for the minimum; 0 for a surplus.
    pub short: i64,
    /// Sizes that are short (or plenty), largest first.
    pub sizes: Vec<SizeNeed>,
    /// Districts whose families wait, with their units, largest first.
    pub districts: Vec<(AreaId, i64)>,
}

/// Input of [`weigh`] for one item.
#[derive(Clone, Debug, Default)]
pub struct ItemStock {
    /// Units that open wishes need, as (size, district, units).
    pub wishes: Vec<(String, AreaId, i64)>,
    /// Units on the shelves, as (size, units).
    pub shelves: Vec<(String, i64)>,
    /// Minimum stock, or 0.
    pub minimum: i64,
}

/// Result of [`weigh`]: an item may be short of one size and have plenty of another.
#[derive(Clone, Debug, Default)]
pub struct Weighed {
    /// The shortage, if any.
    pub short: Option<Need>,
    /// The surplus, if any.
    pub plenty: Option<Need>,
}

/// Computes shortage and surplus of an item, for one district or, with `district` 0, for the root area.
///
/// A district's shortage never exceeds the root area's, because goods of the next shop can be fetched. Minimums count
/// for the root area only.
#[must_use]
pub fn weigh(item: ItemId, known: &ItemStock, district: AreaId) -> Weighed {
    let ItemStock { wishes, shelves, minimum } = known;
    let mut names: Vec<&String> = wishes.iter().map(|(size, ..)| size).chain(shelves.iter().map(|(s, _)| s)).collect();
    names.sort_unstable();
    names.dedup();
    let (mut lacking, mut ample) = (Vec::new(), Vec::new());
    let (mut stock, mut left, mut asked, mut short) = (0, 0, 0, 0);
    for size in names {
        let of_size = || wishes.iter().filter(|(s, ..)| s == size);
        let on_shelf: i64 = shelves.iter().filter(|(s, _)| s == size).map(|(_, n)| n).sum();
        let everywhere: i64 = of_size().map(|(.., n)| n).sum();
        let here = of_size().filter(|(_, d, _)| district == 0 || *d == district).map(|(.., n)| n).sum();
        let missing = (everywhere - on_shelf).max(0).min(here);
        stock += on_shelf;
        left += (on_shelf - everywhere).max(0);
        asked += here;
        short += missing;
        let line = SizeNeed { size: size.clone(), wanted: here, on_shelf, short: missing };
        if missing > 0 {
            lacking.push(line);
        } else if on_shelf - everywhere >= PLENTY {
            ample.push(line);
        }
    }
    if district == 0 {
        short += (minimum - left).max(0);
    }
    lacking.sort_by_key(|line| Reverse(line.short));
    ample.sort_by_key(|line| Reverse(line.on_shelf));
    let need = |short, sizes, districts| Need {
        item,
        wanted: asked,
        on_shelf: stock,
        minimum: *minimum,
        short,
        sizes,
        districts,
    };
    let plenty = (!ample.is_empty() && stock > TIMES * minimum).then(|| need(0, ample, Vec::new()));
    let lacks = (short > 0).then(|| {
        let waiting = waiting(wishes, &lacking, district);
        need(short, lacking, waiting)
    });
    Weighed { short: lacks, plenty }
}

/// Districts whose families wait for one of the `lacking` sizes.
fn waiting(wishes: &[(String, AreaId, i64)], lacking: &[SizeNeed], only: AreaId) -> Vec<(AreaId, i64)> {
    let mut districts: Vec<(AreaId, i64)> = Vec::new();
    for (size, district, units) in wishes {
        if (only != 0 && *district != only) || !lacking.iter().any(|line| line.size == *size) {
            continue;
        }
        match districts.iter_mut().find(|(d, _)| d == district) {
            Some((_, sum)) => *sum += units,
            None => districts.push((*district, *units)),
        }
    }
    districts.sort_by_key(|(district, units)| (Reverse(*units), *district));
    districts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(wishes: &[(&str, i64, i64)], shelves: &[(&str, i64)], minimum: i64) -> ItemStock {
        ItemStock {
            wishes: wishes.iter().map(|(s, d, n)| ((*s).to_owned(), *d, *n)).collect(),
            shelves: shelves.iter().map(|(s, n)| ((*s).to_owned(), *n)).collect(),
            minimum,
        }
    }

    fn short(known: &ItemStock, district: i64) -> i64 {
        weigh(1, known, district).short.map_or(0, |need| need.short)
    }

    fn is_plenty(known: &ItemStock) -> bool {
        weigh(1, known, 0).plenty.is_some()
    }

    #[test]
    fn another_size_on_the_shelf_does_not_cover_a_wish() {
        let boots = known(&[("36", 5, 4), ("37", 5, 2)], &[("36", 1), ("40", 9)], 0);
        let need = weigh(1, &boots, 0).short.expect("lacking");
        assert_eq!((need.short, need.wanted, need.on_shelf), (5, 6, 10));
        let sizes: Vec<_> = need.sizes.iter().map(|s| (s.size.as_str(), s.short)).collect();
        assert_eq!(sizes, [("36", 3), ("37", 2)]);
    }

    #[test]
    fn the_minimum_applies_to_what_remains_after_wishes() {
        assert_eq!(short(&known(&[("", 5, 3)], &[("", 10)], 8), 0), 1);
        assert_eq!(short(&known(&[("", 5, 3)], &[("", 11)], 8), 0), 0);
        assert_eq!(short(&known(&[], &[], 8), 0), 8);
        // Minimums count for the root area only.
        assert_eq!(short(&known(&[], &[], 8), 5), 0);
    }

    #[test]
    fn a_districts_shortage_never_exceeds_the_root_areas() {
        let lamps = known(&[("", 5, 6), ("", 6, 3)], &[("", 7)], 0);
        assert_eq!((short(&lamps, 0), short(&lamps, 5), short(&lamps, 6), short(&lamps, 7)), (2, 2, 2, 0));
        assert_eq!(weigh(1, &lamps, 0).short.expect("lacking").districts, [(5, 6), (6, 3)]);
        assert_eq!(weigh(1, &lamps, 6).short.expect("lacking").districts, [(6, 3)]);
    }

    #[test]
    fn plenty_needs_ten_spare_units_and_three_minimums() {
        assert!(is_plenty(&known(&[("", 5, 4)], &[("", 14)], 0)));
        assert!(!is_plenty(&known(&[("", 5, 4)], &[("", 13)], 0)));
        assert!(!is_plenty(&known(&[], &[("", 9)], 0)));
        assert!(!is_plenty(&known(&[], &[("", 12)], 4)));
        assert!(is_plenty(&known(&[], &[("", 13)], 4)));
    }

    #[test]
    fn one_size_may_be_short_while_another_is_plenty() {
        let coats = weigh(1, &known(&[("M", 5, 2)], &[("L", 30)], 0), 0);
        assert_eq!(coats.short.expect("lacking").sizes[0].size, "M");
        assert_eq!(coats.plenty.expect("plenty").sizes[0].size, "L");
    }
}
