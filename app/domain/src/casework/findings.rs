//! Findings of visits: what a family needs, the step that was taken, and what the family says came of it.
//!
//! A finding closes only by an answer of the family. Silence, or a step alone, leaves it open.

use serde::{Deserialize, Serialize};

use super::visits::{RECORD_DAYS, Way};
use crate::{
    Code, Error, Result, Timestamp, accounts::AccountId, error::Checks, households::HouseholdId, text, time::Day,
};

/// Row id of a finding.
pub type FindingId = i64;

/// Days after which an open finding is old.
pub const OLD_DAYS: Timestamp = 7;
/// Days after which an open finding climbs to the next of the chain; and again after each climb or answer.
pub const CLIMB_DAYS: Timestamp = 14;
/// Days after a finding was closed in which the family may say that it is not solved.
pub const SAY_DAYS: Timestamp = 90;

/// What a family needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NeedKind {
    /// A thing, which may become a wish.
    Goods,
    /// Work or training.
    Work,
    /// A school place, or help with school.
    School,
    /// Treatment, medicine, insurance.
    Health,
    /// Papers, registration, a card.
    Papers,
    /// Legal advice.
    Legal,
    /// Wages that were not paid.
    Wages,
    /// Learning or translating a language.
    Language,
    /// Repairs, rent, a place to live.
    Housing,
    /// Care of an old, young, sick or disabled person.
    Care,
    /// Fire, flood, an accident.
    Disaster,
    /// Any other; the words say it.
    Other,
}

crate::text_enum!(NeedKind {
    Goods = "goods", Work = "work", School = "school", Health = "health", Papers = "papers", Legal = "legal",
    Wages = "wages", Language = "language", Housing = "housing", Care = "care", Disaster = "disaster", Other = "other",
});

/// State of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FindingState {
    /// The family has not said that it is solved.
    Open,
    /// The family was asked, and said what came of it.
    Closed,
    /// The file was closed; a file that is opened again has its findings again.
    Ended,
}

crate::text_enum!(FindingState { Open = "open", Closed = "closed", Ended = "ended" });

/// Step that was taken about a finding, with a record of that kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// None so far.
    None,
    /// A wish was posted.
    Wish,
    /// A case was opened.
    Case,
    /// It was referred to an office.
    Referral,
    /// A day was agreed; the record is a visit.
    Appointment,
    /// A time of a service was booked; the record is an appointment there.
    Booking,
}

crate::text_enum!(StepKind {
    None = "none", Wish = "wish", Case = "case", Referral = "referral", Appointment = "appointment",
    Booking = "booking",
});

/// Outcome of a closed finding, as the family said it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FindingOutcome {
    /// The family was helped.
    Helped,
    /// It was not helped, and leaves it there.
    Left,
}

crate::text_enum!(FindingOutcome { Helped = "helped", Left = "left" });

/// Who was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AskedPerson {
    /// The contact person.
    Contact,
    /// Another adult of the family.
    Adult,
    /// A person who speaks for the family.
    Other,
    /// The family said it itself, on its page.
    Family,
}

crate::text_enum!(AskedPerson { Contact = "contact", Adult = "adult", Other = "other", Family = "family" });

/// What the family said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AnswerKind {
    /// It was helped: the finding closes.
    Helped,
    /// It was not helped: the finding stays open and climbs at once.
    NotHelped,
    /// It was not helped and leaves it there: the finding closes.
    Left,
    /// It could not be reached: the finding stays open.
    Unreachable,
}

crate::text_enum!(AnswerKind { Helped = "helped", NotHelped = "not_helped", Left = "left", Unreachable = "unreachable" });

impl AnswerKind {
    /// The outcome that closes the finding; `None` for an answer that leaves it open.
    #[must_use]
    pub fn outcome(self) -> Option<FindingOutcome> {
        match self {
            AnswerKind::Helped => Some(FindingOutcome::Helped),
            AnswerKind::Left => Some(FindingOutcome::Left),
            AnswerKind::NotHelped | AnswerKind::Unreachable => None,
        }
    }
}

/// What a family answered, to be recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewFindingAnswer {
    /// Who was asked; the family's own page has a way of its own.
    pub asked: AskedPerson,
    /// How.
    #[serde(default)]
    pub way: Way,
    /// What was said.
    pub said: AnswerKind,
    /// Its words, up to 500 characters.
    #[serde(default)]
    pub words: String,
    /// When, at most a week ago; null for now.
    #[serde(default)]
    pub at: Option<Timestamp>,
}

impl NewFindingAnswer {
    /// Trims the words and validates the fields.
    ///
    /// # Errors
    /// [`Error::Invalid`] for `family` as the one who was asked, words that are too long, and a time that is ahead or
    /// more than a week ago.
    pub fn checked(self, now: Timestamp) -> Result<Self> {
        let mut checks = Checks::default();
        checks.ensure("asked", self.asked != AskedPerson::Family, Code::Required);
        let words = checks.take("words", text::words(&self.words, 0, 500));
        let at = self.at.unwrap_or(now);
        checks.ensure("at", at <= now && at >= Day::of(now).plus(-RECORD_DAYS).start(), Code::OutOfRange);
        checks.done()?;
        Ok(NewFindingAnswer { words: words.unwrap_or_default(), at: Some(at), ..self })
    }
}

/// Checks that a finding is open, so that a step is taken or an answer recorded.
///
/// # Errors
/// [`Code::WrongState`] otherwise.
pub fn must_be_open(state: FindingState) -> Result<()> {
    if state == FindingState::Open { Ok(()) } else { Err(Error::Conflict(Code::WrongState)) }
}

/// A finding, as staff of the area and its family see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Finding {
    /// Row id.
    pub id: FindingId,
    /// Household that needs it.
    pub household: HouseholdId,
    /// Name of its contact person; masked for those who do not keep files there.
    pub name: String,
    /// Name of its area.
    pub area_name: String,
    /// What it needs.
    pub need: NeedKind,
    /// The words; empty for readers to whom the file is not revealed.
    pub words: String,
    /// Its state.
    pub state: FindingState,
    /// Outcome of a closed one, or null.
    pub outcome: Option<FindingOutcome>,
    /// Account that sees to it, or null.
    pub owner: Option<AccountId>,
    /// Name of that account, or empty.
    pub owner_name: String,
    /// Step that was taken.
    pub step: StepKind,
    /// Its record: a wish, a case, a referral, a visit or an appointment; null without one.
    pub record: Option<i64>,
    /// When it was found.
    pub created: Timestamp,
    /// When it climbs unless the family answers.
    pub due: Timestamp,
    /// How often it climbed.
    pub climbs: i64,
    /// Name of the account that it climbed to, or empty.
    pub raised_to: String,
    /// When it was closed, or null.
    pub closed: Option<Timestamp>,
    /// Whether the reader may take a step, and record what the family says.
    pub may_record: bool,
    /// Whether the reader may give it to a caseworker.
    pub may_assign: bool,
}

impl Finding {
    /// Whole days since it was found, until it was closed.
    #[must_use]
    pub fn age(&self, now: Timestamp) -> i64 {
        Day::of(self.closed.unwrap_or(now)).number() - Day::of(self.created).number()
    }
}

/// An answer of the family.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FindingAnswer {
    /// Who was asked.
    pub asked: AskedPerson,
    /// How.
    pub way: Way,
    /// What was said.
    pub said: AnswerKind,
    /// The words; empty for readers to whom the file is not revealed.
    pub words: String,
    /// When.
    pub at: Timestamp,
    /// Name of the account that recorded it; empty for the family.
    pub by: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DAY;

    #[test]
    fn only_answers_of_the_family_close_a_finding() {
        let closes: Vec<_> = AnswerKind::ALL.iter().filter(|said| said.outcome().is_some()).collect();
        assert_eq!(closes, [&AnswerKind::Helped, &AnswerKind::Left]);
    }

    #[test]
    fn an_answer_says_who_was_asked_and_when() {
        let at = 100 * DAY;
        let new = NewFindingAnswer {
            asked: AskedPerson::Contact,
            way: Way::Phone,
            said: AnswerKind::Helped,
            words: " 好了 ".into(),
            at: None,
        };
        let checked = new.clone().checked(at).expect("complete");
        assert_eq!((checked.words.as_str(), checked.at), ("好了", Some(at)));
        assert!(NewFindingAnswer { asked: AskedPerson::Family, ..new.clone() }.checked(at).is_err());
        assert!(NewFindingAnswer { at: Some(at + 1), ..new }.checked(at).is_err());
    }
}
