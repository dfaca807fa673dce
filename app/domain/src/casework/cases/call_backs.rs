//! Independent call-backs: a share of closed cases goes to a person who had no part in them, who asks the family.

use serde::{Deserialize, Serialize};

use super::{CaseId, CaseKind, FamilyAnswer, FamilyAsked, Urgency, kinds::GONE};
use crate::{Code, Error, Result, Timestamp, accounts::AccountId, households::HouseholdId};

/// Row id of a call-back.
pub type CallBackId = i64;

/// Days in which the family is asked before the call-back climbs to a coordinator.
pub const CALL_BACK_DAYS: Timestamp = 7;
/// One of so many closed cases that are not urgent is drawn.
pub const ONE_IN: u32 = 10;

/// Why a case was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DrawReason {
    /// All urgent cases are.
    Urgent,
    /// All cases whose family was not reached are.
    NotReached,
    /// One in ten of the others.
    Sample,
}

crate::text_enum!(DrawReason { Urgent = "urgent", NotReached = "not_reached", Sample = "sample" });

/// Decides whether a closed case is drawn. `digest` is a keyed hash of the case and of how often it was closed, in
/// hexadecimal digits: an account without the server's key can neither know nor choose it.
#[must_use]
pub fn drawn(urgency: Urgency, outcome: &str, digest: &str) -> Option<DrawReason> {
    if urgency == Urgency::Urgent {
        return Some(DrawReason::Urgent);
    }
    if outcome == GONE {
        return Some(DrawReason::NotReached);
    }
    let number = digest.get(..8).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    // A hash that cannot be read draws the case: a fault must not let cases go unasked.
    number.is_none_or(|number| number % ONE_IN == 0).then_some(DrawReason::Sample)
}

/// State of a call-back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CallBackState {
    /// The family is to be asked.
    Waiting,
    /// The family was asked, and the case stays closed.
    Confirmed,
    /// The family says that it is not solved, and the case is open again.
    Denied,
    /// The case opened again by itself, or the file ended.
    Ended,
}

crate::text_enum!(CallBackState {
    Waiting = "waiting", Confirmed = "confirmed", Denied = "denied", Ended = "ended",
});

impl CallBackState {
    /// The state after what the family answered.
    ///
    /// # Errors
    /// [`Code::WrongState`] unless it waits; field `answer` when the family was not reached: it waits on, and climbs.
    pub fn answered(self, answer: FamilyAnswer) -> Result<CallBackState> {
        match (self, answer) {
            (CallBackState::Waiting, FamilyAnswer::Solved | FamilyAnswer::Accepts) => Ok(CallBackState::Confirmed),
            (CallBackState::Waiting, FamilyAnswer::NotSolved) => Ok(CallBackState::Denied),
            (CallBackState::Waiting, FamilyAnswer::NotReached) => Err(Error::field("answer", Code::Unknown)),
            _ => Err(Error::Conflict(Code::WrongState)),
        }
    }
}

/// Checks that an account may ask about a case: it neither owned it nor closed it.
///
/// # Errors
/// [`Code::OwnCase`] otherwise.
pub fn no_own_case(asks: AccountId, concerned: &[AccountId]) -> Result<()> {
    if concerned.contains(&asks) { Err(Error::Conflict(Code::OwnCase)) } else { Ok(()) }
}

/// A call-back as staff read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CallBack {
    /// Row id.
    pub id: CallBackId,
    /// The case.
    pub case: CaseId,
    /// Household of the case.
    pub household: HouseholdId,
    /// Name of its area.
    pub area_name: String,
    /// What the case was about.
    pub kind: CaseKind,
    /// Key of the outcome with which it was closed.
    pub outcome: String,
    /// Why it was drawn.
    pub reason: DrawReason,
    /// Its state.
    pub state: CallBackState,
    /// Account that is to ask; none when no independent account was found.
    pub assignee: Option<AccountId>,
    /// Name of that account, or empty.
    pub assignee_name: String,
    /// By when the family is to be asked.
    pub due: Timestamp,
    /// Whether that time has passed.
    pub late: bool,
    /// How often it went up.
    pub climbs: i64,
    /// Name of the account that closed the case.
    pub closed_by: String,
    /// When it was drawn.
    pub created: Timestamp,
    /// What the family answered; none while it waits, and while masked.
    pub asked: Option<FamilyAsked>,
    /// Name of the account that asked, or empty.
    pub asked_by: String,
    /// Whether the reader may ask.
    pub may_ask: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urgent_cases_and_lost_families_are_always_drawn_and_a_tenth_of_the_rest() {
        assert_eq!(drawn(Urgency::Urgent, "hired", "00000001"), Some(DrawReason::Urgent));
        assert_eq!(drawn(Urgency::Soon, GONE, "00000001"), Some(DrawReason::NotReached));
        assert_eq!(drawn(Urgency::Ordinary, "hired", "00000001"), None);
        assert_eq!(drawn(Urgency::Ordinary, "hired", "0000000a"), Some(DrawReason::Sample));
        assert_eq!(drawn(Urgency::Ordinary, "hired", ""), Some(DrawReason::Sample));
        let digests = (0..1000_u32).map(|n| format!("{n:08x}"));
        assert_eq!(digests.filter(|digest| drawn(Urgency::Soon, "hired", digest).is_some()).count(), 100);
    }

    #[test]
    fn a_call_back_ends_with_an_answer_only() {
        for state in CallBackState::ALL {
            for answer in FamilyAnswer::ALL {
                let expected = match (state, answer) {
                    (CallBackState::Waiting, FamilyAnswer::Solved | FamilyAnswer::Accepts) => {
                        Some(CallBackState::Confirmed)
                    }
                    (CallBackState::Waiting, FamilyAnswer::NotSolved) => Some(CallBackState::Denied),
                    _ => None,
                };
                assert_eq!(state.answered(*answer).ok(), expected, "{state:?} {answer:?}");
            }
        }
        assert_eq!(no_own_case(7, &[3, 7]), Err(Error::Conflict(Code::OwnCase)));
        assert_eq!(no_own_case(7, &[3, 4]), Ok(()));
    }
}
