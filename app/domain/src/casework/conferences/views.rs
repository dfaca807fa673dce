//! Conferences and measures as staff and the family read them.

use serde::Serialize;

use super::{AgendaItem, ConferenceConsent, ConferenceId, ConferenceState, MeasureId, MeasureKind, MeasureState};
use crate::{Timestamp, accounts::AccountId, casework::cases::CaseId, households::HouseholdId};

/// A conference as staff and its family read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Conference {
    /// Row id.
    pub id: ConferenceId,
    /// The household.
    pub household: HouseholdId,
    /// Name of its area.
    pub area_name: String,
    /// Case that it is about.
    pub case: Option<CaseId>,
    /// Conference that it continues.
    pub previous: Option<ConferenceId>,
    /// When it was held.
    pub held: Timestamp,
    /// What it was about.
    pub agenda: Vec<AgendaItem>,
    /// Its state.
    pub state: ConferenceState,
    /// Name of the account that recorded it; empty for the family.
    pub convener: String,
    /// When it ended.
    pub ended: Option<Timestamp>,
}

/// A measure of a conference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Measure {
    /// Row id.
    pub id: MeasureId,
    /// Conference that it belongs to now.
    pub conference: ConferenceId,
    /// What it is.
    pub kind: MeasureKind,
    /// The record; none for a task.
    pub record: Option<i64>,
    /// Whether it is still to be done.
    pub is_open: bool,
    /// Its state; for a record [`Measure::record_state`] says more.
    pub state: MeasureState,
    /// State of the record, as the record's own page has it; empty for a task.
    pub record_state: String,
    /// Account that does it.
    pub owner: Option<AccountId>,
    /// Name of that account, or empty.
    pub owner_name: String,
    /// Name of the office that a referral asks, or empty.
    pub office: String,
    /// Name of that office's service, or empty.
    pub service: String,
    /// What is to be done; empty unless the reader sees the file unmasked, or does it.
    pub words: String,
    /// Until when; none for a record without a day.
    pub due: Option<Timestamp>,
    /// Whether that has passed.
    pub late: bool,
    /// How often it climbed.
    pub climbs: i64,
    /// Name of the account that it climbed to, or empty.
    pub in_charge: String,
    /// What came of a task; as for the words.
    pub outcome: String,
    /// When a task ended.
    pub finished: Option<Timestamp>,
    /// Whether the reader may end the task.
    pub may_finish: bool,
}

/// A conference with who took part and its measures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ConferenceFile {
    /// The conference.
    pub conference: Conference,
    /// Accounts that took part: number and name.
    pub accounts: Vec<Participant>,
    /// Offices that took part.
    pub offices: Vec<String>,
    /// Who of the family agreed; none unless the reader sees the file unmasked.
    pub consent: Option<ConferenceConsent>,
    /// What was agreed; empty unless the reader sees the file unmasked.
    pub words: String,
    /// Its measures, open ones first.
    pub measures: Vec<Measure>,
    /// Conference that continues it.
    pub next: Option<ConferenceId>,
    /// Whether the reader sees the words.
    pub opened_up: bool,
    /// Whether the reader may add measures and end it.
    pub may_keep: bool,
}

/// An account that took part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Participant {
    /// The account.
    pub account: AccountId,
    /// Its name.
    pub name: String,
}
