//! What is read of shifts, places and hours.

use serde::Serialize;

use super::{PlaceId, ShiftId, ShiftKind, ShiftPlaceState, ShiftState};
use crate::{Code, Timestamp, accounts::AccountId, areas::AreaId};

/// A shift as its reader may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Shift {
    /// Row id.
    pub id: ShiftId,
    /// Area that it serves.
    pub area: AreaId,
    /// Name of that area.
    pub area_name: String,
    /// What it is for.
    pub kind: ShiftKind,
    /// Its name.
    pub name: String,
    /// Where one meets.
    pub place: String,
    /// Its state.
    pub state: ShiftState,
    /// When it begins.
    pub starts: Timestamp,
    /// When it ends.
    pub ends: Timestamp,
    /// People that are needed.
    pub places: i64,
    /// Places that are taken.
    pub taken: i64,
    /// Homes on its list.
    pub homes: i64,
    /// When sign-up opens.
    pub sign_up: Timestamp,
    /// When sign-up closes.
    pub closes: Timestamp,
    /// Until when one may leave.
    pub leave_by: Timestamp,
    /// Until when sign-up is for those who served least recently, for a popular shift.
    pub first_until: Option<Timestamp>,
    /// From when those on it may see addresses.
    pub reveal_from: Timestamp,
    /// Why it was cancelled, or empty.
    pub reason: String,
    /// The reader's own place.
    pub own: Option<ShiftAttendance>,
    /// Whether the reader organises it.
    pub may_keep: bool,
}

impl Shift {
    /// Whether every place is taken, so that signing up leads to the standby line.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.taken >= self.places
    }
}

/// A place, with the time that was served on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ShiftAttendance {
    /// Row id of the place.
    pub place: PlaceId,
    /// Its state.
    pub state: ShiftPlaceState,
    /// When the person checked in.
    pub came: Option<Timestamp>,
    /// When the person checked out.
    pub went: Option<Timestamp>,
    /// Minutes from check-in to check-out.
    pub minutes: i64,
    /// Minutes that staff typed by hand, kept apart.
    pub typed: i64,
}

/// A person on a shift, for the staff that organises it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ShiftPerson {
    /// The account.
    pub account: AccountId,
    /// Its name.
    pub name: String,
    /// Name of its organisation, or empty.
    pub organisation_name: String,
    /// Its place.
    pub place: ShiftAttendance,
}

/// Number and name of a shift, such as one that is at the same time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ShiftName {
    /// The shift.
    pub id: ShiftId,
    /// Its name.
    pub name: String,
    /// When it begins.
    pub starts: Timestamp,
    /// When it ends.
    pub ends: Timestamp,
}

/// A shift's page for a person who serves: whether it can sign up now, and what is in its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ShiftHours {
    /// The shift.
    pub shift: Shift,
    /// People in the standby line.
    pub standby: i64,
    /// Why signing up would be refused.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub refused: Option<Code>,
    /// The reader's own shift at the same time.
    pub clash: Option<ShiftName>,
    /// Code of the place by which people check in and out, for the staff that organises it.
    pub code: Option<String>,
}

/// Time that a person served.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ServedHours {
    /// Shifts on which it was.
    pub shifts: i64,
    /// Minutes from check-in to check-out.
    pub minutes: i64,
    /// Minutes that were typed by hand.
    pub typed: i64,
}

/// A shift in the calendar feed of a person. It names no family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedEntry {
    /// The shift.
    pub shift: ShiftId,
    /// Its name.
    pub name: String,
    /// Where one meets.
    pub place: String,
    /// When it begins.
    pub starts: Timestamp,
    /// When it ends.
    pub ends: Timestamp,
    /// Whether it is called off for the person: the shift was cancelled, or its place ended.
    pub is_cancelled: bool,
    /// Number that grows with each change of the shift.
    pub sequence: i64,
}
