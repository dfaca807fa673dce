//! Reports of visits: how the family was reached, whom one met, how it is, and what it needs.

use serde::{Deserialize, Serialize};

use super::{super::findings::NeedKind, ReportId};
use crate::{Code, Result, Timestamp, error::Checks, households::HouseholdId, text, time::Day};

/// Row id of the recording or the picture of a report.
pub type ReportMediumId = i64;

/// Days for which a visit may still be recorded.
pub const RECORD_DAYS: Timestamp = 7;

/// How the family was reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// At its home.
    #[default]
    Home,
    /// By phone, which does not make a visit.
    Phone,
    /// Elsewhere: at work, in the street, at the counter.
    Elsewhere,
}

crate::text_enum!(Way { Home = "home", Phone = "phone", Elsewhere = "elsewhere" });

/// Whom one met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MetPerson {
    /// The contact person.
    Contact,
    /// Another adult of the family.
    Adult,
    /// Children only.
    Child,
    /// Neighbours only.
    Neighbour,
    /// No one was there.
    NotThere,
}

crate::text_enum!(MetPerson {
    Contact = "contact", Adult = "adult", Child = "child", Neighbour = "neighbour", NotThere = "not_there",
});

/// How the family is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Mood {
    /// Not said, or no one was met.
    #[default]
    Unsaid,
    /// Well.
    Well,
    /// As before.
    Same,
    /// Worse than before.
    Worse,
    /// Something has to be done at once.
    Urgent,
}

crate::text_enum!(Mood { Unsaid = "unsaid", Well = "well", Same = "same", Worse = "worse", Urgent = "urgent" });

/// Whether a report counts as a visit: an adult of the family was met, and not only by phone.
#[must_use]
pub fn counts_as_visit(way: Way, met: MetPerson) -> bool {
    way != Way::Phone && matches!(met, MetPerson::Contact | MetPerson::Adult)
}

/// Report of a visit, to be recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewReport {
    /// Household that was visited.
    pub household: HouseholdId,
    /// How it was reached.
    #[serde(default)]
    pub way: Way,
    /// Whom one met.
    pub met: MetPerson,
    /// How the family is.
    #[serde(default)]
    pub mood: Mood,
    /// What it needs: each becomes a finding.
    #[serde(default)]
    pub needs: Vec<NeedKind>,
    /// A few words, up to 500 characters.
    #[serde(default)]
    pub words: String,
    /// When, at most [`RECORD_DAYS`] ago; `None` for now.
    #[serde(default)]
    pub at: Option<Timestamp>,
}

impl NewReport {
    /// Trims the words, drops repeated needs and validates the fields.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) for words that are too long, needs without anyone who said them, and a
    /// time that is ahead or longer ago than [`RECORD_DAYS`].
    pub fn checked(self, now: Timestamp) -> Result<Self> {
        let mut checks = Checks::default();
        let words = checks.take("words", text::words(&self.words, 0, 500));
        let at = self.at.unwrap_or(now);
        checks.ensure("at", at <= now && at >= Day::of(now).plus(-RECORD_DAYS).start(), Code::OutOfRange);
        checks.ensure("needs", self.needs.is_empty() || self.met != MetPerson::NotThere, Code::Unknown);
        checks.done()?;
        let mut needs = Vec::new();
        for need in self.needs {
            if !needs.contains(&need) {
                needs.push(need);
            }
        }
        Ok(NewReport { words: words.unwrap_or_default(), at: Some(at), needs, ..self })
    }
}

/// Report of a visit, as staff of the area and the family read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Report {
    /// Row id.
    pub id: ReportId,
    /// When.
    pub at: Timestamp,
    /// How the family was reached.
    pub way: Way,
    /// Whom one met.
    pub met: MetPerson,
    /// How the family was.
    pub mood: Mood,
    /// The words; empty for readers to whom the file is not revealed.
    pub words: String,
    /// Recording that was made instead of words, or null; heard by the family and by readers of a revealed file.
    pub voice: Option<ReportMediumId>,
    /// Picture that was taken with the family's consent, or null; seen likewise.
    pub photo: Option<ReportMediumId>,
    /// Name of the account that recorded it.
    pub by: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DAY;

    const OCTOBER: Timestamp = 1_790_784_000; // 2026-10-01 00:00 in China, a Thursday

    #[test]
    fn only_a_meeting_with_an_adult_is_a_visit() {
        assert!(counts_as_visit(Way::Home, MetPerson::Contact) && counts_as_visit(Way::Elsewhere, MetPerson::Adult));
        assert!(
            !counts_as_visit(Way::Phone, MetPerson::Contact)
                && !counts_as_visit(Way::Home, MetPerson::Child)
                && !counts_as_visit(Way::Home, MetPerson::NotThere)
        );
    }

    #[test]
    fn a_report_is_recorded_within_a_week() {
        let new = NewReport {
            household: 1,
            way: Way::Home,
            met: MetPerson::Contact,
            mood: Mood::Well,
            needs: vec![NeedKind::Work, NeedKind::Work],
            words: String::new(),
            at: None,
        };
        let checked = new.clone().checked(OCTOBER).expect("complete");
        assert_eq!((checked.at, checked.needs), (Some(OCTOBER), vec![NeedKind::Work]));
        assert!(NewReport { at: Some(OCTOBER + 1), ..new.clone() }.checked(OCTOBER).is_err());
        assert!(NewReport { at: Some(OCTOBER - 8 * DAY), ..new.clone() }.checked(OCTOBER).is_err());
        assert!(NewReport { met: MetPerson::NotThere, ..new }.checked(OCTOBER).is_err(), "a need that no one said");
    }
}
