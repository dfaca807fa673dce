//! School places: the district's rule as dated data, and the case of one child that is followed from the first asked
//! month to an outcome that the family was asked about.

pub mod assessment;
#[cfg(test)]
mod brute_force;
pub mod engine;
pub mod facts;
pub mod rules;
pub mod views;

use serde::{Deserialize, Serialize};

use self::engine::{SchoolFacts, SchoolStanding, SchoolStepKind};
use crate::{
    Code, DAY, Error, Result, Timestamp,
    accounts::Role,
    casework::cases::{AskedHow, FamilyAnswer},
    error::Checks,
    text,
    time::Day,
};

/// Row id of a child's case.
pub type SchoolPlaceId = i64;
/// Row id of a school that was asked.
pub type AskedSchoolId = i64;

/// Days after which the family is asked again which months were paid, and the owner is late.
pub const ASK_DAYS: i64 = 35;
/// Days that each level has for a late case before it climbs further.
pub const CLIMB_DAYS: i64 = 7;
/// Days before the last day of a step at which family and owner are reminded.
pub const REMIND_DAYS: [i64; 2] = [14, 3];
/// Days before its day at which a case that ended as "not before" opens again.
pub const RETURN_DAYS: i64 = 90;
/// Schools that one case names.
pub const SCHOOLS: i64 = 20;
/// Answers of one school that are kept.
pub const ANSWERS: i64 = 30;

/// State of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SchoolPlaceState {
    /// Its owner asks, reminds and applies.
    Open,
    /// Ended with an outcome that the family was asked about.
    Closed,
    /// Ended with the household's file, or because the child left it.
    Ended,
}

crate::text_enum!(SchoolPlaceState { Open = "open", Closed = "closed", Ended = "ended" });

/// An event that changes the state of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SchoolPlaceEvent {
    /// Its owner closes it with an outcome.
    Close,
    /// The family says that it is not so, or the day of "not before" comes near.
    Reopen,
    /// The household's file is closed or erased, or the child leaves it.
    EndWithFile,
}

impl SchoolPlaceEvent {
    /// Every event.
    pub const ALL: &[SchoolPlaceEvent] =
        &[SchoolPlaceEvent::Close, SchoolPlaceEvent::Reopen, SchoolPlaceEvent::EndWithFile];
}

impl SchoolPlaceState {
    /// The state after `event`. A file that ends takes along what was closed as "not before", which would open again.
    ///
    /// # Errors
    /// [`Code::WrongState`] if this state does not allow the event.
    pub fn after(self, event: SchoolPlaceEvent) -> Result<SchoolPlaceState> {
        match (self, event) {
            (SchoolPlaceState::Open, SchoolPlaceEvent::Close) => Ok(SchoolPlaceState::Closed),
            (SchoolPlaceState::Closed, SchoolPlaceEvent::Reopen) => Ok(SchoolPlaceState::Open),
            (SchoolPlaceState::Open | SchoolPlaceState::Closed, SchoolPlaceEvent::EndWithFile) => {
                Ok(SchoolPlaceState::Ended)
            }
            _ => Err(Error::Conflict(Code::WrongState)),
        }
    }

    /// The role that has the next step; `None` once it has ended.
    #[must_use]
    pub fn owner(self) -> Option<Role> {
        match self {
            SchoolPlaceState::Open => Some(Role::Caseworker),
            SchoolPlaceState::Closed | SchoolPlaceState::Ended => None,
        }
    }
}

/// How a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SchoolOutcome {
    /// The child has a place in the district.
    Placed,
    /// The child has a place in another district, or at a private school.
    PlacedElsewhere,
    /// The child goes to school in its home town.
    WentHome,
    /// Not before a day, at which the case opens again.
    NotBefore,
}

crate::text_enum!(SchoolOutcome {
    Placed = "placed", PlacedElsewhere = "placed_elsewhere", WentHome = "went_home", NotBefore = "not_before",
});

impl SchoolOutcome {
    /// Whether a case may end so after what the family answered: a place only if the family says that it has one.
    #[must_use]
    pub fn agrees_with(self, answer: FamilyAnswer) -> bool {
        match answer {
            FamilyAnswer::Solved => true,
            FamilyAnswer::Accepts => matches!(self, SchoolOutcome::WentHome | SchoolOutcome::NotBefore),
            FamilyAnswer::NotSolved | FamilyAnswer::NotReached => false,
        }
    }
}

/// What a school said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SchoolAnswer {
    /// It was asked, and has not answered.
    Pending,
    /// It takes the child.
    Yes,
    /// It has no place left.
    Full,
    /// It does not take the child.
    No,
}

crate::text_enum!(SchoolAnswer { Pending = "pending", Yes = "yes", Full = "full", No = "no" });

impl SchoolAnswer {
    /// Whether the application is made and not refused, so that no window has to be watched any more.
    #[must_use]
    pub fn is_applied(self) -> bool {
        matches!(self, SchoolAnswer::Pending | SchoolAnswer::Yes)
    }
}

/// Who of the family agreed that its months are kept and schools are asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SchoolConsent {
    /// How it was asked: on a visit or by phone.
    pub how: AskedHow,
    /// Who agreed, as the family calls the person, 1 to 40 characters.
    pub whom: String,
}

impl SchoolConsent {
    /// Trims and validates the person.
    ///
    /// # Errors
    /// [`Error::Invalid`] for `consent_whom`, and for `consent_how` on a page where it was not asked.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        let whom = checks.take("consent_whom", text::line(&self.whom, 1, 40));
        checks.ensure("consent_how", self.how != AskedHow::Page, Code::Unknown);
        checks.done()?;
        Ok(SchoolConsent { whom: whom.unwrap_or_default(), ..self })
    }
}

/// An answer of a school that is noted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewSchoolAnswer {
    /// School of the case that was asked before; none for another one.
    #[serde(default)]
    pub school: Option<AskedSchoolId>,
    /// Name of another school, 2 to 40 characters.
    #[serde(default)]
    pub name: String,
    /// What it said.
    pub answer: SchoolAnswer,
    /// Day on which it said so.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "2026-06-03"))]
    pub day: Day,
    /// Who said it and what, up to 300 characters.
    #[serde(default)]
    pub words: String,
}

impl NewSchoolAnswer {
    /// Trims and validates the texts and the day.
    ///
    /// # Errors
    /// [`Error::Invalid`] for `name`, `day` and `words`.
    pub fn checked(self, today: Day) -> Result<Self> {
        let mut checks = Checks::default();
        let least = if self.school.is_some() { 0 } else { 2 };
        let name = checks.take("name", text::line(&self.name, least, 40));
        let words = checks.take("words", text::words(&self.words, 0, 300));
        checks.ensure("day", self.day <= today && self.day > today.plus(-366), Code::OutOfRange);
        checks.done()?;
        Ok(NewSchoolAnswer { name: name.unwrap_or_default(), words: words.unwrap_or_default(), ..self })
    }
}

/// Returns when the owner of a case has to act again: after [`ASK_DAYS`], or when the window to apply closes.
#[must_use]
pub fn owner_due(asked: Day, today: Day, step: Option<(SchoolStepKind, Day)>) -> Timestamp {
    let again = asked.plus(ASK_DAYS);
    let day = match step {
        Some((SchoolStepKind::Apply, last)) => again.min(last.max(today)),
        _ => again,
    };
    day.end() - 1
}

/// Returns when family and owner are next reminded of a step, or when its last day is over.
#[must_use]
pub fn reminder_after(last_day: Day, now: Timestamp) -> Timestamp {
    let over = last_day.end();
    REMIND_DAYS.iter().map(|days| over - days * DAY).find(|at| *at > now).unwrap_or(over)
}

/// Returns whether a change of standing and first day changes what the family can expect.
#[must_use]
pub fn is_news(before: (SchoolStanding, Option<Day>), after: (SchoolStanding, Option<Day>)) -> bool {
    // "On the way" and "eligible" differ only by what is already paid, and their first day moves on inside the window.
    let kind = |(standing, day): (SchoolStanding, Option<Day>)| match standing {
        SchoolStanding::Eligible | SchoolStanding::OnTrack => (SchoolStanding::OnTrack, None),
        // Without facts there is no day that a rule could change.
        SchoolStanding::NoRule | SchoolStanding::NotAsked => (SchoolStanding::NotAsked, None),
        SchoolStanding::Later => (standing, day),
    };
    kind(before) != kind(after)
}

/// Facts of a family as they are typed, with the consent that they need once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewSchoolFacts {
    /// What the family said.
    #[serde(flatten)]
    pub facts: SchoolFacts,
    /// Needed for the first facts, and again after the family took its consent back.
    #[serde(default)]
    pub consent: Option<SchoolConsent>,
}

/// A case to be opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewSchoolPlace {
    /// The child, a member of the household.
    pub member: i64,
    /// Who agreed.
    pub consent: SchoolConsent,
}

/// The end of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SchoolEnd {
    /// How it ends.
    pub outcome: SchoolOutcome,
    /// Day before which it does not go on; of [`SchoolOutcome::NotBefore`] only.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, example = "2027-06-01"))]
    pub not_before: Option<Day>,
}

impl SchoolEnd {
    /// Checks the day: only where it belongs, at most six years ahead, and further than [`RETURN_DAYS`]. What comes
    /// sooner keeps the case open.
    ///
    /// # Errors
    /// [`Error::Invalid`] for `not_before`.
    pub fn checked(self, today: Day) -> Result<Self> {
        match (self.outcome, self.not_before) {
            (SchoolOutcome::NotBefore, None) => Err(Error::field("not_before", Code::Required)),
            (SchoolOutcome::NotBefore, Some(day)) if day <= today.plus(RETURN_DAYS) || day > today.plus(6 * 366) => {
                Err(Error::field("not_before", Code::OutOfRange))
            }
            (SchoolOutcome::NotBefore, Some(_)) => Ok(self),
            _ => Ok(SchoolEnd { not_before: None, ..self }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_an_owner_or_has_ended() {
        for state in SchoolPlaceState::ALL {
            let moves = SchoolPlaceEvent::ALL.iter().filter(|event| state.after(**event).is_ok()).count();
            assert_eq!(state.owner().is_some(), *state == SchoolPlaceState::Open, "{state:?}");
            assert_eq!(moves == 0, *state == SchoolPlaceState::Ended, "{state:?}");
        }
    }

    #[test]
    fn no_outcome_goes_against_what_the_family_said() {
        for outcome in SchoolOutcome::ALL {
            assert!(!outcome.agrees_with(FamilyAnswer::NotSolved) && !outcome.agrees_with(FamilyAnswer::NotReached));
            assert!(outcome.agrees_with(FamilyAnswer::Solved));
        }
        assert!(!SchoolOutcome::Placed.agrees_with(FamilyAnswer::Accepts));
        assert!(SchoolOutcome::NotBefore.agrees_with(FamilyAnswer::Accepts));
    }

    #[test]
    fn reminders_come_twice_and_then_the_day_is_over() {
        let last: Day = "2026-03-31".parse().expect("a day");
        let over = last.end();
        assert_eq!(reminder_after(last, over - 20 * DAY), over - 14 * DAY);
        assert_eq!(reminder_after(last, over - 14 * DAY), over - 3 * DAY);
        assert_eq!(reminder_after(last, over - DAY), over);
        let asked = last.plus(-10);
        assert_eq!(owner_due(asked, asked, None), asked.plus(ASK_DAYS).end() - 1);
        assert_eq!(owner_due(asked, asked, Some((SchoolStepKind::Apply, last))), last.end() - 1);
        assert_eq!(owner_due(asked, asked, Some((SchoolStepKind::Pay, last))), asked.plus(ASK_DAYS).end() - 1);
    }

    #[test]
    fn only_what_changes_for_the_family_is_news() {
        let (day, later) = (Day::numbered(1), Day::numbered(2));
        let eligible = (SchoolStanding::Eligible, Some(day));
        assert!(!is_news(eligible, (SchoolStanding::OnTrack, Some(later))));
        assert!(is_news(eligible, (SchoolStanding::Later, Some(later))));
        assert!(is_news((SchoolStanding::Later, Some(day)), (SchoolStanding::Later, Some(later))));
        assert!(is_news(eligible, (SchoolStanding::NoRule, None)));
    }
}
