//! Lending: a unit of a shop goes out to a household with a day of return, is asked back, and is not issued.

use serde::{Deserialize, Serialize};

use crate::{
    Code, DAY, Error, Result, Timestamp, households::HouseholdId, ledger::Condition, ledger::LocationId, time::Day,
};

/// Row id of a loan.
pub type LoanId = i64;

/// Most days from lending to the day of return; an extension may reach as far from the day it is granted.
pub const MOST_DAYS: i64 = 183;
/// Loans that a household may have out at once.
pub const MOST_OUT: i64 = 5;
/// Seconds in which the counter may take a wrong loan back.
pub const UNDO_SECONDS: Timestamp = 600;
/// Days in which the family may say that it never got what is on loan to it.
pub const DENY_DAYS: i64 = 14;
/// Days before the day of return at which the family is reminded.
pub const REMIND_DAYS: i64 = 3;
/// Days after the day of return at which the shop is told, and the family once more.
pub const SHOP_DAYS: i64 = 1;
/// Days after the day of return at which the coordinators are told.
pub const COORDINATOR_DAYS: i64 = 7;
/// Days after which the coordinators are told again, until the loan ends.
pub const AGAIN_DAYS: i64 = 30;

/// State of a loan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LoanState {
    /// With the family.
    Out,
    /// Back in the shop.
    Returned,
    /// Written off.
    Lost,
    /// The family keeps it: issued.
    Given,
    /// Recorded by mistake and taken back at once.
    Undone,
}

crate::text_enum!(LoanState {
    Out = "out", Returned = "returned", Lost = "lost", Given = "given", Undone = "undone",
});

/// An event that ends a loan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LoanEvent {
    /// The shop has it back.
    Return,
    /// A second person agreed that it is lost.
    Lose,
    /// A second person agreed that the family keeps it.
    Give,
    /// The counter takes a wrong loan back.
    Undo,
}

impl LoanState {
    /// The state after `event`. Only `Out` has successors.
    ///
    /// # Errors
    /// [`Code::WrongState`] once the loan has ended.
    pub fn after(self, event: LoanEvent) -> Result<LoanState> {
        match (self, event) {
            (LoanState::Out, LoanEvent::Return) => Ok(LoanState::Returned),
            (LoanState::Out, LoanEvent::Lose) => Ok(LoanState::Lost),
            (LoanState::Out, LoanEvent::Give) => Ok(LoanState::Given),
            (LoanState::Out, LoanEvent::Undo) => Ok(LoanState::Undone),
            _ => Err(Error::Conflict(Code::WrongState)),
        }
    }

    /// Checks that it is with the family.
    ///
    /// # Errors
    /// [`Code::WrongState`] once the loan has ended.
    pub fn must_be_out(self) -> Result<()> {
        if self == LoanState::Out { Ok(()) } else { Err(Error::Conflict(Code::WrongState)) }
    }
}

/// An end that one account asks for and another one agrees to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LoanEnding {
    /// It is lost: written off.
    Lost,
    /// The family keeps it: issued.
    Given,
}

crate::text_enum!(LoanEnding { Lost = "lost", Given = "given" });

impl LoanEnding {
    /// The event by which the loan then ends.
    #[must_use]
    pub fn event(self) -> LoanEvent {
        match self {
            LoanEnding::Lost => LoanEvent::Lose,
            LoanEnding::Given => LoanEvent::Give,
        }
    }
}

/// Answer of the second person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EndingAnswer {
    /// It ends so.
    Agree,
    /// It stays out.
    Refuse,
}

crate::text_enum!(EndingAnswer { Agree = "agree", Refuse = "refuse" });

/// How a unit came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReturnCondition {
    /// Fit for the shelf.
    Good,
    /// Goes to quarantine, where the shop decides.
    Damaged,
}

crate::text_enum!(ReturnCondition { Good = "good", Damaged = "damaged" });

/// What the family says about a loan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LoanWord {
    /// It has the goods.
    Received,
    /// It never got them.
    NotReceived,
}

crate::text_enum!(LoanWord { Received = "received", NotReceived = "not_received" });

/// Reads a day of return: the last second of that day.
///
/// # Errors
/// [`Code::OutOfRange`] for a day before `now`, or more than [`MOST_DAYS`] later.
pub fn day_of_return(due: Timestamp, now: Timestamp) -> Result<Timestamp, Code> {
    let (day, today) = (Day::of(due), Day::of(now));
    if day < today || day > today.plus(MOST_DAYS) {
        return Err(Code::OutOfRange);
    }
    Ok(day.end() - 1)
}

/// Returns when the reminder after the first `step` ones is told: before the day, on it, to the shop, to coordinators.
#[must_use]
pub fn next_step(due: Timestamp, step: i64, now: Timestamp) -> Timestamp {
    let day = Day::of(due);
    match step {
        0 => day.plus(-REMIND_DAYS).start(),
        1 => day.start(),
        2 => day.plus(SHOP_DAYS).start(),
        3 => day.plus(COORDINATOR_DAYS).start(),
        _ => now + AGAIN_DAYS * DAY,
    }
}

/// Returns how many reminders have no use any more when a day of return is set: those whose time has passed.
#[must_use]
pub fn first_step(due: Timestamp, now: Timestamp) -> i64 {
    (0..2).find(|step| next_step(due, *step, now) > now).unwrap_or(2)
}

/// A loan as its family or staff read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Loan {
    /// Row id.
    pub id: LoanId,
    /// The household.
    pub household: HouseholdId,
    /// People of the household.
    pub family_size: i64,
    /// Name of the household's caseworker, or empty; for staff only.
    pub caseworker_name: String,
    /// The shop.
    pub location: LocationId,
    /// Name of the shop.
    pub location_name: String,
    /// Id of the item.
    pub item: i64,
    /// Key of its pictogram.
    pub key: String,
    /// Chinese name of the item.
    pub name: String,
    /// Size, or empty.
    pub size: String,
    /// Its state.
    pub state: LoanState,
    /// When it went out.
    pub lent: Timestamp,
    /// Last second of the day of return.
    pub due: Timestamp,
    /// Whether the day of return has passed and it is still out.
    pub overdue: bool,
    /// Day until which the family asks to keep it.
    pub wished: Option<Timestamp>,
    /// Whether the family said that it has it.
    pub received: bool,
    /// Whether the family said that it never got it.
    pub denied: bool,
    /// End that waits for a second person.
    pub ending: Option<LoanEnding>,
    /// Whether the reader may answer it: another account than the one that asked, with the role.
    pub may_answer: bool,
    /// Whether the reader keeps stock at the shop.
    pub may_keep: bool,
    /// Until when the counter may undo it; for accounts that may.
    pub undo_until: Option<Timestamp>,
    /// How it came back.
    pub condition: Option<ReturnCondition>,
    /// When it ended.
    pub ended: Option<Timestamp>,
}

/// A lot on a shelf from which a unit may be lent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Lendable {
    /// The lot.
    pub lot: i64,
    /// Id of the item.
    pub item: i64,
    /// Key of its pictogram.
    pub key: String,
    /// Chinese name of the item.
    pub name: String,
    /// Size, or empty.
    pub size: String,
    /// Condition of the lot.
    pub condition: Condition,
    /// Units on the shelf.
    pub quantity: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = 1_800_000_000;

    #[test]
    fn only_a_loan_that_is_out_ends() {
        for state in LoanState::ALL {
            for event in [LoanEvent::Return, LoanEvent::Lose, LoanEvent::Give, LoanEvent::Undo] {
                assert_eq!(state.after(event).is_ok(), *state == LoanState::Out);
            }
            assert_eq!(state.must_be_out().is_ok(), *state == LoanState::Out);
        }
        assert_eq!(LoanState::Out.after(LoanEnding::Given.event()), Ok(LoanState::Given));
    }

    #[test]
    fn a_day_of_return_is_within_half_a_year() {
        let today = day_of_return(NOON, NOON).expect("a day");
        assert!(today >= NOON && today - NOON < DAY);
        assert_eq!(day_of_return(NOON - DAY, NOON), Err(Code::OutOfRange));
        assert!(day_of_return(NOON + MOST_DAYS * DAY, NOON).is_ok());
        assert_eq!(day_of_return(NOON + (MOST_DAYS + 1) * DAY, NOON), Err(Code::OutOfRange));
    }

    #[test]
    fn reminders_follow_each_other_and_never_end() {
        let due = day_of_return(NOON + 10 * DAY, NOON).expect("a day");
        let all: Vec<_> = (0..5).map(|step| next_step(due, step, due + 8 * DAY)).collect();
        assert!(all.is_sorted_by(|a, b| a < b), "{all:?}");
        assert_eq!((first_step(due, NOON), first_step(due, due - DAY), first_step(due, due)), (0, 1, 2));
    }
}
