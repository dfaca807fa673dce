//! Courses, places and hours as their readers see them.

use serde::Serialize;

use super::{CourseCancel, CourseId, CourseKind, CoursePlaceId, CourseSessionId, CourseState, CourseTopic, PlaceState};
use crate::{
    Timestamp, accounts::OrganisationId, areas::AreaId, casework::rounds::profile::Spoken, households::HouseholdId,
};

/// A course or event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Course {
    /// Row id.
    pub id: CourseId,
    /// Area that it is for.
    pub area: AreaId,
    /// Its name.
    pub area_name: String,
    /// Organisation that holds it.
    pub organisation: Option<OrganisationId>,
    /// Its name, or empty.
    pub organisation_name: String,
    /// What it is.
    pub kind: CourseKind,
    /// What it is about.
    pub topic: CourseTopic,
    /// Title.
    pub title: String,
    /// What there is to know, or empty.
    pub about: String,
    /// Language that is spoken.
    pub language: Spoken,
    /// Participants below which it is asked whether it is held; 0 for none.
    pub minimum: i64,
    /// Places.
    pub maximum: i64,
    /// Places that are registered or offered.
    pub taken: i64,
    /// When registration opens.
    pub opens: Timestamp,
    /// When registration closes.
    pub closes: Timestamp,
    /// Start of its first session.
    pub starts: Timestamp,
    /// End of its last session, as planned.
    pub ends: Timestamp,
    /// Percent of its sessions that a certificate takes.
    pub enough: i64,
    /// Its state.
    pub state: CourseState,
    /// Whether registration is open now.
    pub open: bool,
    /// Whether its organiser is asked to hold or to cancel it.
    pub short: bool,
    /// Why it was cancelled.
    pub reason: Option<CourseCancel>,
}

impl Course {
    /// Places that are free.
    #[must_use]
    pub fn free(&self) -> i64 {
        self.maximum - self.taken
    }
}

/// A session of a course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CourseSession {
    /// Row id.
    pub id: CourseSessionId,
    /// Where it is.
    pub place: String,
    /// When it starts.
    pub starts: Timestamp,
    /// How long it is planned, in minutes.
    pub minutes: i64,
    /// How long it was, in minutes; 0 when it did not take place.
    pub real_minutes: Option<i64>,
    /// How many were there; `None` for readers who only take part.
    pub present: Option<i64>,
    /// Whether its attendance is asked for.
    pub asked: bool,
    /// Whether marks are taken now.
    pub takes_marks: bool,
}

/// A session whose door is open about now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionAtHand {
    /// Row id.
    pub id: CourseSessionId,
    /// Title of its course.
    pub title: String,
    /// Where it is.
    pub place: String,
    /// When it starts.
    pub starts: Timestamp,
}

/// A course with its sessions and what the reader may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CourseDetails {
    /// The course.
    pub course: Course,
    /// Its sessions, by start.
    pub sessions: Vec<CourseSession>,
    /// Places of the reader's own family.
    pub own: Vec<OwnPlace>,
    /// How many wait; `None` for readers who only take part.
    pub waiting: Option<i64>,
    /// Whether the reader changes, holds and cancels it.
    pub may_manage: bool,
    /// Whether the reader sees its lists and marks attendance.
    pub may_mark: bool,
    /// Whether the reader can register a member of its own family now.
    pub may_join: bool,
}

/// A place of the reader's own family.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OwnPlace {
    /// Row id.
    pub id: CoursePlaceId,
    /// The course.
    pub course: CourseId,
    /// Its title.
    pub title: String,
    /// Start of its first session.
    pub starts: Timestamp,
    /// End of its last session, as planned.
    pub ends: Timestamp,
    /// The member, or 0 once it left the file.
    pub member: i64,
    /// Name of the member, or empty.
    pub name: String,
    /// Its state.
    pub state: PlaceState,
    /// By when an offered place is accepted.
    pub answer_by: Option<Timestamp>,
    /// Sessions at which the member was.
    pub attended: i64,
    /// Number of its certificate.
    pub certificate: Option<String>,
}

/// A place in the list of a course, for its organisers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PlaceLine {
    /// Row id, also the alias of the person.
    pub id: CoursePlaceId,
    /// The household; `None` for accounts of the organisation.
    pub household: Option<HouseholdId>,
    /// First character of the name and two stars; empty for accounts of the organisation.
    pub masked: String,
    /// People of the household.
    pub family_size: i64,
    /// Its state.
    pub state: PlaceState,
    /// Whether the person came without registration.
    pub walk_in: bool,
    /// What the organiser should know, or empty; empty for accounts of the organisation.
    pub words: String,
    /// When it was made.
    pub made: Timestamp,
    /// By when an offered place is accepted.
    pub answer_by: Option<Timestamp>,
    /// Sessions at which the person was.
    pub attended: i64,
}

/// A person on the list of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DoorPerson {
    /// The place, also the alias of the person.
    pub place: CoursePlaceId,
    /// The household; `None` for accounts of the organisation.
    pub household: Option<HouseholdId>,
    /// First character of the name and two stars; empty for accounts of the organisation.
    pub masked: String,
    /// People of the household.
    pub family_size: i64,
    /// Whether it is there.
    pub present: bool,
    /// Whether it came without registration.
    pub walk_in: bool,
}

/// What a card at the door led to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CardScan {
    /// The household.
    pub household: HouseholdId,
    /// Its adults; each is marked by its place, or comes in without one.
    pub adults: Vec<ScannedAdult>,
}

/// An adult of a household whose card was scanned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ScannedAdult {
    /// The member.
    pub member: i64,
    /// First character of the name and two stars.
    pub masked: String,
    /// Its registered place.
    pub place: Option<CoursePlaceId>,
    /// State of its place: registered, offered or in the waiting list.
    pub state: Option<PlaceState>,
    /// Whether it is marked as there.
    pub present: bool,
}

/// Hours of a member in a topic and a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MemberHours {
    /// The member.
    pub member: i64,
    /// Its name; its first character and two stars for staff without a reveal.
    pub name: String,
    /// The topic.
    pub topic: CourseTopic,
    /// Minutes in which it was there.
    pub minutes: i64,
    /// Minutes that the rule of the area asks for; `None` without a rule.
    pub needed: Option<i64>,
}

/// A rule of an area, with how many keep it. Who does not is in no list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = CourseRule))]
pub struct AreaRule {
    /// The area.
    pub area: AreaId,
    /// Its name.
    pub area_name: String,
    /// The topic.
    pub topic: CourseTopic,
    /// The year.
    pub year: i64,
    /// Minutes that each adult should have.
    pub minutes: i64,
    /// Adults who were there at all.
    pub begun: i64,
    /// Adults who have the minutes.
    pub met: i64,
}

/// A certificate, for its family and for staff of its area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = CourseCertificate))]
pub struct Certificate {
    /// Number, ten digits.
    pub number: String,
    /// Check code.
    pub code: String,
    /// Name of the member; empty once it left the file, and for staff.
    pub name: String,
    /// Title of the course.
    pub title: String,
    /// Last day of the course.
    pub day: Timestamp,
    /// Minutes in which the member was there.
    pub minutes: i64,
    /// When it was made.
    pub made: Timestamp,
}

/// Whether a certificate is real: nothing about the person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CertificateAnswer {
    /// Whether number and code belong together.
    pub real: bool,
    /// Title of the course.
    pub title: Option<String>,
    /// Last day of the course.
    pub day: Option<Timestamp>,
}
