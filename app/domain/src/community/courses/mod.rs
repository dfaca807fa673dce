//! Courses and events: sessions with places, a waiting list that moves up by itself, attendance, hours, certificates.

mod posting;
mod views;

use serde::{Deserialize, Serialize};

pub use self::{
    posting::{CourseChange, NewCourse, NewSession, SESSIONS},
    views::{
        AreaRule, CardScan, Certificate, CertificateAnswer, Course, CourseDetails, CourseSession, DoorPerson,
        MemberHours, OwnPlace, PlaceLine, ScannedAdult, SessionAtHand,
    },
};
use crate::{
    Code, DAY, Error, Result, Timestamp,
    accounts::Role,
    time::{after_daytime, year},
};

/// Row id of a course or event.
pub type CourseId = i64;
/// Row id of a session.
pub type CourseSessionId = i64;
/// Row id of a place, or of a place in the waiting list.
pub type CoursePlaceId = i64;

/// Days before its start at which a course below its minimum is asked about.
pub const SHORT_DAYS: Timestamp = 2;
/// Hours of daytime in which an offered place is accepted.
pub const OFFER_HOURS: i64 = 12;
/// Seconds before a session from which it has a list for the door.
pub const DOOR_EARLY: Timestamp = 2 * 3600;
/// Seconds after a session until which late marks are taken.
pub const LATE_MARKS: Timestamp = 2 * DAY;
/// Seconds after a session at which its missing attendance is asked for.
pub const ASK_AFTER: Timestamp = 3 * 3600;
/// Age from which a member can take part by itself.
pub const ADULT: i64 = 18;

/// What it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CourseKind {
    /// A course of one or more sessions.
    #[default]
    Course,
    /// A talk.
    Talk,
    /// A day at which doctors and nurses can be asked.
    HealthDay,
    /// A day at which things are repaired.
    RepairDay,
    /// A job fair.
    JobFair,
}

crate::text_enum!(CourseKind {
    Course = "course", Talk = "talk", HealthDay = "health_day", RepairDay = "repair_day", JobFair = "job_fair",
});

/// What it is about; rules count hours by it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CourseTopic {
    /// Law.
    Law,
    /// A language.
    Language,
    /// Work and its skills.
    Work,
    /// Health.
    Health,
    /// Safety: fire, traffic, fraud.
    Safety,
    /// Children and their learning.
    Parenting,
    /// Something else.
    #[default]
    Other,
}

crate::text_enum!(CourseTopic {
    Law = "law", Language = "language", Work = "work", Health = "health", Safety = "safety",
    Parenting = "parenting", Other = "other",
});

/// State of a course.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CourseState {
    /// Announced, or under way.
    Announced,
    /// Cancelled, with a reason.
    Cancelled,
    /// Over; late marks are not taken any more.
    Over,
}

crate::text_enum!(CourseState { Announced = "announced", Cancelled = "cancelled", Over = "over" });

/// An event that changes the state of a course.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CourseEvent {
    /// Its organiser cancels it.
    Cancel,
    /// The time for late marks of its last session has passed.
    End,
}

impl CourseState {
    /// The state after `event`.
    ///
    /// # Errors
    /// [`Code::WrongState`] unless it is announced.
    pub fn after(self, event: CourseEvent) -> Result<CourseState> {
        match (self, event) {
            (CourseState::Announced, CourseEvent::Cancel) => Ok(CourseState::Cancelled),
            (CourseState::Announced, CourseEvent::End) => Ok(CourseState::Over),
            _ => Err(Error::Conflict(Code::WrongState)),
        }
    }

    /// The role that has to act; `None` once it has ended.
    #[must_use]
    pub fn owner(self) -> Option<Role> {
        match self {
            CourseState::Announced => Some(Role::Caseworker),
            CourseState::Cancelled | CourseState::Over => None,
        }
    }

    /// Checks that it is announced.
    ///
    /// # Errors
    /// [`Code::WrongState`] otherwise.
    pub fn must_be_announced(self) -> Result<()> {
        if self == CourseState::Announced { Ok(()) } else { Err(Error::Conflict(Code::WrongState)) }
    }
}

/// Why a course was cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CourseCancel {
    /// Too few wanted to come.
    TooFew,
    /// The teacher cannot come.
    Teacher,
    /// The room cannot be used.
    Place,
    /// The weather.
    Weather,
    /// Another reason.
    Other,
}

crate::text_enum!(CourseCancel {
    TooFew = "too_few", Teacher = "teacher", Place = "place", Weather = "weather", Other = "other",
});

/// State of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PlaceState {
    /// In the waiting list.
    Waiting,
    /// Offered to the first of the waiting list, who accepts within hours.
    Offered,
    /// Registered.
    Registered,
    /// Given up by the family.
    Left,
    /// Not accepted, or never offered.
    Passed,
    /// The course was cancelled.
    Cancelled,
}

crate::text_enum!(PlaceState {
    Waiting = "waiting", Offered = "offered", Registered = "registered", Left = "left", Passed = "passed",
    Cancelled = "cancelled",
});

/// An event that changes the state of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlaceEvent {
    /// The waiting list moves up.
    Offer,
    /// The person accepts.
    Accept,
    /// The person does not want it, or its time has passed.
    Pass,
    /// The person gives it up.
    Leave,
    /// The course is cancelled.
    Cancel,
    /// The course is over, and no place became free.
    End,
}

impl PlaceState {
    /// The state after `event`.
    ///
    /// # Errors
    /// [`Code::WrongState`] where the event does not fit.
    pub fn after(self, event: PlaceEvent) -> Result<PlaceState> {
        match (self, event) {
            (PlaceState::Waiting, PlaceEvent::Offer) => Ok(PlaceState::Offered),
            (PlaceState::Offered, PlaceEvent::Accept) => Ok(PlaceState::Registered),
            (PlaceState::Offered, PlaceEvent::Pass | PlaceEvent::End) => Ok(PlaceState::Passed),
            (PlaceState::Waiting, PlaceEvent::End) => Ok(PlaceState::Passed),
            (state, PlaceEvent::Leave) if state.is_live() => Ok(PlaceState::Left),
            (state, PlaceEvent::Cancel) if state.is_live() => Ok(PlaceState::Cancelled),
            _ => Err(Error::Conflict(Code::WrongState)),
        }
    }

    /// Whether it has a next step.
    #[must_use]
    pub fn is_live(self) -> bool {
        matches!(self, PlaceState::Waiting | PlaceState::Offered | PlaceState::Registered)
    }

    /// Whether it counts against the maximum.
    #[must_use]
    pub fn is_taken(self) -> bool {
        matches!(self, PlaceState::Offered | PlaceState::Registered)
    }
}

/// Answer to an offered place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PlaceAnswer {
    /// Yes.
    Accept,
    /// No.
    Pass,
}

crate::text_enum!(PlaceAnswer { Accept = "accept", Pass = "pass" });

/// What a mark says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// Was there.
    There,
    /// Marked by mistake.
    TakenBack,
}

crate::text_enum!(Presence { There = "there", TakenBack = "taken_back" });

/// How a mark was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MarkWay {
    /// On the list.
    List,
    /// By the family's card.
    Card,
}

crate::text_enum!(MarkWay { List = "list", Card = "card" });

/// When an offered place has to be accepted: hours of daytime, at the latest when the course starts.
#[must_use]
pub fn answer_by(now: Timestamp, starts: Timestamp) -> Timestamp {
    after_daytime(now, OFFER_HOURS).min(starts)
}

/// When the minimum of a course that starts then is looked at; 0 without a minimum, and when it is too late.
#[must_use]
pub fn check_at(minimum: i64, starts: Timestamp, now: Timestamp) -> Timestamp {
    let at = starts - SHORT_DAYS * DAY;
    if minimum > 0 && at > now { at } else { 0 }
}

/// Whether marks of a session are taken: from two hours before it until two days after it.
#[must_use]
pub fn takes_marks(starts: Timestamp, minutes: i64, now: Timestamp) -> bool {
    now >= starts - DOOR_EARLY && now <= starts + minutes * 60 + LATE_MARKS
}

/// Whether a person who was at `attended` of `sessions` was there often enough, in percent.
#[must_use]
pub fn is_enough(attended: i64, sessions: i64, percent: i64) -> bool {
    attended > 0 && attended * 100 >= sessions * percent
}

/// Latest birth year of an adult.
#[must_use]
pub fn adult_born_by(now: Timestamp) -> i64 {
    year(now) - ADULT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_moves_up_once_and_ends_once() {
        assert_eq!(PlaceState::Waiting.after(PlaceEvent::Offer), Ok(PlaceState::Offered));
        assert_eq!(PlaceState::Offered.after(PlaceEvent::Pass), Ok(PlaceState::Passed));
        let wrong = Err(Error::Conflict(Code::WrongState));
        assert_eq!(PlaceState::Waiting.after(PlaceEvent::Accept), wrong);
        for over in [PlaceState::Left, PlaceState::Passed, PlaceState::Cancelled] {
            assert_eq!((over.after(PlaceEvent::Leave), over.after(PlaceEvent::Cancel)), (wrong.clone(), wrong.clone()));
        }
        assert!(PlaceState::Offered.is_taken() && !PlaceState::Waiting.is_taken());
    }

    #[test]
    fn a_course_ends_once_and_only_an_announced_one_has_an_owner() {
        assert_eq!(CourseState::Announced.after(CourseEvent::Cancel), Ok(CourseState::Cancelled));
        assert_eq!(CourseState::Over.after(CourseEvent::Cancel), Err(Error::Conflict(Code::WrongState)));
        let owned = |state: &&CourseState| state.owner().is_some();
        assert_eq!(CourseState::ALL.iter().filter(owned).count(), 1);
    }

    #[test]
    fn marks_are_taken_until_two_days_after_a_session() {
        let starts = 10 * DAY;
        let ends = starts + 3600;
        assert!(!takes_marks(starts, 60, starts - DOOR_EARLY - 1) && takes_marks(starts, 60, starts - DOOR_EARLY));
        assert!(takes_marks(starts, 60, ends + LATE_MARKS) && !takes_marks(starts, 60, ends + LATE_MARKS + 1));
    }

    #[test]
    fn four_of_five_sessions_are_eighty_percent() {
        assert!(is_enough(4, 5, 80) && !is_enough(3, 5, 80) && !is_enough(0, 1, 1));
        assert_eq!(check_at(0, 30 * DAY, DAY), 0);
        assert_eq!((check_at(5, 30 * DAY, DAY), check_at(5, 2 * DAY, DAY)), (28 * DAY, 0));
        assert_eq!(answer_by(0, 60), 60, "never later than the course");
    }
}
