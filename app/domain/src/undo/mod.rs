//! What the account that did it may take back for some minutes, as long as nothing depends on it yet.
//! The list of kinds is the whole of it: what is not here is corrected by a step of its own, such as a reversal.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// Row id of an act that may be taken back.
pub type UndoId = i64;

/// Acts of one account that are listed at once.
pub const LISTED: i64 = 20;
/// Days in which staff look at a wish again that was sent back.
pub const REOPEN_DAYS: Timestamp = 90;

/// An act that may be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum UndoKind {
    /// A wish was published; it waits for its review again. The record is the wish.
    WishPublished,
    /// A wish was sent back; it waits for its review again, in its old place. The record is the wish.
    WishRejected,
    /// A file was given to another caseworker. The record is the household.
    FileAssigned,
    /// All open work of an account was handed over. The record is the account that gave it up.
    WorkHandedOver,
    /// A case was closed. The record is the case.
    CaseClosed,
    /// A pairing under way was ended. The record is the pairing.
    PairingEnded,
    /// An appointment was cancelled. The record is the appointment.
    AppointmentCancelled,
    /// A shift was cancelled; those who had signed up are on it again. The record is the shift.
    ShiftCancelled,
    /// A course or an event was cancelled; those who were registered are again. The record is the course.
    CourseCancelled,
}

crate::text_enum!(UndoKind {
    WishPublished = "wish_published",
    WishRejected = "wish_rejected",
    FileAssigned = "file_assigned",
    WorkHandedOver = "work_handed_over",
    CaseClosed = "case_closed",
    PairingEnded = "pairing_ended",
    AppointmentCancelled = "appointment_cancelled",
    ShiftCancelled = "shift_cancelled",
    CourseCancelled = "course_cancelled",
});

impl UndoKind {
    /// Returns the seconds in which it may be taken back.
    #[must_use]
    pub fn lasts(self) -> Timestamp {
        match self {
            // Donors see it at once, and one that claims it settles the matter.
            UndoKind::WishPublished
            | UndoKind::WishRejected
            | UndoKind::FileAssigned
            | UndoKind::CaseClosed
            | UndoKind::PairingEnded
            | UndoKind::AppointmentCancelled
            | UndoKind::ShiftCancelled
            | UndoKind::CourseCancelled => 600,
            // Whether all went to the right account shows only when it looks at its list.
            UndoKind::WorkHandedOver => 3600,
        }
    }
}

/// An act that its account may still take back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Undo {
    /// Row id.
    pub id: UndoId,
    /// What was done.
    pub kind: UndoKind,
    /// Number of the record; the kind says of what.
    pub record: i64,
    /// When it was done.
    pub at: Timestamp,
    /// Until when it may be taken back.
    pub until: Timestamp,
}

/// What was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TakenBack {
    /// What had been done.
    pub kind: UndoKind,
    /// Number of the record.
    pub record: i64,
}

impl Undo {
    /// Returns the minutes that are left, rounded up.
    #[must_use]
    pub fn minutes_left(&self, now: Timestamp) -> i64 {
        ((self.until - now).max(0) + 59) / 60
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_rounded_up_and_end_at_none() {
        let undo = Undo { id: 1, kind: UndoKind::CaseClosed, record: 1, at: 0, until: 600 };
        let left = [0, 1, 60, 599, 600, 700].map(|now| undo.minutes_left(now));
        assert_eq!(left, [10, 10, 9, 1, 0, 0]);
    }
}
