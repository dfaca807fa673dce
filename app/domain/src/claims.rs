//! Claims: promises to fulfil units of a wish by a date, and their state machine.

pub mod applications;
pub mod sending;
pub mod standby;

use serde::{Deserialize, Serialize};

use crate::{
    Code, Error, Result, Timestamp,
    ledger::{Location, LotId},
    wishes::Wish,
};

/// Days in which lapsed promises count against new ones.
pub const LAPSES_COUNT_DAYS: i64 = 183;

/// Lapsed promises after which an account holds one claim at a time, until one is kept.
pub const LAPSES_TO_LIMIT: i64 = 2;

/// Row id of a claim; shopkeepers type it to find the claim.
pub type ClaimId = i64;

/// State of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClaimState {
    /// Promised; the deadline runs.
    Pledged,
    /// The claimer reports it as on the way; the day by which it should arrive replaces the deadline.
    OnTheWay,
    /// Set aside in the shop, or in quarantine for an appliance check.
    Arrived,
    /// The family has received it.
    HandedOver,
    /// Confirmed by the family, or automatically after the policy's `confirm_days`.
    Confirmed,
    /// Cancelled by the claimer.
    Cancelled,
    /// The deadline passed.
    Lapsed,
    /// Revoked by staff.
    Revoked,
    /// The shop rejected the goods.
    Refused,
}

crate::text_enum!(ClaimState {
    Pledged = "pledged", OnTheWay = "on_the_way", Arrived = "arrived", HandedOver = "handed_over", Confirmed = "confirmed",
    Cancelled = "cancelled", Lapsed = "lapsed", Revoked = "revoked", Refused = "refused",
});

/// An event that may change the state of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClaimEvent {
    /// The claimer has sent the goods or is bringing them.
    Send,
    /// The shop accepts the goods.
    Arrive,
    /// The goods are given to the family.
    HandOver,
    /// The family confirms, or the confirmation period ends.
    Confirm,
    /// The claimer cancels.
    Cancel,
    /// The deadline passes.
    Lapse,
    /// Staff revoke it.
    Revoke,
    /// The goods fail inspection.
    Refuse,
    /// The hand-over was wrong: the goods wait for the family again.
    PutBack,
    /// The hand-over was wrong: the goods go elsewhere, the wish is open again.
    Undo,
    /// The claimer takes back that the goods are on the way.
    Unsend,
    /// The claimer takes back the cancellation of a promise.
    Restore,
    /// The claimer takes back the cancellation of goods on the way.
    RestoreSent,
}

impl ClaimEvent {
    /// Every event; the tests check each against every state.
    pub const ALL: &[ClaimEvent] = &[
        ClaimEvent::Send,
        ClaimEvent::Arrive,
        ClaimEvent::HandOver,
        ClaimEvent::Confirm,
        ClaimEvent::Cancel,
        ClaimEvent::Lapse,
        ClaimEvent::Revoke,
        ClaimEvent::Refuse,
        ClaimEvent::PutBack,
        ClaimEvent::Undo,
        ClaimEvent::Unsend,
        ClaimEvent::Restore,
        ClaimEvent::RestoreSent,
    ];
}

impl ClaimState {
    /// The state after `event`.
    ///
    /// # Errors
    /// [`Code::WrongState`] if this state does not allow the event.
    pub fn after(self, event: ClaimEvent) -> Result<ClaimState> {
        match (self, event) {
            (Self::Pledged, ClaimEvent::Send) => Ok(Self::OnTheWay),
            (Self::Pledged | Self::OnTheWay, ClaimEvent::Arrive) => Ok(Self::Arrived),
            (Self::Arrived, ClaimEvent::HandOver) => Ok(Self::HandedOver),
            (Self::HandedOver, ClaimEvent::Confirm) => Ok(Self::Confirmed),
            (Self::Pledged | Self::OnTheWay, ClaimEvent::Cancel) => Ok(Self::Cancelled),
            // Goods on the way lapse after claimer and shop were asked where they are.
            (Self::Pledged | Self::OnTheWay, ClaimEvent::Lapse) => Ok(Self::Lapsed),
            (Self::Pledged | Self::OnTheWay | Self::Arrived, ClaimEvent::Revoke) => Ok(Self::Revoked),
            // `Arrived`: a used appliance that fails its check in quarantine.
            (Self::Pledged | Self::OnTheWay | Self::Arrived, ClaimEvent::Refuse) => Ok(Self::Refused),
            (Self::HandedOver | Self::Confirmed, ClaimEvent::PutBack) => Ok(Self::Arrived),
            (Self::HandedOver | Self::Confirmed, ClaimEvent::Undo) => Ok(Self::Revoked),
            (Self::OnTheWay, ClaimEvent::Unsend) | (Self::Cancelled, ClaimEvent::Restore) => Ok(Self::Pledged),
            (Self::Cancelled, ClaimEvent::RestoreSent) => Ok(Self::OnTheWay),
            _ => Err(Error::Conflict(Code::WrongState)),
        }
    }

    /// Whether its units count as taken from the wish.
    #[must_use]
    pub fn holds_units(self) -> bool {
        !matches!(self, ClaimState::Cancelled | ClaimState::Lapsed | ClaimState::Revoked | ClaimState::Refused)
    }

    /// Whether the claimer has yet to bring goods; such claims count towards the area's limit.
    #[must_use]
    pub fn is_owed(self) -> bool {
        matches!(self, ClaimState::Pledged | ClaimState::OnTheWay)
    }
}

/// A claim to be taken.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewClaim {
    /// Units, 1 to 20.
    #[serde(default = "one")]
    pub quantity: i64,
    /// Deadline, within the area's policy; 0 for the latest one allowed.
    #[serde(default)]
    pub due: Timestamp,
}

fn one() -> i64 {
    1
}

impl NewClaim {
    /// Validates the quantity.
    ///
    /// # Errors
    /// [`Error::Invalid`] if the quantity is not 1 to 20.
    pub fn checked(self) -> Result<Self> {
        if (1..=20).contains(&self.quantity) { Ok(self) } else { Err(Error::field("quantity", Code::OutOfRange)) }
    }
}

/// A claim as its claimer and the staff of the area see it; it does not identify the family.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Claim {
    /// Row id.
    pub id: ClaimId,
    /// Wish whose units are taken.
    pub wish: i64,
    /// Chinese title of the wish.
    pub title: String,
    /// Key of the item and of its pictogram.
    pub key: String,
    /// Item id.
    pub item: i64,
    /// Size asked for, or empty.
    pub size: String,
    /// Units promised.
    pub quantity: i64,
    /// Its state.
    pub state: ClaimState,
    /// `donor`, or `shelf` if staff filled it from stock.
    pub source: String,
    /// Six letters and digits that encode the id, for a parcel or a QR code.
    pub code: String,
    /// The deadline.
    pub due: Timestamp,
    /// Whether the deadline stays: the single extension has been used, or the wish is urgent.
    pub extended: bool,
    /// Why it ended early, or empty.
    pub reason: String,
    /// Location that receives the goods.
    pub location: i64,
    /// Lot that arrived, or 0.
    pub lot: LotId,
    /// True while a used appliance waits in quarantine for its signed check.
    pub awaiting_check: bool,
    /// When it was taken.
    pub created: Timestamp,
    /// When its state last changed.
    pub changed: Timestamp,
    /// Day by which goods on the way should arrive; 0 unless they were sent.
    #[serde(default)]
    pub expected: Timestamp,
    /// How often the claimer has moved that day.
    #[serde(default)]
    pub shifts: i64,
    /// Until when arrived goods wait: for their family, or for the check of a used appliance; 0 before.
    #[serde(default)]
    pub collect_by: Timestamp,
    /// When the wish opens again by itself after goods were not collected; 0 unless a decision is due.
    #[serde(default)]
    pub undecided: Timestamp,
}

/// A claim with the related data that its page shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ClaimFile {
    /// The claim.
    #[serde(flatten)]
    pub claim: Claim,
    /// Its wish, as the public sees it.
    #[serde(rename = "wish_detail")]
    pub wish: Wish,
    /// Location to bring the goods to.
    pub location_detail: Location,
    /// Name of the claimer; empty unless the reader is staff.
    pub claimer: String,
    /// The claimer's organisation; empty unless the reader is staff.
    pub organisation: String,
    /// Who carries the parcel; empty unless it was said and the reader is staff or the claimer.
    pub courier: String,
    /// Number of the parcel, likewise.
    pub tracking: String,
}

/// What the shop recorded when goods for a claim arrived.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Arrival {
    /// New, or used but good.
    pub condition: crate::ledger::Condition,
    /// Best-before date in Unix seconds, or 0.
    #[serde(default)]
    pub expires: Timestamp,
}

/// A dated check of a used appliance, signed by the checker.
///
/// The shop is liable for it: GB 4706.1 requires at least insulation, cord and a trial run of used mains appliances.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ApplianceCheck {
    /// Name of the checker.
    pub checker: String,
    /// Whether the appliance may be handed over.
    pub passed: bool,
    /// Findings; required if it did not pass.
    #[serde(default)]
    pub note: String,
}

impl ApplianceCheck {
    /// Trims and validates the texts.
    ///
    /// # Errors
    /// [`Error::Invalid`] if the checker's name is missing, or a failed check has no note.
    pub fn checked(self) -> Result<Self> {
        let mut checks = crate::error::Checks::default();
        let checker = checks.take("checker", crate::text::line(&self.checker, 2, 30));
        let note = checks.take("note", crate::text::words(&self.note, if self.passed { 0 } else { 2 }, 200));
        checks.done()?;
        Ok(ApplianceCheck { checker: checker.unwrap_or_default(), note: note.unwrap_or_default(), passed: self.passed })
    }
}

#[cfg(test)]
mod tests;
