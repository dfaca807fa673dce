//! Figures of cases, call-backs and referrals in an area and a month. Each opens the rows that it counts.

use serde::{Deserialize, Serialize};

use super::{CaseKind, call_backs::CallBackState};
use crate::{DAY, Timestamp, services::TimeClass};

/// How long a case has been open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CaseAge {
    /// Up to seven days.
    Week,
    /// Up to thirty.
    Month,
    /// Up to ninety.
    Quarter,
    /// Longer.
    Longer,
}

crate::text_enum!(CaseAge { Week = "week", Month = "month", Quarter = "quarter", Longer = "longer" });

impl CaseAge {
    /// Returns the times between which such a case was opened: after the first, and not after the second.
    #[must_use]
    pub fn opened(self, now: Timestamp) -> (Timestamp, Timestamp) {
        let ago = |days: i64| now - days * DAY;
        match self {
            CaseAge::Week => (ago(7), now),
            CaseAge::Month => (ago(30), ago(7)),
            CaseAge::Quarter => (ago(90), ago(30)),
            CaseAge::Longer => (0, ago(90)),
        }
    }
}

/// Open cases of a kind and an age.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OpenCount {
    /// Kind of case.
    pub kind: CaseKind,
    /// How long they have been open.
    pub age: CaseAge,
    /// How many.
    pub count: i64,
}

/// Cases of a kind that were closed in the month with an outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OutcomeCount {
    /// Kind of case.
    pub kind: CaseKind,
    /// Key of the outcome.
    pub outcome: String,
    /// How many.
    pub count: i64,
}

/// Call-backs of the month by what came of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CallBackCount {
    /// Their state.
    pub state: CallBackState,
    /// How many.
    pub count: i64,
}

/// Referrals that were sent in the month, by class of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TimelinessCount {
    /// Class of time.
    pub class: TimeClass,
    /// How many were sent.
    pub sent: i64,
    /// How many of them were answered in time.
    pub answered_in_time: i64,
    /// How many were done in time.
    pub done_in_time: i64,
    /// How many the family confirmed.
    pub confirmed: i64,
    /// How many climbed at least once.
    pub climbed: i64,
}

/// All figures of an area and a month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CaseFigures {
    /// Month, as `2026-10`.
    pub month: String,
    /// Open now, by kind and age; only those above zero.
    pub open: Vec<OpenCount>,
    /// Closed in the month, by kind and outcome.
    pub outcomes: Vec<OutcomeCount>,
    /// Call-backs of cases that were closed in the month.
    pub call_backs: Vec<CallBackCount>,
    /// Referrals that were sent in the month.
    pub referrals: Vec<TimelinessCount>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_age_is_in_exactly_one_band() {
        let now = 1_790_784_000;
        for days in 0..400 {
            for second in [0, 1, DAY - 1] {
                let opened = now - days * DAY - second;
                let bands = CaseAge::ALL.iter().filter(|age| {
                    let (after, until) = age.opened(now);
                    after < opened && opened <= until
                });
                assert_eq!(bands.count(), 1, "{days} days and {second} seconds");
            }
        }
    }
}
