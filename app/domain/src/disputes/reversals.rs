//! Reversals of wrong hand-overs: asked for by one account, decided by another.

use serde::{Deserialize, Serialize};

use super::subject::{HandedOver, Subject};
use crate::{Code, Error, Result, Timestamp, accounts::Role, error::Checks, ledger::JournalId, text};

/// Row id of a reversal.
pub type ReversalId = i64;

/// Where the goods of a reversed hand-over go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReversalGoal {
    /// Set aside for the same claim again: the family still gets them. Not for orders.
    Waiting,
    /// On the shelf; the wish is open again.
    Shelf,
    /// In quarantine, to be inspected; the wish is open again.
    Quarantine,
    /// Lost: neither the family nor the shop has them; the wish is open again.
    Gone,
}

crate::text_enum!(ReversalGoal { Waiting = "waiting", Shelf = "shelf", Quarantine = "quarantine", Gone = "gone" });

/// State of a reversal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReversalState {
    /// A coordinator has to decide.
    Asked,
    /// Posted to the ledger.
    Approved,
    /// Refused, with an answer, or overtaken by another decision.
    Refused,
}

crate::text_enum!(ReversalState { Asked = "asked", Approved = "approved", Refused = "refused" });

/// An event that changes the state of a reversal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReversalEvent {
    /// A second person approves it.
    Approve,
    /// A second person refuses it, or the file is closed.
    Refuse,
}

impl ReversalEvent {
    /// Every event.
    pub const ALL: &[ReversalEvent] = &[ReversalEvent::Approve, ReversalEvent::Refuse];
}

impl ReversalState {
    /// The state after `event`. Only `Asked` has successors.
    ///
    /// # Errors
    /// [`Code::WrongState`] if it was decided before.
    pub fn after(self, event: ReversalEvent) -> Result<ReversalState> {
        match (self, event) {
            (ReversalState::Asked, ReversalEvent::Approve) => Ok(ReversalState::Approved),
            (ReversalState::Asked, ReversalEvent::Refuse) => Ok(ReversalState::Refused),
            _ => Err(Error::Conflict(Code::WrongState)),
        }
    }

    /// The role that has to act; `None` once it has ended.
    #[must_use]
    pub fn owner(self) -> Option<Role> {
        (self == ReversalState::Asked).then_some(Role::Coordinator)
    }
}

/// Request for a reversal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewReversal {
    /// The goods.
    pub about: HandedOver,
    /// Where they go.
    pub goal: ReversalGoal,
    /// Reason, 2 to 500 characters, which the family reads once it is approved.
    pub reason: String,
}

impl NewReversal {
    /// Trims and validates the reason and the goal.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a reason that is missing or too long; for an order with goal `waiting`.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        let reason = checks.take("reason", text::words(&self.reason, 2, 500));
        let fits = self.goal != ReversalGoal::Waiting || self.about.order() == 0;
        checks.ensure("goal", fits, Code::Unknown);
        checks.done()?;
        Ok(NewReversal { reason: reason.unwrap_or_default(), ..self })
    }
}

/// A reversal of a hand-over as its family and the coordinators read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct HandOverReversal {
    /// Row id.
    pub id: ReversalId,
    /// The goods.
    pub subject: Subject,
    /// Where they go.
    pub goal: ReversalGoal,
    /// Its reason.
    pub reason: String,
    /// Its state.
    pub state: ReversalState,
    /// When it was asked for.
    pub asked: Timestamp,
    /// Name of the account that asked; empty for the family.
    pub asked_by: String,
    /// Why it was refused, or empty.
    pub answer: String,
    /// When it was decided, or 0.
    pub decided: Timestamp,
    /// Name of the account that decided, or empty.
    pub decided_by: String,
    /// Its journal, or 0.
    pub journal: JournalId,
    /// Whether the reader may decide it.
    pub may_decide: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_asked_changes_and_each_decision_is_an_end() {
        for state in ReversalState::ALL {
            let next: Vec<_> = ReversalEvent::ALL.iter().filter_map(|event| state.after(*event).ok()).collect();
            assert_eq!(state.owner().is_some(), !next.is_empty(), "{state:?}");
            assert!(next.iter().all(|state| state.owner().is_none()), "{state:?}");
        }
    }

    #[test]
    fn a_reversal_needs_a_reason_and_orders_do_not_wait_again() {
        let asked =
            |about, reason: &str| NewReversal { about, goal: ReversalGoal::Waiting, reason: reason.into() }.checked();
        assert!(asked(HandedOver::Claim(1), "发错人了").is_ok());
        assert!(asked(HandedOver::Claim(1), "").is_err());
        assert!(asked(HandedOver::Order(1), "发错人了").is_err());
    }
}
