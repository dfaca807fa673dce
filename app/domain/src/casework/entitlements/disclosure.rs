//! Which counts those may learn who may not open files: none over fewer than five families, and none that differs
//! from one they learned before by fewer than five.

use std::collections::BTreeSet;

use crate::households::HouseholdId;

/// Families below which a count is not shown.
pub const LEAST: usize = 5;

/// Counts of running lists are shown in steps of this size.
pub const STEP: i64 = 5;

/// Whether a count over these families may be shown after those over `earlier` ones were.
#[must_use]
pub fn may_show(files: &BTreeSet<HouseholdId>, earlier: &[BTreeSet<HouseholdId>]) -> bool {
    let near = |other: &BTreeSet<HouseholdId>| (1..LEAST).contains(&files.symmetric_difference(other).count());
    files.len() >= LEAST && !earlier.iter().any(near)
}

/// The count of a running list as it may be shown: in steps of five, and none over fewer than five families.
#[must_use]
pub fn coarse(units: i64, families: i64) -> Option<i64> {
    let least = i64::try_from(LEAST).unwrap_or(i64::MAX);
    (families >= least).then(|| units - units % STEP)
}

/// Joins the numbers of files for their column: `,3,7,`, so that one can be taken out by its text; empty for none.
#[must_use]
pub fn joined(files: &BTreeSet<HouseholdId>) -> String {
    if files.is_empty() {
        return String::new();
    }
    let numbers: Vec<String> = files.iter().map(ToString::to_string).collect();
    format!(",{},", numbers.join(","))
}

/// Parses a column of [`joined`] numbers.
#[must_use]
pub fn parted(column: &str) -> BTreeSet<HouseholdId> {
    column.split(',').filter_map(|number| number.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(numbers: std::ops::Range<i64>) -> BTreeSet<HouseholdId> {
        numbers.collect()
    }

    #[test]
    fn no_count_is_shown_that_tells_of_fewer_than_five_families() {
        assert!(!may_show(&files(0..4), &[]) && may_show(&files(0..5), &[]));
        // One family more than before, or one less, or another one in its place.
        for other in [files(0..36), files(0..38), files(1..38), files(0..33)] {
            assert!(!may_show(&files(0..37), std::slice::from_ref(&other)), "{}", other.len());
        }
        // The same once more tells nothing new; five more are enough to hide each of them.
        assert!(may_show(&files(0..37), &[files(0..37), files(0..32), files(100..137)]));
    }

    /// Every pair of subsets of seven families: what both counts tell together is never about one to four of them.
    #[test]
    fn no_pair_of_shown_counts_differs_by_a_few_families() {
        let of = |mask: i64| (0..7).filter(|n| ((mask >> n) & 1) == 1).collect::<BTreeSet<HouseholdId>>();
        for first in 0..128 {
            for second in 0..128 {
                let (first, second) = (of(first), of(second));
                if may_show(&first, &[]) && may_show(&second, std::slice::from_ref(&first)) {
                    let apart = first.symmetric_difference(&second).count();
                    assert!(apart == 0 || apart >= LEAST);
                }
            }
        }
    }

    #[test]
    fn running_lists_are_counted_in_fives() {
        assert_eq!([coarse(4, 4), coarse(9, 4), coarse(5, 5), coarse(13, 9)], [None, None, Some(5), Some(10)]);
    }

    #[test]
    fn numbers_of_files_are_read_back() {
        let some: BTreeSet<_> = [7, 31].into();
        assert_eq!((joined(&some).as_str(), parted(",7,31,")), (",7,31,", some));
        assert_eq!((joined(&BTreeSet::new()).as_str(), parted("")), ("", BTreeSet::new()));
    }
}
