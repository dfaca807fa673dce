//! Points of the free shop: what an area gives its households, and what a household has.

use serde::{Deserialize, Serialize};

use crate::{
    Code, Error, Result, Timestamp,
    error::Checks,
    households::HouseholdId,
    ledger::{JournalId, JournalKind},
    time::Month,
};

/// The most points that are given or taken at once.
pub const MOST: i64 = 10_000;

/// What an area gives each household every month. The nearest area above that has a policy decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PointsPolicy {
    /// For each household.
    pub base: i64,
    /// And for each of its members.
    pub each_member: i64,
    /// Not more than this a month; 0 for no cap.
    pub cap_month: i64,
    /// No household is lifted above this; 0 for no cap.
    pub cap_balance: i64,
    /// They lapse at the end of the month that many later; 0 for never.
    pub valid_months: i64,
}

impl PointsPolicy {
    /// What a household of this size is given in a month, when it has `has` points already.
    #[must_use]
    pub fn due(&self, size: i64, has: i64) -> i64 {
        let full = self.monthly(size);
        if self.cap_balance > 0 { full.min(self.cap_balance - has).max(0) } else { full }
    }

    /// What a household of this size is given in a month when it has none.
    #[must_use]
    pub fn monthly(&self, size: i64) -> i64 {
        let full = self.base + self.each_member * size;
        if self.cap_month > 0 { full.min(self.cap_month) } else { full }
    }

    /// When points that are given now lapse: the last second of the month `valid_months` later, or 0 for never.
    #[must_use]
    pub fn lapse(&self, now: Timestamp) -> Timestamp {
        if self.valid_months == 0 { 0 } else { Month::of(now).plus(self.valid_months).end() - 1 }
    }

    /// # Errors
    /// [`Error::Invalid`] naming every number outside its range.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        let mut range = |name, value: i64, to| checks.ensure(name, (0..=to).contains(&value), Code::OutOfRange);
        range("base", self.base, MOST);
        range("each_member", self.each_member, 1000);
        range("cap_month", self.cap_month, 10 * MOST);
        range("cap_balance", self.cap_balance, 100 * MOST);
        range("valid_months", self.valid_months, 60);
        checks.done().map(|()| self)
    }
}

/// How many points a person gives or takes by hand.
///
/// # Errors
/// [`Code::OutOfRange`] for none, a negative number, or more than [`MOST`].
pub fn amount(points: i64) -> Result<i64> {
    if (1..=MOST).contains(&points) { Ok(points) } else { Err(Error::field("points", Code::OutOfRange)) }
}

/// What a household has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Points {
    /// The household.
    pub household: HouseholdId,
    /// What it can spend: the sum of its statement.
    pub balance: i64,
    /// Held for orders that wait to be collected; no longer part of the balance.
    pub held: i64,
    /// How many of the balance lapse next.
    pub soon: i64,
    /// When those lapse, or 0.
    pub soon_at: Timestamp,
}

/// One line of a household's statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PointsLine {
    /// The journal behind it.
    pub journal: JournalId,
    /// What happened.
    pub kind: JournalKind,
    /// When.
    pub at: Timestamp,
    /// Who did it, or empty for the clocks. A family is not told.
    pub by: String,
    /// Why, or empty.
    pub reason: String,
    /// The order of the free shop, or 0.
    pub shop_order: i64,
    /// How many more (or fewer).
    pub points: i64,
    /// What there was after it.
    pub after: i64,
    /// The journal it puts right, or 0.
    pub reverses: JournalId,
    /// The journal that put it right, or 0.
    pub reversed_by: JournalId,
}

impl PointsLine {
    /// Whether a person may put it right: what people or the clock gave or took, once.
    #[must_use]
    pub fn is_reversible(&self) -> bool {
        matches!(self.kind, JournalKind::Grant | JournalKind::TakeBack)
            && self.reversed_by == 0
            && self.reverses == 0
            && self.shop_order == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: PointsPolicy =
        PointsPolicy { base: 20, each_member: 10, cap_month: 80, cap_balance: 200, valid_months: 6 };

    #[test]
    fn a_family_of_nine_is_capped_and_so_is_a_full_purse() {
        assert_eq!(POLICY.due(1, 0), 30);
        assert_eq!(POLICY.due(4, 0), 60);
        assert_eq!(POLICY.due(9, 0), 80);
        assert_eq!(POLICY.due(9, 150), 50);
        assert_eq!((POLICY.due(9, 200), POLICY.due(9, 900)), (0, 0));
    }

    #[test]
    fn points_lapse_at_the_end_of_a_month_whatever_its_length() {
        /// 2026-11-30 23:59:59 in China.
        const LAST_OF_NOVEMBER: Timestamp = 1_796_054_399;
        let lapse = |valid_months| PointsPolicy { valid_months, ..POLICY }.lapse(LAST_OF_NOVEMBER);
        let month = |at| Month::of(at).to_string();
        assert_eq!(lapse(0), 0);
        assert_eq!((month(lapse(1)), month(lapse(1) + 1)), ("2026-12".into(), "2027-01".into()));
        // February has 28 days.
        assert_eq!((month(lapse(3)), month(lapse(3) + 1)), ("2027-02".into(), "2027-03".into()));
        assert_eq!(month(lapse(60)), "2031-11");
    }

    #[test]
    fn without_caps_everything_is_given() {
        let open = PointsPolicy { cap_month: 0, cap_balance: 0, ..POLICY };
        assert_eq!(open.due(20, 100_000), 220);
        assert_eq!(PointsPolicy::default().due(20, 0), 0);
    }

    #[test]
    fn numbers_out_of_range_are_named() {
        let wrong = PointsPolicy { base: -1, valid_months: 61, ..POLICY };
        let Err(Error::Invalid(fields)) = wrong.checked() else { panic!("accepted") };
        assert_eq!(fields.iter().map(|f| f.name).collect::<Vec<_>>(), ["base", "valid_months"]);
        assert!(amount(0).is_err() && amount(-5).is_err() && amount(MOST + 1).is_err());
        assert_eq!(amount(MOST), Ok(MOST));
    }
}
