//! Standby givers: donors who found a wish taken and are asked, one after the other, when a claim ahead falls through.
//!
//! A place waits behind the claims of its wish. When one of them ends without goods, the first place is asked and holds
//! the units until it answers or its time is over; then the next, then the shops' shelves, then the feed.

use serde::{Deserialize, Serialize};

use super::ClaimId;
use crate::{
    Code, Error, Result, Timestamp,
    accounts::AccountId,
    time,
    wishes::{Wish, WishId},
};

/// Row id of a place in the line.
pub type StandbyId = i64;

/// Hours of daytime in which an asked donor answers: a whole day of waking hours, whenever the ask comes, so that no
/// donor loses its turn at night, and the family waits at most one day for each.
pub const ASK_HOURS: i64 = 12;

/// Live places that a donor may have. More would let one account stand in every line, and each ask that it cannot
/// answer costs a family a day.
pub const PLACES: i64 = 5;

/// Most units that a donor may stand by for, as for a claim.
pub const MOST_UNITS: i64 = 20;

/// Account of the place that the shops' shelves have after the last donor.
pub const SHELVES: AccountId = 0;

/// State of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum StandbyState {
    /// In the line; the donor should not buy anything yet.
    Waiting,
    /// Asked; holds units of the wish until `answer_by`.
    Asked,
    /// The donor said yes and has a claim; a shop filled the wish.
    Taken,
    /// The donor left the line, or said no.
    Left,
    /// The time to answer passed.
    Missed,
    /// The wish ended, or the donor's account did.
    Ended,
}

crate::text_enum!(StandbyState {
    Waiting = "waiting", Asked = "asked", Taken = "taken", Left = "left", Missed = "missed", Ended = "ended",
});

/// An event that may change the state of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StandbyEvent {
    /// Units are free, and no place is ahead.
    Ask,
    /// The donor says yes; a shop fills the wish from its shelf.
    Accept,
    /// The donor says no, or leaves the line.
    Leave,
    /// The time to answer passes.
    Miss,
    /// The wish or the account ends.
    End,
}

impl StandbyEvent {
    /// Every event; the tests check each against every state.
    pub const ALL: &[StandbyEvent] =
        &[StandbyEvent::Ask, StandbyEvent::Accept, StandbyEvent::Leave, StandbyEvent::Miss, StandbyEvent::End];
}

impl StandbyState {
    /// The state after `event`.
    ///
    /// # Errors
    /// [`Code::WrongState`] if this state does not allow the event.
    pub fn after(self, event: StandbyEvent) -> Result<StandbyState> {
        match (self, event) {
            (Self::Waiting, StandbyEvent::Ask) => Ok(Self::Asked),
            (Self::Asked, StandbyEvent::Accept) => Ok(Self::Taken),
            (Self::Waiting | Self::Asked, StandbyEvent::Leave) => Ok(Self::Left),
            (Self::Asked, StandbyEvent::Miss) => Ok(Self::Missed),
            (Self::Waiting | Self::Asked, StandbyEvent::End) => Ok(Self::Ended),
            _ => Err(Error::Conflict(Code::WrongState)),
        }
    }

    /// Whether the place is still in the line; an account has one such place per wish.
    #[must_use]
    pub fn is_live(self) -> bool {
        matches!(self, StandbyState::Waiting | StandbyState::Asked)
    }
}

/// Returns until when a place that is asked now may answer.
#[must_use]
pub fn answer_by(now: Timestamp) -> Timestamp {
    time::after_daytime(now, ASK_HOURS)
}

/// A place to be taken in the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewStandby {
    /// Units that the donor would bring, 1 to 20; it is asked for as many as are free.
    #[serde(default = "one")]
    pub quantity: i64,
}

fn one() -> i64 {
    1
}

impl Default for NewStandby {
    fn default() -> Self {
        NewStandby { quantity: one() }
    }
}

impl NewStandby {
    /// Validates the quantity.
    ///
    /// # Errors
    /// [`Error::Invalid`] if the quantity is not 1 to 20.
    pub fn checked(self) -> Result<Self> {
        if (1..=MOST_UNITS).contains(&self.quantity) {
            Ok(self)
        } else {
            Err(Error::field("quantity", Code::OutOfRange))
        }
    }
}

/// A place in the line, as its donor sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Standby {
    /// Row id.
    pub id: StandbyId,
    /// Wish that it stands by for.
    pub wish: WishId,
    /// Chinese title of the wish.
    pub title: String,
    /// Key of the item and of its pictogram.
    pub key: String,
    /// Size asked for, or empty.
    pub size: String,
    /// Units that the donor would bring.
    pub quantity: i64,
    /// Units that it is asked for; 0 unless asked.
    pub held: i64,
    /// Its state.
    pub state: StandbyState,
    /// Donors ahead of it in the line.
    pub ahead: i64,
    /// When it was asked; 0 before.
    pub asked: Timestamp,
    /// Until when it may answer; 0 before it was asked.
    pub answer_by: Timestamp,
    /// Claim that came of it, or 0.
    pub claim: ClaimId,
    /// When the donor joined.
    pub created: Timestamp,
    /// When its state last changed.
    pub changed: Timestamp,
}

/// A place with the wish that its page shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct StandbyFile {
    /// The place.
    #[serde(flatten)]
    pub place: Standby,
    /// Its wish, as the public sees it.
    #[serde(rename = "wish_detail")]
    pub wish: Wish,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The complete state machine: every transition not listed here must be rejected.
    #[test]
    fn only_the_listed_transitions_are_allowed() {
        let design = [
            (StandbyState::Waiting, StandbyEvent::Ask, StandbyState::Asked),
            (StandbyState::Asked, StandbyEvent::Accept, StandbyState::Taken),
            (StandbyState::Waiting, StandbyEvent::Leave, StandbyState::Left),
            (StandbyState::Asked, StandbyEvent::Leave, StandbyState::Left),
            (StandbyState::Asked, StandbyEvent::Miss, StandbyState::Missed),
            (StandbyState::Waiting, StandbyEvent::End, StandbyState::Ended),
            (StandbyState::Asked, StandbyEvent::End, StandbyState::Ended),
        ];
        for from in StandbyState::ALL {
            for event in StandbyEvent::ALL {
                let expected = design.iter().find(|(f, e, _)| f == from && e == event).map(|(_, _, to)| *to);
                assert_eq!(from.after(*event).ok(), expected, "{from:?} {event:?}");
            }
            let leaves = from.after(StandbyEvent::Leave).is_ok();
            assert_eq!(from.is_live(), leaves, "a donor can leave the line at any time: {from:?}");
        }
    }

    #[test]
    fn the_quantity_is_bounded() {
        assert_eq!(NewStandby::default().checked(), Ok(NewStandby { quantity: 1 }));
        for wrong in [0, -1, 21] {
            let refused = NewStandby { quantity: wrong }.checked();
            assert_eq!(refused, Err(Error::field("quantity", Code::OutOfRange)), "{wrong}");
        }
    }
}
