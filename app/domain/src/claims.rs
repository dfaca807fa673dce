//! Claims: a promise to fulfil some units of a wish by a date, and what becomes of it.

use serde::{Deserialize, Serialize};

use crate::{
    Code, Error, Result, Timestamp,
    ledger::{Location, LotId},
    wishes::Wish,
};

/// A claim's number: what a shopkeeper types to find it.
pub type ClaimId = i64;

/// Where a claim stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClaimState {
    /// Promised; a clock runs.
    Pledged,
    /// The claimer says it is on the way; the clock stands still.
    OnTheWay,
    /// In the shop, set aside (or waiting for an appliance check).
    Arrived,
    /// The family has it.
    HandedOver,
    /// The family said so, or time did.
    Confirmed,
    /// The claimer could not do it after all.
    Cancelled,
    /// The deadline passed.
    Lapsed,
    /// Staff took it back.
    Revoked,
    /// The shop could not take the goods.
    Refused,
}

crate::text_enum!(ClaimState {
    Pledged = "pledged", OnTheWay = "on_the_way", Arrived = "arrived", HandedOver = "handed_over", Confirmed = "confirmed",
    Cancelled = "cancelled", Lapsed = "lapsed", Revoked = "revoked", Refused = "refused",
});

/// What can happen to a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClaimEvent {
    /// The claimer has sent or is bringing it.
    Send,
    /// The shop accepts the goods.
    Arrive,
    /// Goods leave to the family.
    HandOver,
    /// The family, or time, says so.
    Confirm,
    /// The claimer gives up.
    Cancel,
    /// The clock runs out.
    Lapse,
    /// Staff take it back.
    Revoke,
    /// Inspection failed.
    Refuse,
}

impl ClaimEvent {
    /// Every event, for the table in the tests.
    pub const ALL: &[ClaimEvent] = &[
        ClaimEvent::Send,
        ClaimEvent::Arrive,
        ClaimEvent::HandOver,
        ClaimEvent::Confirm,
        ClaimEvent::Cancel,
        ClaimEvent::Lapse,
        ClaimEvent::Revoke,
        ClaimEvent::Refuse,
    ];
}

impl ClaimState {
    /// The state after `event`.
    ///
    /// # Errors
    /// [`Code::WrongState`] when the event does not follow from this state.
    pub fn after(self, event: ClaimEvent) -> Result<ClaimState> {
        use ClaimEvent as E;
        use ClaimState as S;
        match (self, event) {
            (S::Pledged, E::Send) => Ok(S::OnTheWay),
            (S::Pledged | S::OnTheWay, E::Arrive) => Ok(S::Arrived),
            (S::Arrived, E::HandOver) => Ok(S::HandedOver),
            (S::HandedOver, E::Confirm) => Ok(S::Confirmed),
            (S::Pledged | S::OnTheWay, E::Cancel) => Ok(S::Cancelled),
            // Goods on the way never lapse.
            (S::Pledged, E::Lapse) => Ok(S::Lapsed),
            (S::Pledged | S::OnTheWay | S::Arrived, E::Revoke) => Ok(S::Revoked),
            // Arrived: a used appliance that fails its check in quarantine.
            (S::Pledged | S::OnTheWay | S::Arrived, E::Refuse) => Ok(S::Refused),
            _ => Err(Error::Conflict(Code::WrongState)),
        }
    }

    /// Whether its units count as taken from the wish.
    #[must_use]
    pub fn holds_units(self) -> bool {
        !matches!(self, ClaimState::Cancelled | ClaimState::Lapsed | ClaimState::Revoked | ClaimState::Refused)
    }

    /// Whether the claimer still owes something: counts against the area's limit.
    #[must_use]
    pub fn is_owed(self) -> bool {
        matches!(self, ClaimState::Pledged | ClaimState::OnTheWay)
    }
}

/// A promise to be made.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewClaim {
    /// How many units, at least 1.
    #[serde(default = "one")]
    pub quantity: i64,
    /// By when, within the area's policy; 0 takes the latest day allowed.
    #[serde(default)]
    pub due: Timestamp,
}

fn one() -> i64 {
    1
}

impl NewClaim {
    /// # Errors
    /// [`Error::Invalid`] when the quantity is not 1 to 20.
    pub fn checked(self) -> Result<Self> {
        if (1..=20).contains(&self.quantity) { Ok(self) } else { Err(Error::field("quantity", Code::OutOfRange)) }
    }
}

/// A claim as its claimer and the staff of the area see it. Nothing in it names the family.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Claim {
    /// Its number.
    pub id: ClaimId,
    /// The wish.
    pub wish: i64,
    /// The wish's title, in Chinese.
    pub title: String,
    /// The item's key, also the pictogram's.
    pub key: String,
    /// The item's number in the catalogue.
    pub item: i64,
    /// The size asked for, or empty.
    pub size: String,
    /// Units promised.
    pub quantity: i64,
    /// Where it stands.
    pub state: ClaimState,
    /// `donor`, or `shelf` when staff filled it from stock.
    pub source: String,
    /// Six letters and digits that say the same as the number, for a parcel or a QR code.
    pub code: String,
    /// The deadline.
    pub due: Timestamp,
    /// Whether the one extension was used.
    pub extended: bool,
    /// Why it ended early, or empty.
    pub reason: String,
    /// The location that receives it.
    pub location: i64,
    /// The lot that arrived, or 0.
    pub lot: LotId,
    /// True while a used appliance waits in quarantine for its signed check.
    pub awaiting_check: bool,
    /// When it was promised.
    pub created: Timestamp,
    /// When it last changed its state.
    pub changed: Timestamp,
}

/// A claim with what its page needs beside it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ClaimFile {
    /// The claim.
    #[serde(flatten)]
    pub claim: Claim,
    /// The wish as everybody sees it.
    #[serde(rename = "wish_detail")]
    pub wish: Wish,
    /// Where to bring things.
    pub location_detail: Location,
    /// The claimer's name, for staff only; empty otherwise.
    pub claimer: String,
    /// The claimer's organisation, for staff only; empty otherwise.
    pub organisation: String,
}

/// What the shop found when goods for a claim came in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Arrival {
    /// New, or used but good.
    pub condition: crate::ledger::Condition,
    /// Best before, in Unix seconds, or 0.
    #[serde(default)]
    pub expires: Timestamp,
}

/// A dated check of a used appliance, signed by whoever did it. The shop answers for it:
/// GB 4706.1 asks of used mains appliances at least insulation, cord and a trial run.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ApplianceCheck {
    /// The checker's name.
    pub checker: String,
    /// Whether it may be handed over.
    pub passed: bool,
    /// What was found; needed when it did not pass.
    #[serde(default)]
    pub note: String,
}

impl ApplianceCheck {
    /// # Errors
    /// [`Error::Invalid`] without a checker's name, or without a note when it failed.
    pub fn checked(self) -> Result<Self> {
        let mut checks = crate::error::Checks::default();
        let checker = checks.take("checker", crate::text::line(&self.checker, 2, 30));
        let note = checks.take("note", crate::text::words(&self.note, if self.passed { 0 } else { 2 }, 200));
        checks.done()?;
        Ok(ApplianceCheck { checker: checker.unwrap_or_default(), note: note.unwrap_or_default(), passed: self.passed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The whole machine, written out: whatever is not here must be refused.
    #[test]
    fn every_transition_is_in_the_design_and_no_other() {
        use ClaimEvent as E;
        use ClaimState as S;
        let design = [
            (S::Pledged, E::Send, S::OnTheWay),
            (S::Pledged, E::Arrive, S::Arrived),
            (S::OnTheWay, E::Arrive, S::Arrived),
            (S::Arrived, E::HandOver, S::HandedOver),
            (S::HandedOver, E::Confirm, S::Confirmed),
            (S::Pledged, E::Cancel, S::Cancelled),
            (S::OnTheWay, E::Cancel, S::Cancelled),
            (S::Pledged, E::Lapse, S::Lapsed),
            (S::Pledged, E::Revoke, S::Revoked),
            (S::OnTheWay, E::Revoke, S::Revoked),
            (S::Arrived, E::Revoke, S::Revoked),
            (S::Pledged, E::Refuse, S::Refused),
            (S::OnTheWay, E::Refuse, S::Refused),
            (S::Arrived, E::Refuse, S::Refused),
        ];
        for from in S::ALL {
            for event in E::ALL {
                let expected = design.iter().find(|(f, e, _)| f == from && e == event).map(|(_, _, to)| *to);
                assert_eq!(from.after(*event).ok(), expected, "{from:?} {event:?}");
            }
        }
    }

    #[test]
    fn ended_claims_hold_no_units() {
        let holding: Vec<_> = ClaimState::ALL.iter().filter(|s| s.holds_units()).collect();
        assert_eq!(holding.len(), 5);
    }
}
