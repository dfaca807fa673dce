//! States of a wish, and the events that lead from one to the next.

use serde::{Deserialize, Serialize};

use crate::{Code, Error, Result};

/// Stored state of a wish. Progress within `Published` is computed from its claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WishState {
    /// Created by a caseworker or a family, not submitted yet.
    Draft,
    /// Awaiting review.
    Submitted,
    /// Visible to the public and open to claims.
    Published,
    /// Every unit was handed over and confirmed.
    Fulfilled,
    /// Rejected by staff, with a reason that the family reads.
    Rejected,
    /// Withdrawn by the family or its caseworker.
    Withdrawn,
    /// Not claimed in time.
    Expired,
}

crate::text_enum!(WishState {
    Draft = "draft", Submitted = "submitted", Published = "published", Fulfilled = "fulfilled",
    Rejected = "rejected", Withdrawn = "withdrawn", Expired = "expired",
});

/// An event that changes the state of a wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WishEvent {
    /// The family submits it.
    Submit,
    /// Staff publish it.
    Publish,
    /// Staff reject it.
    Reject,
    /// The family or its caseworker withdraws it.
    Withdraw,
    /// Its publication period ended without an open claim.
    Expire,
    /// The last unit was confirmed.
    Fulfil,
    /// The hand-over of a unit was reversed.
    Reopen,
    /// Its publication, or its rejection, is taken back.
    TakeBack,
}

impl WishEvent {
    /// Every event; the tests check each against every state.
    pub const ALL: &[WishEvent] = &[
        WishEvent::Submit,
        WishEvent::Publish,
        WishEvent::Reject,
        WishEvent::Withdraw,
        WishEvent::Expire,
        WishEvent::Fulfil,
        WishEvent::Reopen,
        WishEvent::TakeBack,
    ];
}

impl WishState {
    /// Whether visitors may read a wish in this state.
    #[must_use]
    pub fn is_public(self) -> bool {
        matches!(self, WishState::Published | WishState::Fulfilled)
    }

    /// The state after `event`.
    ///
    /// # Errors
    /// [`Code::WrongState`] if this state does not allow the event.
    pub fn after(self, event: WishEvent) -> Result<WishState> {
        match (self, event) {
            (WishState::Draft, WishEvent::Submit) => Ok(WishState::Submitted),
            (WishState::Submitted, WishEvent::Publish) => Ok(WishState::Published),
            (WishState::Submitted, WishEvent::Reject) => Ok(WishState::Rejected),
            (WishState::Draft | WishState::Submitted | WishState::Published, WishEvent::Withdraw) => {
                Ok(WishState::Withdrawn)
            }
            (WishState::Published, WishEvent::Expire) => Ok(WishState::Expired),
            (WishState::Published, WishEvent::Fulfil) => Ok(WishState::Fulfilled),
            (WishState::Fulfilled, WishEvent::Reopen) => Ok(WishState::Published),
            (WishState::Published | WishState::Rejected, WishEvent::TakeBack) => Ok(WishState::Submitted),
            _ => Err(Error::Conflict(Code::WrongState)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The complete state machine: every transition not listed here must be rejected.
    #[test]
    fn only_the_listed_transitions_are_allowed() {
        let design = [
            (WishState::Draft, WishEvent::Submit, WishState::Submitted),
            (WishState::Draft, WishEvent::Withdraw, WishState::Withdrawn),
            (WishState::Submitted, WishEvent::Publish, WishState::Published),
            (WishState::Submitted, WishEvent::Reject, WishState::Rejected),
            (WishState::Submitted, WishEvent::Withdraw, WishState::Withdrawn),
            (WishState::Published, WishEvent::Withdraw, WishState::Withdrawn),
            (WishState::Published, WishEvent::Expire, WishState::Expired),
            (WishState::Published, WishEvent::Fulfil, WishState::Fulfilled),
            (WishState::Fulfilled, WishEvent::Reopen, WishState::Published),
            (WishState::Published, WishEvent::TakeBack, WishState::Submitted),
            (WishState::Rejected, WishEvent::TakeBack, WishState::Submitted),
        ];
        for from in WishState::ALL {
            for event in WishEvent::ALL {
                let expected = design.iter().find(|(f, e, _)| f == from && e == event).map(|(_, _, to)| *to);
                assert_eq!(from.after(*event).ok(), expected, "{from:?} {event:?}");
            }
        }
    }
}
