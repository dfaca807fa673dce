//! What the shops lack and what they have plenty of: open wishes and minimums against the shelves.
//!
//! **Lacking** are the units of open wishes that no fitting unit on a shelf answers, size by size, and then what
//! the rest of the shelves would be below the item's minimum. **Plenty** is a size of which at least
//! [`PLENTY`] units would remain after every open wish, of an item that stands above three times its minimum.
//! Slow movers in small numbers are not plenty: three wheelchairs that nobody asks for are to be kept.

use std::cmp::Reverse;

use serde::Serialize;

use crate::{areas::AreaId, catalogue::items::ItemId};

/// So many units beyond all open wishes are plenty.
pub const PLENTY: i64 = 10;
/// And the shelves must hold more than so many times the minimum.
pub const TIMES: i64 = 3;

/// One size of an item, or the item itself where it has none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SizeNeed {
    /// The size, or empty.
    pub size: String,
    /// Units that open wishes still want, in the area asked about.
    pub wanted: i64,
    /// Free units on all shelves of the root area.
    pub on_shelf: i64,
    /// Units that are lacking for wishes of the area.
    pub short: i64,
}

/// How an item stands: what is wanted, what is there, and what is lacking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Need {
    /// The item's number.
    pub item: ItemId,
    /// Units that open wishes still want, in the area asked about.
    pub wanted: i64,
    /// Free units on all shelves of the root area.
    pub on_shelf: i64,
    /// What the shelves should hold, or 0.
    pub minimum: i64,
    /// Units that are lacking, for wishes and for the minimum; 0 when it is plenty.
    pub short: i64,
    /// The sizes that are lacking (or of which there is plenty), most first.
    pub sizes: Vec<SizeNeed>,
    /// The districts whose families wait, with their units, most first.
    pub districts: Vec<(AreaId, i64)>,
}

/// What is known of one item before it is weighed.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Units that open wishes want, by size and district.
    pub wishes: Vec<(String, AreaId, i64)>,
    /// Units on the shelves, by size.
    pub shelves: Vec<(String, i64)>,
    /// The item's minimum, or 0.
    pub minimum: i64,
}

/// An item weighed: it may lack one size and have plenty of another.
#[derive(Clone, Debug, Default)]
pub struct Weighed {
    /// What is lacking, if anything is.
    pub short: Option<Need>,
    /// What there is plenty of.
    pub plenty: Option<Need>,
}

/// Weighs one item for the whole root area, or for one of its districts. A district lacks at most what the
/// whole root area lacks, because what lies in the next shop can be fetched; and minimums are the root area's.
#[must_use]
pub fn weigh(item: ItemId, known: &Known, district: AreaId) -> Weighed {
    let Known { wishes, shelves, minimum } = known;
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

/// The districts whose families wait for one of these sizes.
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

    fn known(wishes: &[(&str, i64, i64)], shelves: &[(&str, i64)], minimum: i64) -> Known {
        Known {
            wishes: wishes.iter().map(|(s, d, n)| ((*s).to_owned(), *d, *n)).collect(),
            shelves: shelves.iter().map(|(s, n)| ((*s).to_owned(), *n)).collect(),
            minimum,
        }
    }

    fn short(known: &Known, district: i64) -> i64 {
        weigh(1, known, district).short.map_or(0, |need| need.short)
    }

    fn is_plenty(known: &Known) -> bool {
        weigh(1, known, 0).plenty.is_some()
    }

    #[test]
    fn another_size_on_the_shelf_answers_no_wish() {
        let boots = known(&[("36", 5, 4), ("37", 5, 2)], &[("36", 1), ("40", 9)], 0);
        let need = weigh(1, &boots, 0).short.expect("lacking");
        assert_eq!((need.short, need.wanted, need.on_shelf), (5, 6, 10));
        let sizes: Vec<_> = need.sizes.iter().map(|s| (s.size.as_str(), s.short)).collect();
        assert_eq!(sizes, [("36", 3), ("37", 2)]);
    }

    #[test]
    fn a_minimum_is_what_remains_after_the_wishes() {
        assert_eq!(short(&known(&[("", 5, 3)], &[("", 10)], 8), 0), 1);
        assert_eq!(short(&known(&[("", 5, 3)], &[("", 11)], 8), 0), 0);
        assert_eq!(short(&known(&[], &[], 8), 0), 8);
        // Minimums are the root area's affair.
        assert_eq!(short(&known(&[], &[], 8), 5), 0);
    }

    #[test]
    fn a_district_lacks_no_more_than_everybody_together() {
        let lamps = known(&[("", 5, 6), ("", 6, 3)], &[("", 7)], 0);
        assert_eq!((short(&lamps, 0), short(&lamps, 5), short(&lamps, 6), short(&lamps, 7)), (2, 2, 2, 0));
        assert_eq!(weigh(1, &lamps, 0).short.expect("lacking").districts, [(5, 6), (6, 3)]);
        assert_eq!(weigh(1, &lamps, 6).short.expect("lacking").districts, [(6, 3)]);
    }

    #[test]
    fn plenty_begins_at_ten_beyond_the_wishes_and_above_three_minimums() {
        assert!(is_plenty(&known(&[("", 5, 4)], &[("", 14)], 0)));
        assert!(!is_plenty(&known(&[("", 5, 4)], &[("", 13)], 0)));
        assert!(!is_plenty(&known(&[], &[("", 9)], 0)));
        assert!(!is_plenty(&known(&[], &[("", 12)], 4)));
        assert!(is_plenty(&known(&[], &[("", 13)], 4)));
    }

    #[test]
    fn one_size_may_be_short_while_there_is_plenty_of_another() {
        let coats = weigh(1, &known(&[("M", 5, 2)], &[("L", 30)], 0), 0);
        assert_eq!(coats.short.expect("lacking").sizes[0].size, "M");
        assert_eq!(coats.plenty.expect("plenty").sizes[0].size, "L");
    }
}
