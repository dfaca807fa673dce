//! How the figure of an indicator is made of its rows, and what is read of it outside of its area.

use super::{IndicatorKind, PUBLIC_LEAST};
use crate::reports::figures::Measure;

/// Returns what the public reads of a value: the counted part in steps of five, nothing below five.
/// In steps, so that two days or two overlapping programmes together tell of no single family.
#[must_use]
pub fn public_value(kind: IndicatorKind, baseline: i64, value: i64) -> Option<i64> {
    let base = if kind == IndicatorKind::Typed { 0 } else { baseline };
    let counted = value - base;
    (counted >= PUBLIC_LEAST).then(|| base + counted / PUBLIC_LEAST * PUBLIC_LEAST)
}

/// Returns what staff of other areas read of a value: as the public, and the base for less than five.
#[must_use]
pub fn coarse_value(kind: IndicatorKind, baseline: i64, value: i64) -> i64 {
    let base = if kind == IndicatorKind::Typed { 0 } else { baseline };
    public_value(kind, baseline, value).unwrap_or(base)
}

impl IndicatorKind {
    /// How its figure is made of its rows.
    #[must_use]
    pub const fn measure(self) -> Measure {
        match self {
            IndicatorKind::ShiftHours => Measure::Hours,
            _ => Measure::Rows,
        }
    }

    /// Path below which the records of its rows have their pages.
    #[must_use]
    pub const fn records(self) -> &'static str {
        match self {
            IndicatorKind::WishesFulfilled => "/desk/wishes",
            IndicatorKind::HouseholdsVisited => "/desk/visits",
            IndicatorKind::DoorsMet => "/desk/rounds",
            IndicatorKind::Hired => "/job-proposals",
            IndicatorKind::CourseAttendances => "/courses",
            IndicatorKind::ShiftHours => "/desk/shifts",
            IndicatorKind::PairingsBegun => "/pairings",
            IndicatorKind::ReferralsDone => "/desk/referrals",
            IndicatorKind::CasesSolved => "/desk/cases",
            IndicatorKind::ChildrenPlaced => "/desk/school-places",
            IndicatorKind::Typed => "/desk/indicators",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn staff_of_other_areas_read_no_count_below_five() {
        for value in 100..120 {
            let seen = coarse_value(IndicatorKind::Hired, 100, value);
            assert!(seen <= value && value - seen < 5 && (seen - 100) % 5 == 0, "{value}: {seen}");
        }
        assert_eq!(coarse_value(IndicatorKind::Typed, 100, 4), 0);
    }
}
