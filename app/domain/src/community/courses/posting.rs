//! A course to be announced, its sessions, and what can be changed afterwards.

use serde::{Deserialize, Serialize};

use super::{CourseKind, CourseTopic};
use crate::{
    Code, DAY, Result, Timestamp, accounts::OrganisationId, areas::AreaId, casework::rounds::profile::Spoken,
    error::Checks, text,
};

/// Sessions that one course has at most.
pub const SESSIONS: usize = 60;
/// Places that one course has at most.
const PLACES: i64 = 500;
/// Days ahead of which a session is planned at most.
const AHEAD_DAYS: Timestamp = 366;

/// A session to be planned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = NewCourseSession))]
pub struct NewSession {
    /// Where it is, 1 to 60 characters.
    pub place: String,
    /// When it starts.
    pub starts: Timestamp,
    /// How long it is planned, 10 to 720 minutes.
    pub minutes: i64,
}

impl NewSession {
    /// Trims and validates the place and the time, which must be ahead.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] with every invalid field.
    pub fn checked(self, now: Timestamp) -> Result<Self> {
        let mut checks = Checks::default();
        let place = checks.take("place", text::line(&self.place, 1, 60));
        checks.ensure("starts", self.starts > now && self.starts <= now + AHEAD_DAYS * DAY, Code::OutOfRange);
        checks.ensure("minutes", (10..=720).contains(&self.minutes), Code::OutOfRange);
        checks.done()?;
        Ok(NewSession { place: place.unwrap_or_default(), ..self })
    }

    /// When it ends, as planned.
    #[must_use]
    pub fn ends(&self) -> Timestamp {
        self.starts + self.minutes * 60
    }
}

/// A course or event to be announced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewCourse {
    /// Area that it is for.
    pub area: AreaId,
    /// Organisation that holds it; the area itself when left out.
    #[serde(default)]
    pub organisation: Option<OrganisationId>,
    /// What it is.
    #[serde(default)]
    pub kind: CourseKind,
    /// What it is about.
    #[serde(default)]
    pub topic: CourseTopic,
    /// Title, 2 to 40 characters.
    pub title: String,
    /// What there is to know, at most 500 characters.
    #[serde(default)]
    pub about: String,
    /// Language that is spoken.
    pub language: Spoken,
    /// Participants below which it is asked whether it is held; 0 for none.
    #[serde(default)]
    pub minimum: i64,
    /// Places, 1 to 500.
    pub maximum: i64,
    /// When registration opens; at once when left out.
    #[serde(default)]
    pub opens: Option<Timestamp>,
    /// When registration closes; at its start when left out.
    #[serde(default)]
    pub closes: Option<Timestamp>,
    /// Percent of its sessions that a certificate takes; 80 when left out.
    #[serde(default = "usually_enough")]
    pub enough: i64,
    /// Its sessions, at least one.
    pub sessions: Vec<NewSession>,
}

fn usually_enough() -> i64 {
    80
}

impl NewCourse {
    /// Trims and validates all of it, and orders the sessions by their start.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] with every invalid field.
    pub fn checked(self, now: Timestamp) -> Result<Self> {
        let mut sessions = Vec::with_capacity(self.sessions.len().min(SESSIONS));
        for session in self.sessions.iter().take(SESSIONS) {
            sessions.push(session.clone().checked(now)?);
        }
        sessions.sort_by_key(|session| session.starts);
        let starts = sessions.first().map_or(now, |session| session.starts);
        let (opens, closes) = (self.opens.unwrap_or(now), self.closes.unwrap_or(starts));
        let mut checks = Checks::default();
        let title = checks.take("title", text::line(&self.title, 2, 40));
        let about = checks.take("about", text::words(&self.about, 0, 500));
        checks.ensure("maximum", (1..=PLACES).contains(&self.maximum), Code::OutOfRange);
        checks.ensure("minimum", (0..=self.maximum).contains(&self.minimum), Code::OutOfRange);
        checks.ensure("enough", (1..=100).contains(&self.enough), Code::OutOfRange);
        checks.ensure("sessions", !sessions.is_empty() && self.sessions.len() <= SESSIONS, Code::OutOfRange);
        checks.ensure("closes", closes > now && closes > opens && closes <= starts, Code::OutOfRange);
        checks.done()?;
        Ok(NewCourse {
            title: title.unwrap_or_default(),
            about: about.unwrap_or_default(),
            opens: Some(opens),
            closes: Some(closes),
            sessions,
            ..self
        })
    }
}

/// What can be changed of an announced course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CourseChange {
    /// Title, 2 to 40 characters.
    pub title: String,
    /// What there is to know, at most 500 characters.
    #[serde(default)]
    pub about: String,
    /// Participants below which it is asked whether it is held; 0 for none.
    #[serde(default)]
    pub minimum: i64,
    /// Places, 1 to 500, not below those that are taken.
    pub maximum: i64,
    /// When registration closes, not after its start.
    pub closes: Timestamp,
}

impl CourseChange {
    /// Trims and validates all of it, for a course that starts then.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] with every invalid field.
    pub fn checked(self, starts: Timestamp) -> Result<Self> {
        let mut checks = Checks::default();
        let title = checks.take("title", text::line(&self.title, 2, 40));
        let about = checks.take("about", text::words(&self.about, 0, 500));
        checks.ensure("maximum", (1..=PLACES).contains(&self.maximum), Code::OutOfRange);
        checks.ensure("minimum", (0..=self.maximum).contains(&self.minimum), Code::OutOfRange);
        checks.ensure("closes", self.closes <= starts, Code::OutOfRange);
        checks.done()?;
        Ok(CourseChange { title: title.unwrap_or_default(), about: about.unwrap_or_default(), ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    fn course() -> NewCourse {
        let session = |starts| NewSession { place: " 社区教室 ".into(), starts, minutes: 90 };
        NewCourse {
            area: 1,
            organisation: None,
            kind: CourseKind::Course,
            topic: CourseTopic::Law,
            title: "法律小课堂".into(),
            about: String::new(),
            language: Spoken::Mandarin,
            minimum: 5,
            maximum: 20,
            opens: None,
            closes: None,
            enough: 80,
            sessions: vec![session(9 * DAY), session(5 * DAY)],
        }
    }

    #[test]
    fn sessions_are_ordered_and_registration_closes_at_the_first() {
        let course = course().checked(DAY).expect("valid");
        assert_eq!((course.sessions[0].starts, course.closes, course.opens), (5 * DAY, Some(5 * DAY), Some(DAY)));
        assert_eq!(course.sessions[0].place, "社区教室");
    }

    #[test]
    fn a_course_needs_a_session_ahead_and_places_for_its_minimum() {
        let none = NewCourse { sessions: Vec::new(), ..course() };
        assert!(
            matches!(none.checked(DAY), Err(Error::Invalid(fields)) if fields.iter().any(|f| f.name == "sessions"))
        );
        let small = NewCourse { maximum: 4, ..course() };
        assert!(matches!(small.checked(DAY), Err(Error::Invalid(fields)) if fields[0].name == "minimum"));
        assert!(matches!(course().checked(6 * DAY), Err(Error::Invalid(fields)) if fields[0].name == "starts"));
    }
}
