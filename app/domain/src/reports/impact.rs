//! What is said to the public of a closed month: nothing below five, and nothing from which one to four would follow.
//!
//! A cell is one area's count of one figure. It is hidden if it, or the people behind it, are fewer than [`FEWEST`],
//! and rounded down to steps of five otherwise: exact wishes beside exact families, or one month beside the next, would
//! differ by one to four. If exactly one area is hidden, the next smallest is hidden too, because a total that is known
//! from elsewhere would give it away. The sum is that of what is shown, so it says nothing that the cells do not say.
//! Zero is hidden like one to four.

use serde::{Deserialize, Serialize};

use crate::areas::AreaId;

/// Smallest count that is shown.
pub const FEWEST: i64 = 5;

/// What the impact page counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ImpactFigure {
    /// Wishes fulfilled.
    Wishes,
    /// Families with a fulfilled wish.
    Families,
    /// Hours served on shifts.
    Hours,
    /// Pairings that began.
    Pairings,
    /// People who were hired.
    Jobs,
}

crate::text_enum!(ImpactFigure {
    Wishes = "wishes", Families = "families", Hours = "hours", Pairings = "pairings", Jobs = "jobs",
});

/// What one area counts, before it is made safe. Never leaves the store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RawCell {
    /// The count.
    pub count: i64,
    /// Families or helpers behind it.
    pub people: i64,
    /// Families of the area.
    pub families: i64,
}

/// One figure of a month as the public reads it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ImpactLine {
    /// What is counted.
    pub figure: ImpactFigure,
    /// Count of each area in steps of five, in the order of the areas; `null` where it is not shown.
    pub areas: Vec<Option<i64>>,
    /// Sum of what is shown, a lower bound; `null` if nothing is.
    pub sum: Option<i64>,
}

/// An area of the impact page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ImpactArea {
    /// The area.
    pub area: AreaId,
    /// Its name.
    pub area_name: String,
}

/// A closed month of a root area as the public reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Impact {
    /// The root area.
    pub root: AreaId,
    /// The month: `2026-10`.
    pub month: String,
    /// The areas directly below the root area, and the root area for what belongs to none of them.
    pub areas: Vec<ImpactArea>,
    /// The figures.
    pub lines: Vec<ImpactLine>,
}

/// Makes one figure safe to publish.
#[must_use]
pub fn publish(figure: ImpactFigure, cells: &[RawCell]) -> ImpactLine {
    let mut areas: Vec<Option<i64>> = cells.iter().map(shown).collect();
    // Where no family lives a zero surprises no reader: it neither needs another hidden area, nor is one.
    let lived_in = |at: &usize| cells[*at].families > 0;
    if (0..cells.len()).filter(lived_in).filter(|at| areas[*at].is_none()).count() == 1 {
        let next = (0..cells.len()).filter(lived_in).filter_map(|at| areas[at].map(|count| (count, at))).min();
        if let Some((_, at)) = next {
            areas[at] = None;
        }
    }
    let all: Vec<i64> = areas.iter().copied().flatten().collect();
    ImpactLine { figure, sum: (!all.is_empty()).then(|| all.iter().sum()), areas }
}

fn shown(cell: &RawCell) -> Option<i64> {
    (cell.count >= FEWEST && cell.people >= FEWEST).then_some(cell.count - cell.count % FEWEST)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashMap};

    use super::*;

    /// Calls `seen` with every table of `areas` cells whose counts are below `most`.
    fn every_table(areas: usize, most: i64, seen: &mut impl FnMut(&[i64])) {
        let mut counts = vec![0; areas];
        loop {
            seen(&counts);
            let Some(at) = counts.iter().position(|count| *count + 1 < most) else { return };
            counts[..at].fill(0);
            counts[at] += 1;
        }
    }

    fn cell(count: i64, people: i64, families: i64) -> RawCell {
        RawCell { count, people, families }
    }

    /// Asserts that no value that a reader can work out lies in 1 to 4.
    fn tells_nothing<K>(possible: &HashMap<K, Vec<BTreeSet<i64>>>, what: &str) {
        for cells in possible.values() {
            for values in cells {
                assert!(!values.iter().all(|value| (1..FEWEST).contains(value)), "{what}: {values:?}");
            }
        }
    }

    fn note<K: std::hash::Hash + Eq>(possible: &mut HashMap<K, Vec<BTreeSet<i64>>>, key: K, counts: &[i64]) {
        let cells = possible.entry(key).or_insert_with(|| vec![BTreeSet::new(); counts.len()]);
        for (cell, count) in cells.iter_mut().zip(counts) {
            cell.insert(*count);
        }
    }

    #[test]
    fn no_published_table_gives_away_a_count_from_one_to_four() {
        // A reader knows the rules and the sizes of the areas, and keeps every table that agrees with what is public.
        for sizes in [[20, 20, 20], [20, 20, 0]] {
            let mut possible = HashMap::new();
            every_table(3, 13, &mut |counts: &[i64]| {
                let cells: Vec<_> = counts.iter().zip(sizes).map(|(n, size)| cell(*n, *n, size)).collect();
                note(&mut possible, publish(ImpactFigure::Families, &cells), counts);
            });
            tells_nothing(&possible, "one table");
        }
    }

    #[test]
    fn no_pair_of_tables_gives_away_a_count_from_one_to_four() {
        // Wishes and families of one month belong together: no fewer wishes than families, and none without the other.
        // What a family got beyond its first wish is not told either.
        let mut possible = HashMap::new();
        every_table(4, 9, &mut |counts: &[i64]| {
            let (f1, more1, f2, more2) = (counts[0], counts[1], counts[2], counts[3]);
            let wishes = |families: i64, more: i64| if families == 0 { 0 } else { families + more };
            let (w1, w2) = (wishes(f1, more1), wishes(f2, more2));
            let families = [cell(f1, f1, 20), cell(f2, f2, 20)];
            let fulfilled = [cell(w1, f1, 20), cell(w2, f2, 20)];
            let read = (publish(ImpactFigure::Families, &families), publish(ImpactFigure::Wishes, &fulfilled));
            note(&mut possible, read, &[f1, f2, w1, w2, w1 - f1, w2 - f2]);
        });
        tells_nothing(&possible, "wishes and families");
    }

    #[test]
    fn the_difference_of_two_months_gives_no_count_away() {
        // Of two months, each difference of a hidden cell stays possible as none at all, too.
        let mut possible = HashMap::new();
        every_table(4, 8, &mut |counts: &[i64]| {
            let month = |a: i64, b: i64| publish(ImpactFigure::Jobs, &[cell(a, a, 500), cell(b, b, 500)]);
            let read = (month(counts[0], counts[1]), month(counts[2], counts[3]));
            let hidden = read.0.areas[0].is_none() || read.1.areas[0].is_none();
            if hidden {
                let difference = (counts[2] - counts[0]).abs();
                let cells = possible.entry(read).or_insert_with(|| vec![BTreeSet::new(); 1]);
                cells[0].insert(difference);
            }
        });
        for cells in possible.values() {
            assert!(cells[0].len() > 1, "{cells:?}");
        }
    }

    #[test]
    fn one_hidden_area_hides_the_next_smallest_and_the_sum_is_of_what_is_shown() {
        let line = publish(ImpactFigure::Wishes, &[cell(3, 3, 500), cell(12, 12, 500), cell(7, 7, 500)]);
        assert_eq!((line.areas.as_slice(), line.sum), ([None, Some(10), None].as_slice(), Some(10)));
        let line = publish(ImpactFigure::Wishes, &[cell(18, 18, 500), cell(9, 9, 20)]);
        assert_eq!((line.areas.as_slice(), line.sum), ([Some(15), Some(5)].as_slice(), Some(20)));
        // What belongs to no district is small as a rule, and hides none of them.
        let line = publish(ImpactFigure::Wishes, &[cell(8, 8, 500), cell(0, 0, 0)]);
        assert_eq!((line.areas.as_slice(), line.sum), ([Some(5), None].as_slice(), Some(5)));
        // Forty wishes of three families are three families.
        assert_eq!(publish(ImpactFigure::Wishes, &[cell(40, 3, 500)]).areas, [None]);
    }
}
