//! Cases: a family's problem that is followed through its steps to an outcome that the family was asked about.

pub mod call_backs;
pub mod figures;
pub mod kinds;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use self::kinds::CaseStep;
use crate::{
    Code, DAY, Error, Result, Timestamp,
    accounts::{AccountId, Role},
    areas::AreaId,
    error::Checks,
    households::HouseholdId,
    text,
    time::Day,
};

/// Row id of a case.
pub type CaseId = i64;

/// Days that each level has for a late case before it climbs further.
pub const CLIMB_DAYS: Timestamp = 3;
/// Days before the due day on which the owner is reminded.
pub const REMINDER_DAYS: Timestamp = 1;
/// Open cases that a household may have.
pub const OPEN_CASES: i64 = 20;
/// Days after the end of a case in which the family's own "not solved" opens it again.
pub const REOPEN_DAYS: Timestamp = 60;

/// What a case is about; its fields, steps and outcomes are [`CaseKind::rules`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CaseKind {
    /// Work.
    Work,
    /// School or kindergarten.
    School,
    /// Illness and treatment.
    Health,
    /// Papers and registrations.
    Papers,
    /// Advice, mediation, disputes.
    Legal,
    /// Wages that are not paid.
    Wages,
    /// Learning the language spoken around.
    Language,
    /// A home, or its repair.
    Housing,
    /// Care for the old, young, sick, disabled or alone.
    Care,
    /// Fire, flood and the like.
    Disaster,
}

crate::text_enum!(CaseKind {
    Work = "work", School = "school", Health = "health", Papers = "papers", Legal = "legal", Wages = "wages",
    Language = "language", Housing = "housing", Care = "care", Disaster = "disaster",
});

/// How much a case hurries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// The days of the table.
    #[default]
    Ordinary,
    /// Half of them.
    Soon,
    /// One day for each step; always asked about again after its end.
    Urgent,
}

crate::text_enum!(Urgency { Ordinary = "ordinary", Soon = "soon", Urgent = "urgent" });

impl Urgency {
    /// Returns the end of the day by which a step that begins now is due.
    #[must_use]
    pub fn due(self, step: CaseStep, now: Timestamp) -> Timestamp {
        let days = match self {
            Urgency::Ordinary => step.days,
            Urgency::Soon => (step.days + 1) / 2,
            Urgency::Urgent => 1,
        };
        Day::of(now).plus(days).end() - 1
    }
}

/// State of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    /// Its owner works on a step.
    Open,
    /// Ended with an outcome that the family was asked about.
    Closed,
    /// Ended with its household's file, without an outcome.
    Ended,
}

crate::text_enum!(CaseState { Open = "open", Closed = "closed", Ended = "ended" });

/// An event that changes the state of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CaseEvent {
    /// Its owner closes it with an outcome.
    Close,
    /// The family says that it is not solved.
    Reopen,
    /// The household's file is closed or erased.
    EndWithFile,
}

impl CaseEvent {
    /// Every event.
    pub const ALL: &[CaseEvent] = &[CaseEvent::Close, CaseEvent::Reopen, CaseEvent::EndWithFile];
}

impl CaseState {
    /// The state after `event`.
    ///
    /// # Errors
    /// [`Code::WrongState`] if this state does not allow the event.
    pub fn after(self, event: CaseEvent) -> Result<CaseState> {
        match (self, event) {
            (CaseState::Open, CaseEvent::Close) => Ok(CaseState::Closed),
            (CaseState::Closed, CaseEvent::Reopen) => Ok(CaseState::Open),
            (CaseState::Open, CaseEvent::EndWithFile) => Ok(CaseState::Ended),
            _ => Err(Error::Conflict(Code::WrongState)),
        }
    }

    /// The role that has the next step; `None` once it has ended.
    #[must_use]
    pub fn owner(self) -> Option<Role> {
        match self {
            CaseState::Open => Some(Role::Caseworker),
            CaseState::Closed | CaseState::Ended => None,
        }
    }
}

/// What the family answered when it was asked whether the problem is solved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FamilyAnswer {
    /// It is solved.
    Solved,
    /// It is not solved, and the family agrees that the case ends so.
    Accepts,
    /// It is not solved.
    NotSolved,
    /// The family could not be reached.
    NotReached,
}

crate::text_enum!(FamilyAnswer {
    Solved = "solved", Accepts = "accepts", NotSolved = "not_solved", NotReached = "not_reached",
});

/// How the family was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AskedHow {
    /// Face to face.
    Visit,
    /// By phone.
    Phone,
    /// On its own page, where it answered itself.
    Page,
}

crate::text_enum!(AskedHow { Visit = "visit", Phone = "phone", Page = "page" });

/// Whom of a family one asked, when, and what they said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FamilyAsked {
    /// How it was asked.
    pub how: AskedHow,
    /// Whom one asked, as the family calls the person, 1 to 40 characters.
    pub whom: String,
    /// When it was asked: within the last 30 days.
    pub at: Timestamp,
    /// The answer.
    pub answer: FamilyAnswer,
    /// Its words, up to 500 characters.
    #[serde(default)]
    pub words: String,
}

impl FamilyAsked {
    /// Trims and validates the texts and the day.
    ///
    /// # Errors
    /// [`Error::Invalid`] for `whom`, `at` and `words`.
    pub fn checked(self, now: Timestamp) -> Result<Self> {
        let mut checks = Checks::default();
        let whom = checks.take("whom", text::line(&self.whom, 1, 40));
        let words = checks.take("words", text::words(&self.words, 0, 500));
        // Times of forms are ends of days, so today's lies ahead.
        checks.ensure("at", self.at <= Day::of(now).end() && self.at > now - 30 * DAY, Code::OutOfRange);
        checks.done()?;
        let at = self.at.min(now);
        Ok(FamilyAsked { whom: whom.unwrap_or_default(), words: words.unwrap_or_default(), at, ..self })
    }
}

/// A case to be opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewCase {
    /// What it is about.
    pub kind: CaseKind,
    /// Member of the household whom it concerns; none for the whole household.
    #[serde(default)]
    pub member: Option<i64>,
    /// How much it hurries.
    #[serde(default)]
    pub urgency: Urgency,
    /// Values of the kind's own fields, by key.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
    /// First note, up to 2,000 characters.
    #[serde(default)]
    pub words: String,
    /// Finding of a visit that it comes from, if any.
    #[serde(default)]
    pub finding: Option<i64>,
}

impl NewCase {
    /// Trims and validates the fields of the kind and the words. Fields that the kind does not have are left out.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the keys of the kind's fields, and `words`.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        let mut fields = BTreeMap::new();
        for field in self.kind.rules().fields {
            let raw = self.fields.get(field.key).map(String::as_str).unwrap_or_default();
            let value = checks.take(field.key, field.checked(raw)).unwrap_or_default();
            if !value.is_empty() {
                fields.insert(field.key.to_owned(), value);
            }
        }
        let words = checks.take("words", text::words(&self.words, 0, 2000)).unwrap_or_default();
        checks.done()?;
        Ok(NewCase { fields, words, ..self })
    }
}

/// What a line of a case's history says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CaseLineKind {
    /// It was opened.
    Opened,
    /// A note of staff.
    Note,
    /// It came to another step; `key` names it.
    Step,
    /// It has another owner, who is `about`.
    Assigned,
    /// It was late and went up to `about`.
    Climbed,
    /// The family said on its page how it stands; `key` is its answer.
    FamilySaid,
    /// It was closed; `key` is the outcome.
    Closed,
    /// An independent person asked the family; `key` is its answer.
    CalledBack,
    /// It is open again.
    Reopened,
    /// It ended with the file.
    Ended,
}

crate::text_enum!(CaseLineKind {
    Opened = "opened", Note = "note", Step = "step", Assigned = "assigned", Climbed = "climbed",
    FamilySaid = "family_said", Closed = "closed", CalledBack = "called_back", Reopened = "reopened", Ended = "ended",
});

/// A line of a case's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CaseLine {
    /// What it says.
    pub kind: CaseLineKind,
    /// Step, outcome or answer that it names, or empty.
    pub key: String,
    /// When it was written.
    pub at: Timestamp,
    /// Name of its author; empty for the family and for the clock.
    pub by: String,
    /// Name of the account that it is about, or empty.
    pub about: String,
    /// Words, or empty; masked for readers who do not see the file unmasked.
    pub words: String,
}

/// A case as a row of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Case {
    /// Row id.
    pub id: CaseId,
    /// Household that it belongs to.
    pub household: HouseholdId,
    /// Area of the household.
    pub area: AreaId,
    /// Name of that area.
    pub area_name: String,
    /// Member whom it concerns; none for the whole household.
    pub member: Option<i64>,
    /// What it is about.
    pub kind: CaseKind,
    /// How much it hurries.
    pub urgency: Urgency,
    /// Its state.
    pub state: CaseState,
    /// Key of the step that is due.
    pub step: String,
    /// By when that step is due.
    pub due: Timestamp,
    /// Whether that time has passed.
    pub late: bool,
    /// How often it went up because it was late.
    pub climbs: i64,
    /// Account that owns it; none when no caseworker is left.
    pub owner: Option<AccountId>,
    /// Name of the owner, or empty.
    pub owner_name: String,
    /// Name of the account that it climbed to, or empty.
    pub in_charge: String,
    /// Finding of a visit that it comes from, if any.
    pub finding: Option<i64>,
    /// What the family last said of it on its page.
    pub family_said: Option<FamilyAnswer>,
    /// When it was opened.
    pub opened: Timestamp,
    /// Key of the outcome; none while it is open.
    pub outcome: Option<String>,
    /// When it ended; none while it is open.
    pub closed: Option<Timestamp>,
}

/// A case with everything that its page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CaseFile {
    /// The case.
    #[serde(flatten)]
    pub case: Case,
    /// Whether the reader sees words and fields.
    pub opened_up: bool,
    /// Values of the kind's fields, by key; empty while masked.
    pub fields: BTreeMap<String, String>,
    /// Who of the family was asked before it ended; none while it is open, and while masked.
    pub asked: Option<FamilyAsked>,
    /// Its history, the newest first, at most 200 lines.
    pub lines: Vec<CaseLine>,
    /// Whether the reader may work on it.
    pub may_keep: bool,
    /// Whether the reader may give it to another owner.
    pub may_assign: bool,
}

#[cfg(test)]
mod tests;
