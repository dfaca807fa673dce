//! Stock-takes while the shop stays open: count sheets, their lines, and the second-person rule.

use serde::{Deserialize, Serialize};

use crate::{
    Code, Timestamp,
    accounts::AccountId,
    ledger::{Condition, JournalId, LocationId, LotId},
};

/// Row id of a stock-take.
pub type StockTakeId = i64;

/// Units of one lot that can be counted on a shelf.
pub const MOST_COUNTED: i64 = 10_000;

/// State of a stock-take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TakeState {
    /// Being counted.
    Counting,
    /// Fully counted; a second person must approve the differences.
    Counted,
    /// The differences are posted.
    Approved,
    /// Cancelled; nothing was posted.
    Cancelled,
}

crate::text_enum!(TakeState {
    Counting = "counting", Counted = "counted", Approved = "approved", Cancelled = "cancelled",
});

/// A step of a stock-take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TakeStep {
    /// Record a count.
    Count,
    /// Declare the sheet fully counted.
    Finish,
    /// Post the differences.
    Approve,
    /// Send it back to be counted again.
    Reject,
    /// Cancel it.
    Cancel,
}

impl TakeState {
    /// The state after `step`.
    ///
    /// # Errors
    /// [`Code::WrongState`] if this state does not allow the step.
    pub fn after(self, step: TakeStep) -> Result<TakeState, Code> {
        match (self, step) {
            (TakeState::Counting, TakeStep::Count) => Ok(TakeState::Counting),
            (TakeState::Counting, TakeStep::Finish) => Ok(TakeState::Counted),
            (TakeState::Counted, TakeStep::Approve) => Ok(TakeState::Approved),
            (TakeState::Counted, TakeStep::Reject) => Ok(TakeState::Counting),
            (TakeState::Counting | TakeState::Counted, TakeStep::Cancel) => Ok(TakeState::Cancelled),
            _ => Err(Code::WrongState),
        }
    }

    /// Whether it is neither approved nor cancelled.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, TakeState::Counting | TakeState::Counted)
    }
}

/// A stock-take with its progress.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct StockTake {
    /// Row id.
    pub id: StockTakeId,
    /// Location.
    pub location: LocationId,
    /// Name of the location.
    pub location_name: String,
    /// Category, or empty for all.
    pub category: String,
    /// Its state.
    pub state: TakeState,
    /// Why it was sent back or cancelled, or empty.
    pub note: String,
    /// When the sheet was created.
    pub opened: Timestamp,
    /// Name of the account that created it.
    pub opened_by: String,
    /// When it was fully counted, or 0.
    pub finished: Timestamp,
    /// Name of the account that declared it so, or empty.
    pub finished_by: String,
    /// When it was approved or cancelled, or 0.
    pub closed: Timestamp,
    /// Name of the account that did so, or empty.
    pub closed_by: String,
    /// Whether it shows nothing of the book until every line is counted.
    pub blind: bool,
    /// Lines on the sheet.
    pub lines: i64,
    /// Lines neither counted nor left out.
    pub left: i64,
    /// Counted lines that differ from the book; 0 while that is hidden, and likewise the sums below.
    pub differences: i64,
    /// Surplus units found.
    pub surplus: i64,
    /// Missing units.
    pub missing: i64,
    /// Whether the reader may count here.
    pub may_count: bool,
    /// Whether the reader may approve it: has the permission and counted none of it.
    pub may_approve: bool,
}

/// A line of a count sheet: a lot on the shelf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TakeLine {
    /// The lot.
    pub lot: LotId,
    /// Item id.
    pub item: i64,
    /// Key of its pictogram.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// Its counting unit.
    pub unit: String,
    /// Size, or empty.
    pub size: String,
    /// New or used.
    pub condition: Condition,
    /// Best-before date, or 0.
    pub expires: Timestamp,
    /// Book quantity when the sheet was created.
    pub booked: i64,
    /// Counted quantity; -1 before it is counted.
    pub counted: i64,
    /// Book quantity at the moment of counting.
    pub booked_then: i64,
    /// When it was counted, or 0.
    pub counted_at: Timestamp,
    /// Name of the account that counted it, or empty.
    pub counted_by: String,
    /// Whether it was deliberately left out.
    pub skipped: bool,
    /// Whether it must be counted again, because the shelf no longer covered the loss.
    pub again: bool,
    /// Reason of the difference, or empty.
    pub reason: String,
    /// Journal that posted the difference, or 0.
    pub journal: JournalId,
    /// Book quantity now.
    pub shelf: i64,
}

impl TakeLine {
    /// Counted minus book quantity at the moment of counting.
    ///
    /// Movements before and after do not affect it, so the shop can stay open.
    #[must_use]
    pub fn difference(&self) -> i64 {
        if self.counted < 0 { 0 } else { self.counted - self.booked_then }
    }

    /// Whether it is counted or left out.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.counted >= 0 || self.skipped
    }
}

/// Enforces the second-person rule for approving differences.
///
/// # Errors
/// [`Code::SecondPerson`] if `approver` counted a line or declared the sheet fully counted.
pub fn second_person(approver: AccountId, finished_by: AccountId, counters: &[AccountId]) -> Result<(), Code> {
    if approver == finished_by || counters.contains(&approver) { Err(Code::SecondPerson) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_approved_or_cancelled_sheet_allows_no_step() {
        use TakeState::{Approved, Cancelled, Counted, Counting};
        assert_eq!(Counting.after(TakeStep::Finish), Ok(Counted));
        assert_eq!(Counted.after(TakeStep::Reject), Ok(Counting));
        assert_eq!(Counted.after(TakeStep::Approve), Ok(Approved));
        assert_eq!(Counting.after(TakeStep::Approve), Err(Code::WrongState));
        assert_eq!(Counted.after(TakeStep::Count), Err(Code::WrongState));
        for settled in [Approved, Cancelled] {
            for step in [TakeStep::Count, TakeStep::Finish, TakeStep::Approve, TakeStep::Reject, TakeStep::Cancel] {
                assert_eq!(settled.after(step), Err(Code::WrongState));
            }
            assert!(!settled.is_open());
        }
    }

    #[test]
    fn counters_and_finishers_may_not_approve() {
        assert_eq!(second_person(3, 1, &[1, 2]), Ok(()));
        assert_eq!(second_person(1, 1, &[2]), Err(Code::SecondPerson));
        assert_eq!(second_person(2, 1, &[1, 2]), Err(Code::SecondPerson));
    }
}
