//! Disputes: a family says that it did not receive goods that were recorded as handed over, or not as they should be.

pub mod reversals;
pub mod subject;

use serde::{Deserialize, Serialize};

use self::{
    reversals::ReversalGoal,
    subject::{HandedOver, Subject},
};
use crate::{
    Code, DAY, Error, Result, Timestamp,
    accounts::{AccountId, Role},
    error::Checks,
    text,
};

/// Row id of a dispute.
pub type DisputeId = i64;

/// Days after a hand-over, or after the last answer, in which a family may say that something is wrong.
pub const SAY_DAYS: Timestamp = 14;
/// Days in which the coordinators of one level decide.
pub const DUE_DAYS: Timestamp = 3;
/// Days before the due day on which the owner is reminded.
pub const REMINDER_DAYS: Timestamp = 1;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DisputeKind {
    /// The family has nothing.
    NotReceived,
    /// It does not work, or is damaged.
    Broken,
    /// It is another thing, size or number.
    Wrong,
}

crate::text_enum!(DisputeKind { NotReceived = "not_received", Broken = "broken", Wrong = "wrong" });

/// How the family said it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DisputeChannel {
    /// On its own page.
    #[default]
    Family,
    /// To a caseworker, face to face.
    Visit,
    /// To a caseworker, by phone.
    Phone,
}

crate::text_enum!(DisputeChannel { Family = "family", Visit = "visit", Phone = "phone" });

/// State of a dispute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DisputeState {
    /// A coordinator has to decide; the goods are not confirmed by silence.
    Open,
    /// Decided, with an answer that the family reads.
    Settled,
    /// The family has the goods after all, or its file was closed.
    Withdrawn,
}

crate::text_enum!(DisputeState { Open = "open", Settled = "settled", Withdrawn = "withdrawn" });

/// An event that changes the state of a dispute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DisputeEvent {
    /// A coordinator decides, or a reversal of the hand-over is approved.
    Settle,
    /// The family confirms that it has the goods, or its file is closed.
    Withdraw,
}

impl DisputeEvent {
    /// Every event.
    pub const ALL: &[DisputeEvent] = &[DisputeEvent::Settle, DisputeEvent::Withdraw];
}

impl DisputeState {
    /// The state after `event`. Only `Open` has successors.
    ///
    /// # Errors
    /// [`Code::WrongState`] if the dispute has ended.
    pub fn after(self, event: DisputeEvent) -> Result<DisputeState> {
        match (self, event) {
            (DisputeState::Open, DisputeEvent::Settle) => Ok(DisputeState::Settled),
            (DisputeState::Open, DisputeEvent::Withdraw) => Ok(DisputeState::Withdrawn),
            _ => Err(Error::Conflict(Code::WrongState)),
        }
    }

    /// The role that has to act; `None` once it has ended.
    #[must_use]
    pub fn owner(self) -> Option<Role> {
        match self {
            DisputeState::Open => Some(Role::Coordinator),
            DisputeState::Settled | DisputeState::Withdrawn => None,
        }
    }
}

/// What came of a dispute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DisputeOutcome {
    /// The goods were brought after all.
    Brought,
    /// The family got others instead.
    Replaced,
    /// The hand-over was reversed, and the wish is open again or the points are back.
    Returned,
    /// It cannot be solved.
    Unsolved,
}

crate::text_enum!(DisputeOutcome {
    Brought = "brought", Replaced = "replaced", Returned = "returned", Unsolved = "unsolved",
});

/// Checks that an account may decide about goods: it neither handed them over, nor asked for or recorded it.
///
/// # Errors
/// [`Code::OwnHandOver`] otherwise.
pub fn no_own_matter(decides: AccountId, concerned: &[AccountId]) -> Result<()> {
    if concerned.contains(&decides) { Err(Error::Conflict(Code::OwnHandOver)) } else { Ok(()) }
}

/// Checks that a family may still say it.
///
/// # Errors
/// [`Code::TooLate`] later than [`SAY_DAYS`] after the hand-over or the last answer.
pub fn in_time(since: Timestamp, now: Timestamp) -> Result<()> {
    if now <= since + SAY_DAYS * DAY { Ok(()) } else { Err(Error::Conflict(Code::TooLate)) }
}

/// What a family says about goods that were handed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDispute {
    /// The goods.
    pub about: HandedOver,
    /// What is wrong.
    pub kind: DisputeKind,
    /// How the family said it; staff choose one of the other two.
    #[serde(default)]
    pub channel: DisputeChannel,
    /// The family's words, up to 500 characters.
    #[serde(default)]
    pub words: String,
}

impl NewDispute {
    /// Trims and validates the words.
    ///
    /// # Errors
    /// [`Error::Invalid`] if they are too long.
    pub fn checked(self) -> Result<Self> {
        let words = text::words(&self.words, 0, 500).map_err(|code| Error::field("words", code))?;
        Ok(NewDispute { words, ..self })
    }
}

/// Decision of a coordinator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DisputeDecision {
    /// What came of it.
    pub outcome: DisputeOutcome,
    /// Where the goods went; with outcome `returned` only.
    pub goal: Option<ReversalGoal>,
    /// Reason, 2 to 500 characters, which the family reads.
    pub answer: String,
}

impl DisputeDecision {
    /// Trims and validates the answer and the goal.
    ///
    /// # Errors
    /// [`Error::Invalid`] for an answer that is missing or too long; for `returned` without a goal, or with `waiting`.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        let answer = checks.take("answer", text::words(&self.answer, 2, 500));
        let returned = self.outcome == DisputeOutcome::Returned;
        checks.ensure("goal", !returned || self.goal.is_some(), Code::Required);
        checks.ensure("goal", !returned || self.goal != Some(ReversalGoal::Waiting), Code::Unknown);
        checks.done()?;
        Ok(DisputeDecision { answer: answer.unwrap_or_default(), goal: self.goal.filter(|_| returned), ..self })
    }
}

/// A dispute as its family and the coordinators read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Dispute {
    /// Row id.
    pub id: DisputeId,
    /// The goods.
    pub subject: Subject,
    /// What is wrong.
    pub kind: DisputeKind,
    /// How the family said it.
    pub channel: DisputeChannel,
    /// The family's words, or empty.
    pub words: String,
    /// Its state.
    pub state: DisputeState,
    /// When it was said.
    pub created: Timestamp,
    /// Name of the account that recorded it; empty for the family.
    pub recorded_by: String,
    /// Name of the coordinator in charge; empty without one.
    pub owner: String,
    /// Day by which it is to be decided.
    pub due: Timestamp,
    /// How often it went to the next higher coordinators because it was late.
    pub climbs: i64,
    /// What came of it.
    pub outcome: Option<DisputeOutcome>,
    /// The coordinator's reason, or empty.
    pub answer: String,
    /// When it ended, or 0.
    pub decided: Timestamp,
    /// Name of the account that decided, or empty.
    pub decided_by: String,
    /// Whether it came with a picture that the reader may see.
    pub photo: bool,
    /// Whether it came with a recording that the reader may hear.
    pub voice: bool,
    /// Whether the reader may decide it.
    pub may_decide: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_an_owner_and_a_next_step_or_is_an_end() {
        for state in DisputeState::ALL {
            let next: Vec<_> = DisputeEvent::ALL.iter().filter_map(|event| state.after(*event).ok()).collect();
            assert_eq!(state.owner().is_some(), !next.is_empty(), "{state:?}");
            assert!(next.iter().all(|state| state.owner().is_none()), "each step ends a dispute");
        }
    }

    #[test]
    fn only_open_disputes_change() {
        let design = [
            (DisputeState::Open, DisputeEvent::Settle, DisputeState::Settled),
            (DisputeState::Open, DisputeEvent::Withdraw, DisputeState::Withdrawn),
        ];
        for from in DisputeState::ALL {
            for event in DisputeEvent::ALL {
                let expected = design.iter().find(|(f, e, _)| f == from && e == event).map(|(_, _, to)| *to);
                assert_eq!(from.after(*event).ok(), expected, "{from:?} {event:?}");
            }
        }
    }

    #[test]
    fn accounts_decide_about_nothing_of_their_own() {
        assert_eq!(no_own_matter(7, &[3, 7]), Err(Error::Conflict(Code::OwnHandOver)));
        assert_eq!(no_own_matter(7, &[3, 4]), Ok(()));
    }

    #[test]
    fn a_family_may_say_it_for_fourteen_days() {
        assert_eq!(in_time(100, 100 + 14 * DAY), Ok(()));
        assert_eq!(in_time(100, 101 + 14 * DAY), Err(Error::Conflict(Code::TooLate)));
    }

    #[test]
    fn returned_goods_need_a_place() {
        let settled = |outcome, goal| DisputeDecision { outcome, goal, answer: "问过了".into() }.checked();
        assert!(settled(DisputeOutcome::Returned, None).is_err());
        assert!(settled(DisputeOutcome::Returned, Some(ReversalGoal::Waiting)).is_err());
        assert!(settled(DisputeOutcome::Returned, Some(ReversalGoal::Gone)).is_ok());
        let brought = settled(DisputeOutcome::Brought, Some(ReversalGoal::Shelf)).expect("valid");
        assert_eq!(brought.goal, None, "nothing comes back");
    }
}
