//! Questions to the desk: answered by the time of their class, and the asker says whether that helped.

use serde::{Deserialize, Serialize};

use crate::{
    Code, DAY, Error, Result, Timestamp,
    accounts::AccountId,
    error::Checks,
    households::HouseholdId,
    services::{ServiceId, TimeClass},
    text,
};

/// Row id of a question.
pub type QuestionId = i64;

/// Open questions that one account may have.
pub const OPEN_MOST: i64 = 5;
/// Days in which the asker says whether an answer helped; then the question ends by the clock.
pub const SAY_DAYS: Timestamp = 14;
/// Days after which a question that no account answers ends by the clock.
pub const UNANSWERED_DAYS: Timestamp = 30;
/// How often an unanswered question has gone up, or was told again at the top, before it may end.
pub const UNANSWERED_CLIMBS: i64 = 3;

/// How soon an answer is due, as the asker chooses for a question about no service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum QuestionClass {
    /// Within two hours.
    Hours2,
    /// Within a day.
    Hours24,
    /// Within seven days.
    #[default]
    Days7,
    /// Within fifteen days.
    Days15,
}

crate::text_enum!(QuestionClass { Hours2 = "hours2", Hours24 = "hours24", Days7 = "days7", Days15 = "days15" });

impl QuestionClass {
    /// The class of a service; wages are answered within a day.
    #[must_use]
    pub fn of(class: TimeClass) -> Self {
        match class {
            TimeClass::Hours2 => QuestionClass::Hours2,
            TimeClass::Hours24 | TimeClass::Wages => QuestionClass::Hours24,
            TimeClass::Days7 => QuestionClass::Days7,
            TimeClass::Days15 => QuestionClass::Days15,
        }
    }

    fn time(self) -> TimeClass {
        match self {
            QuestionClass::Hours2 => TimeClass::Hours2,
            QuestionClass::Hours24 => TimeClass::Hours24,
            QuestionClass::Days7 => TimeClass::Days7,
            QuestionClass::Days15 => TimeClass::Days15,
        }
    }

    /// By when an answer is due.
    #[must_use]
    pub fn due(self, asked: Timestamp) -> Timestamp {
        self.time().done_by(asked)
    }

    /// Seconds that each level has for what is late.
    #[must_use]
    pub fn climb_after(self) -> Timestamp {
        self.time().climb_after()
    }
}

/// State of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum QuestionState {
    /// Waits for an answer.
    Open,
    /// Waits for the asker's word whether it helped.
    Answered,
    /// It helped.
    Helped,
    /// It did not help, twice.
    Unhelped,
    /// The asker said nothing about the answer, or none came in time.
    Closed,
    /// The asker took it back, or the family's file ended.
    Withdrawn,
}

crate::text_enum!(QuestionState {
    Open = "open", Answered = "answered", Helped = "helped", Unhelped = "unhelped", Closed = "closed",
    Withdrawn = "withdrawn",
});

impl QuestionState {
    /// Checks that the question is in this state.
    ///
    /// # Errors
    /// [`Code::WrongState`] otherwise.
    pub fn must_be(self, state: QuestionState) -> Result<()> {
        if self == state { Ok(()) } else { Err(Error::Conflict(Code::WrongState)) }
    }
}

/// What the asker says about an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AnswerVerdict {
    /// It helped.
    Helped,
    /// It did not; the first time, another person answers.
    NotHelped,
}

crate::text_enum!(AnswerVerdict { Helped = "helped", NotHelped = "not_helped" });

/// A question to be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewQuestion {
    /// Service that it is about, if any; then its class gives the time.
    #[serde(default)]
    pub service: Option<ServiceId>,
    /// How soon an answer is due, for a question about no service.
    #[serde(default)]
    pub class: QuestionClass,
    /// The question, 2 to 500 characters.
    pub words: String,
}

impl NewQuestion {
    /// Trims and validates.
    ///
    /// # Errors
    /// [`Error::Invalid`] for `words`.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        let words = checks.take("words", text::words(&self.words, 2, 500)).unwrap_or_default();
        checks.done()?;
        Ok(NewQuestion { words, ..self })
    }
}

/// A question as its reader may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Question {
    /// Row id.
    pub id: QuestionId,
    /// Household of the asker, for staff of its area; `None` for other accounts.
    pub household: Option<HouseholdId>,
    /// Name of the area.
    pub area_name: String,
    /// Name of the service that it is about, or empty.
    pub service_name: String,
    /// How soon an answer is due.
    pub class: QuestionClass,
    /// The question.
    pub words: String,
    /// Its state.
    pub state: QuestionState,
    /// When it was asked.
    pub asked: Timestamp,
    /// By when the next step is due.
    pub due: Option<Timestamp>,
    /// Whether it is late now.
    pub is_late: bool,
    /// Account that answers, if any.
    pub in_charge: Option<AccountId>,
    /// Name of that account, or empty.
    pub charge_name: String,
    /// How often it went up.
    pub climbs: i64,
    /// The answer, or empty.
    pub answer: String,
    /// Name of the account that answered, or empty.
    pub answered_name: String,
    /// When it was answered.
    pub answered: Option<Timestamp>,
    /// Whether an earlier answer did not help.
    pub is_again: bool,
    /// Whether the reader asked it.
    pub is_own: bool,
    /// Whether the reader may answer it now.
    pub may_answer: bool,
}

/// When a question that was answered then ends by the clock.
#[must_use]
pub fn ends_at(answered: Timestamp) -> Timestamp {
    answered + SAY_DAYS * DAY
}

/// Whether a question of this age, which went up so often and cannot go further, ends without an answer.
#[must_use]
pub fn ends_unanswered(asked: Timestamp, climbs: i64, now: Timestamp) -> bool {
    climbs >= UNANSWERED_CLIMBS && now >= asked + UNANSWERED_DAYS * DAY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_class_gives_the_time() {
        let hours = |class: QuestionClass| class.due(0) / 3600;
        assert_eq!(QuestionClass::ALL.iter().map(|class| hours(*class)).collect::<Vec<_>>(), [2, 24, 168, 360]);
        assert_eq!(QuestionClass::of(TimeClass::Wages), QuestionClass::Hours24);
        let short = NewQuestion { service: None, class: QuestionClass::Days7, words: " ".into() };
        assert!(short.checked().is_err());
        assert_eq!(ends_at(0), SAY_DAYS * DAY);
        let month = UNANSWERED_DAYS * DAY;
        assert!(ends_unanswered(0, 3, month) && !ends_unanswered(0, 2, month) && !ends_unanswered(1, 3, month));
    }
}
