//! Job fairs: events to which organisations bring their vacancies.

use serde::Serialize;

use crate::{
    Timestamp,
    community::courses::{CourseId, CourseState},
};

/// A job fair, as all who read a vacancy see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Fair {
    /// Row id of the event.
    pub course: CourseId,
    /// What it is called.
    pub title: String,
    /// Where its first session is.
    pub place: String,
    /// When it begins.
    pub starts: Timestamp,
    /// When it ends.
    pub ends: Timestamp,
    /// Its state.
    pub state: CourseState,
    /// Whether the vacancy is brought to it.
    pub brought: bool,
}
