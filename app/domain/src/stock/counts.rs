//! Counting what is on the shelves while the shop works: a sheet, its lines, and who may settle it.

use serde::{Deserialize, Serialize};

use crate::{
    Code, Timestamp,
    accounts::AccountId,
    ledger::{Condition, JournalId, LocationId, LotId},
};

/// A stock-take's number.
pub type StockTakeId = i64;

/// No shelf holds more of one lot than this.
pub const MOST_COUNTED: i64 = 10_000;

/// Where a stock-take stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TakeState {
    /// People are counting.
    Counting,
    /// Everything is counted; somebody else has to look at the differences.
    Counted,
    /// The differences are in the book.
    Approved,
    /// Given up; nothing was booked.
    Cancelled,
}

crate::text_enum!(TakeState {
    Counting = "counting", Counted = "counted", Approved = "approved", Cancelled = "cancelled",
});

/// What can be done with a stock-take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TakeStep {
    /// Write down what was counted.
    Count,
    /// Say that everything is counted.
    Finish,
    /// Bring the book in line.
    Approve,
    /// Send it back to be counted again.
    Reject,
    /// Give it up.
    Cancel,
}

impl TakeState {
    /// The state after a step.
    ///
    /// # Errors
    /// [`Code::WrongState`] when the step does not follow from this state.
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

    /// Whether it is still being worked on.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, TakeState::Counting | TakeState::Counted)
    }
}

/// A stock-take with how far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct StockTake {
    /// Its number.
    pub id: StockTakeId,
    /// Where.
    pub location: LocationId,
    /// That location's name.
    pub location_name: String,
    /// Which category, or empty for everything.
    pub category: String,
    /// Where it stands.
    pub state: TakeState,
    /// Why it was sent back or given up, or empty.
    pub note: String,
    /// When the sheet was made.
    pub opened: Timestamp,
    /// By whom.
    pub opened_by: String,
    /// When everything was counted, or 0.
    pub finished: Timestamp,
    /// By whom, or empty.
    pub finished_by: String,
    /// When it was approved or given up, or 0.
    pub closed: Timestamp,
    /// By whom, or empty.
    pub closed_by: String,
    /// Lines on the sheet.
    pub lines: i64,
    /// Lines that nobody has counted or left out yet.
    pub left: i64,
    /// Counted lines that differ from the book.
    pub differences: i64,
    /// Units that were found too many.
    pub surplus: i64,
    /// Units that were missing.
    pub missing: i64,
    /// Whether the person counts here.
    pub may_count: bool,
    /// Whether the person may settle it: allowed to here, and has counted nothing of it.
    pub may_approve: bool,
}

/// One line of the sheet: a lot on the shelf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TakeLine {
    /// The lot.
    pub lot: LotId,
    /// What it is.
    pub item: i64,
    /// Its pictogram.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// What one of it is called.
    pub unit: String,
    /// Its size, or empty.
    pub size: String,
    /// New or used.
    pub condition: Condition,
    /// Best before, or 0.
    pub expires: Timestamp,
    /// By the book when the sheet was made.
    pub booked: i64,
    /// What was counted; -1 while nobody has.
    pub counted: i64,
    /// By the book at the moment of counting.
    pub booked_then: i64,
    /// When it was counted, or 0.
    pub counted_at: Timestamp,
    /// By whom, or empty.
    pub counted_by: String,
    /// Whether it was knowingly left out.
    pub skipped: bool,
    /// Whether it has to be counted once more, because the shelf had fewer than the loss.
    pub again: bool,
    /// Why it differs, or empty.
    pub reason: String,
    /// The journal that the difference became, or 0.
    pub journal: JournalId,
    /// By the book now.
    pub shelf: i64,
}

impl TakeLine {
    /// How many more (or fewer) were there than the book said at that moment. What moved before or after does not
    /// matter, so the shop can go on while it is counted.
    #[must_use]
    pub fn difference(&self) -> i64 {
        if self.counted < 0 { 0 } else { self.counted - self.booked_then }
    }

    /// Whether somebody has counted it or left it out.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.counted >= 0 || self.skipped
    }
}

/// The differences need a second pair of eyes.
///
/// # Errors
/// [`Code::SecondPerson`] when `approver` counted a line or said that all is counted.
pub fn second_person(approver: AccountId, finished_by: AccountId, counters: &[AccountId]) -> Result<(), Code> {
    if approver == finished_by || counters.contains(&approver) { Err(Code::SecondPerson) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_goes_back_and_forth_until_it_is_settled_once() {
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
    fn nobody_approves_what_they_counted() {
        assert_eq!(second_person(3, 1, &[1, 2]), Ok(()));
        assert_eq!(second_person(1, 1, &[2]), Err(Code::SecondPerson));
        assert_eq!(second_person(2, 1, &[1, 2]), Err(Code::SecondPerson));
    }
}
