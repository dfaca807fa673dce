//! Points of the free shop: policies of areas, balances and statements of households.

pub mod taking_part;

use serde::{Deserialize, Serialize};

use crate::{
    Code, Error, Result, Timestamp,
    error::Checks,
    households::HouseholdId,
    ledger::{JournalId, JournalKind},
    time::Month,
};

/// Points that can be granted or withdrawn at once.
pub const MOST: i64 = 10_000;

/// Monthly points of an area's households, inherited from the nearest area that has a policy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PointsPolicy {
    /// Points for each household.
    pub base: i64,
    /// Points for each of its members, in addition.
    pub each_member: i64,
    /// Monthly maximum for a household; 0 for no cap.
    pub cap_month: i64,
    /// Grants do not raise a balance above this; 0 for no cap.
    pub cap_balance: i64,
    /// Points expire at the end of the month this many months later; 0 for never.
    pub valid_months: i64,
}

impl PointsPolicy {
    /// Points granted in a month to a household of `size` members with a balance of `has`.
    #[must_use]
    pub fn due(&self, size: i64, has: i64) -> i64 {
        let full = self.monthly(size);
        if self.cap_balance > 0 { full.min(self.cap_balance - has).max(0) } else { full }
    }

    /// Points granted in a month to a household of `size` members, before the balance cap.
    #[must_use]
    pub fn monthly(&self, size: i64) -> i64 {
        let full = self.base + self.each_member * size;
        if self.cap_month > 0 { full.min(self.cap_month) } else { full }
    }

    /// When points granted now expire: the last second of the month `valid_months` later; 0 for never.
    #[must_use]
    pub fn lapse(&self, now: Timestamp) -> Timestamp {
        if self.valid_months == 0 { 0 } else { Month::of(now).plus(self.valid_months).end() - 1 }
    }

    /// Validates the ranges of all numbers.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every number out of range.
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

/// Validates the number of points granted or withdrawn by staff.
///
/// # Errors
/// [`Error::Invalid`] unless it is 1 to [`MOST`].
pub fn amount(points: i64) -> Result<i64> {
    if (1..=MOST).contains(&points) { Ok(points) } else { Err(Error::field("points", Code::OutOfRange)) }
}

/// The points of a household.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Points {
    /// The household.
    pub household: HouseholdId,
    /// Points available: the sum of its statement.
    pub balance: i64,
    /// Points held for orders not yet collected; not part of the balance.
    pub held: i64,
    /// Part of the balance that expires next.
    pub soon: i64,
    /// When that part expires, or 0.
    pub soon_at: Timestamp,
}

/// A line of a household's statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PointsLine {
    /// The journal.
    pub journal: JournalId,
    /// Kind of the journal.
    pub kind: JournalKind,
    /// When it was posted.
    pub at: Timestamp,
    /// Name of the staff member; empty for background jobs and for family readers.
    pub by: String,
    /// Reason, or empty; `file_closed` for an order that ended when the household file was closed.
    pub reason: String,
    /// Free-shop order, or 0.
    pub shop_order: i64,
    /// Points added; negative for points removed.
    pub points: i64,
    /// Balance after it.
    pub after: i64,
    /// Journal it reverses, or 0.
    pub reverses: JournalId,
    /// Journal that reversed it, or 0.
    pub reversed_by: JournalId,
}

impl PointsLine {
    /// Whether staff may reverse it: a grant or withdrawal, not yet reversed and itself no reversal.
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
    fn grants_respect_the_monthly_and_the_balance_cap() {
        assert_eq!(POLICY.due(1, 0), 30);
        assert_eq!(POLICY.due(4, 0), 60);
        assert_eq!(POLICY.due(9, 0), 80);
        assert_eq!(POLICY.due(9, 150), 50);
        assert_eq!((POLICY.due(9, 200), POLICY.due(9, 900)), (0, 0));
    }

    #[test]
    fn points_expire_at_the_end_of_a_month_of_any_length() {
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
    fn grants_without_caps_are_not_limited() {
        let open = PointsPolicy { cap_month: 0, cap_balance: 0, ..POLICY };
        assert_eq!(open.due(20, 100_000), 220);
        assert_eq!(PointsPolicy::default().due(20, 0), 0);
    }

    #[test]
    fn every_number_out_of_range_is_named() {
        let wrong = PointsPolicy { base: -1, valid_months: 61, ..POLICY };
        let Err(Error::Invalid(fields)) = wrong.checked() else { panic!("accepted") };
        assert_eq!(fields.iter().map(|f| f.name).collect::<Vec<_>>(), ["base", "valid_months"]);
        assert!(amount(0).is_err() && amount(-5).is_err() && amount(MOST + 1).is_err());
        assert_eq!(amount(MOST), Ok(MOST));
    }
}
