//! The service desk: bookable times of services, and questions that are answered by the time of their class.

pub mod questions;

use serde::{Deserialize, Serialize};

use crate::{
    Code, DAY, Error, Result, Timestamp, areas::AreaId, error::Checks, households::HouseholdId, services::ServiceId,
    text,
};

/// Row id of a bookable time.
pub type SlotId = i64;
/// Row id of an appointment.
pub type AppointmentId = i64;

const HOUR: Timestamp = 3600;

/// Appointments of a household that may be booked at the same time.
pub const BOOKED_MOST: i64 = 8;
/// Places of one time.
pub const PLACES_MOST: i64 = 200;
/// Latest beginning, in days from now.
pub const AHEAD_DAYS: Timestamp = 120;
/// Longest time, in hours.
pub const LONGEST_HOURS: Timestamp = 12;
/// Hours before the beginning at which families are reminded.
pub const REMINDER_HOURS: Timestamp = 24;
/// Days after the end in which staff say who came. Longer than the longest public holiday: what is not said then is
/// counted nowhere.
pub const SAY_DAYS: Timestamp = 10;

/// Where a time takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SlotKind {
    /// At a place.
    Place,
    /// On a visit at the family's home.
    Home,
}

crate::text_enum!(SlotKind { Place = "place", Home = "home" });

/// State of a bookable time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SlotState {
    /// Ahead, or over for a few days in which staff say who came.
    Open,
    /// Cancelled; the families were told.
    Cancelled,
    /// Over.
    Over,
}

crate::text_enum!(SlotState { Open = "open", Cancelled = "cancelled", Over = "over" });

/// State of an appointment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AppointmentState {
    /// Booked.
    Booked,
    /// Moved to another time.
    Moved,
    /// Cancelled.
    Cancelled,
    /// The family came, or was met.
    Came,
    /// It did not come.
    Absent,
    /// Staff did not say whether it came.
    Unsaid,
}

crate::text_enum!(AppointmentState {
    Booked = "booked", Moved = "moved", Cancelled = "cancelled", Came = "came", Absent = "absent", Unsaid = "unsaid",
});

impl AppointmentState {
    /// Checks that the appointment is booked.
    ///
    /// # Errors
    /// [`Code::WrongState`] otherwise.
    pub fn must_be_booked(self) -> Result<()> {
        if self == AppointmentState::Booked { Ok(()) } else { Err(Error::Conflict(Code::WrongState)) }
    }
}

/// What staff say about an appointment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AppointmentMark {
    /// The family came.
    Came,
    /// It did not.
    Absent,
}

crate::text_enum!(AppointmentMark { Came = "came", Absent = "absent" });

impl AppointmentMark {
    /// The state that it leads to.
    #[must_use]
    pub fn state(self) -> AppointmentState {
        match self {
            AppointmentMark::Came => AppointmentState::Came,
            AppointmentMark::Absent => AppointmentState::Absent,
        }
    }
}

/// A bookable time to be opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewSlot {
    /// Area whose families book it.
    pub area: AreaId,
    /// The service.
    pub service: ServiceId,
    /// Where.
    pub kind: SlotKind,
    /// Place, 2 to 80 characters; empty for visits at home.
    #[serde(default)]
    pub place: String,
    /// When it begins.
    pub starts: Timestamp,
    /// When it ends.
    pub ends: Timestamp,
    /// Families or members that can book it.
    pub places: i64,
}

impl NewSlot {
    /// Trims and validates.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every invalid field.
    pub fn checked(self, now: Timestamp) -> Result<Self> {
        let mut checks = Checks::default();
        checks.ensure("area", self.area > 0, Code::Required);
        checks.ensure("service", self.service > 0, Code::Required);
        let least = if self.kind == SlotKind::Place { 2 } else { 0 };
        let place = checks.take("place", text::line(&self.place, least, 80)).unwrap_or_default();
        checks.ensure("starts", now < self.starts && self.starts <= now + AHEAD_DAYS * DAY, Code::OutOfRange);
        let lasts = self.ends > self.starts && self.ends - self.starts <= LONGEST_HOURS * HOUR;
        checks.ensure("ends", lasts, Code::OutOfRange);
        checks.ensure("places", (1..=PLACES_MOST).contains(&self.places), Code::OutOfRange);
        checks.done()?;
        let place = if self.kind == SlotKind::Home { String::new() } else { place };
        Ok(NewSlot { place, ..self })
    }
}

/// When the clock closes a time that ends then.
#[must_use]
pub fn closed_at(ends: Timestamp) -> Timestamp {
    ends + SAY_DAYS * DAY
}

/// When families are reminded of a time; `None` when that has passed.
#[must_use]
pub fn reminded_at(starts: Timestamp, now: Timestamp) -> Option<Timestamp> {
    Some(starts - REMINDER_HOURS * HOUR).filter(|at| *at > now)
}

/// A bookable time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ServiceSlot {
    /// Row id.
    pub id: SlotId,
    /// Name of the area whose families book it.
    pub area_name: String,
    /// The service.
    pub service: ServiceId,
    /// Its name.
    pub service_name: String,
    /// Name of the organisation that offers it.
    pub organisation_name: String,
    /// Where.
    pub kind: SlotKind,
    /// Place, or empty.
    pub place: String,
    /// Its state.
    pub state: SlotState,
    /// When it begins.
    pub starts: Timestamp,
    /// When it ends.
    pub ends: Timestamp,
    /// Places.
    pub places: i64,
    /// Places that are booked.
    pub taken: i64,
    /// Whether the reader keeps it.
    pub may_keep: bool,
}

/// An appointment of a household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Appointment {
    /// Row id.
    pub id: AppointmentId,
    /// Its time.
    pub slot: SlotId,
    /// The household.
    pub household: HouseholdId,
    /// Member whom it is for.
    pub person: Option<i64>,
    /// People whom it is for.
    pub people: i64,
    /// Name of the service.
    pub service_name: String,
    /// The service.
    pub service: ServiceId,
    /// Where.
    pub kind: SlotKind,
    /// Place, or empty.
    pub place: String,
    /// When it begins.
    pub starts: Timestamp,
    /// When it ends.
    pub ends: Timestamp,
    /// Its state.
    pub state: AppointmentState,
}

/// Figures of the service desk since a time, for one service or, without one, for questions about none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ServiceFigures {
    /// The service; `None` for questions about none.
    pub service: Option<ServiceId>,
    /// Its name, or empty.
    pub service_name: String,
    /// Appointments to which families came.
    pub came: i64,
    /// People whom those were for.
    pub people: i64,
    /// Appointments to which they did not come.
    pub absent: i64,
    /// Questions that were answered.
    pub answered: i64,
    /// Of those, how many helped.
    pub helped: i64,
    /// Of those, how many were late.
    pub late: i64,
}

impl ServiceFigures {
    /// Services that were rendered: appointments to which families came, and questions that were answered.
    #[must_use]
    pub fn rendered(&self) -> i64 {
        self.came + self.answered
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_a_place_or_is_at_home() {
        let new = |kind, place: &str| NewSlot {
            area: 1,
            service: 2,
            kind,
            place: place.into(),
            starts: 1000,
            ends: 1000 + HOUR,
            places: 3,
        };
        assert!(new(SlotKind::Place, "").checked(0).is_err());
        assert_eq!(new(SlotKind::Home, "村口").checked(0).expect("valid").place, "");
        assert!(new(SlotKind::Place, "大厅").checked(2000).is_err());
        assert_eq!((reminded_at(1000, 0), closed_at(0)), (None, SAY_DAYS * DAY));
        assert!(AppointmentState::Came.must_be_booked().is_err());
        assert_eq!(AppointmentMark::Absent.state(), AppointmentState::Absent);
    }
}
