//! Programmes (任务书): what an area is to reach until a day, by indicators whose figures are computed from records.

mod figures;
mod quarter;
mod views;

use serde::{Deserialize, Serialize};

pub use self::{
    figures::{coarse_value, public_value},
    quarter::Quarter,
    views::{
        Indicator, IndicatorLine, IndicatorMove, IndicatorPage, IndicatorReport, IndicatorValue, Milestone,
        ProgrammeBoard, ProgrammeLine, PublicIndicator, PublicProgramme,
    },
};
use crate::{Code, DAY, Error, Result, Timestamp, accounts::AccountId, areas::AreaId, error::Checks, text, time::Day};

/// Row id of a programme.
pub type ProgrammeId = i64;
/// Row id of an indicator.
pub type IndicatorId = i64;
/// Row id of a milestone.
pub type MilestoneId = i64;
/// Row id of a report of an indicator.
pub type IndicatorReportId = i64;

/// Days that a programme may last.
pub const LONGEST_DAYS: i64 = 5 * 366;
/// Indicators of one programme.
pub const MOST_MEASURES: i64 = 30;
/// Milestones of one indicator.
pub const MOST_MILESTONES: i64 = 20;
/// Largest target.
pub const MOST: i64 = 100_000_000;
/// Days after the end of a quarter in which records of it may still be noted, before its figures are frozen.
pub const GRACE_DAYS: i64 = 7;
/// Days in which a report is commented on.
pub const COMMENT_DAYS: i64 = 14;
/// Days after which what slips, or a late report, goes to the next level.
pub const CLIMB_DAYS: i64 = 14;
/// Days after which a report without a comment is not asked for any more.
pub const LAPSE_DAYS: i64 = 90;
/// Days at the beginning in which nothing slips yet.
pub const CALM_DAYS: i64 = 30;
/// Percent of the linear share that an indicator must have reached.
pub const ENOUGH_PERCENT: i64 = 90;
/// Least counted number that the public reads.
pub const PUBLIC_LEAST: i64 = 5;

/// State of a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProgrammeState {
    /// Being written; dropped by the clock after its last day.
    Draft,
    /// Its indicators are counted and reported.
    Running,
    /// Over.
    Ended,
    /// Never started.
    Dropped,
}

crate::text_enum!(ProgrammeState { Draft = "draft", Running = "running", Ended = "ended", Dropped = "dropped" });

impl ProgrammeState {
    /// Checks that the programme is in this state.
    ///
    /// # Errors
    /// [`Code::WrongState`] otherwise.
    pub fn must_be(self, state: ProgrammeState) -> Result<()> {
        if self == state { Ok(()) } else { Err(Error::Conflict(Code::WrongState)) }
    }
}

/// Kind of an indicator: the records that the software counts between two days in an area, or a typed figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum IndicatorKind {
    /// Wishes that were fulfilled.
    WishesFulfilled,
    /// Households that were met on a visit, each once.
    HouseholdsVisited,
    /// Doors of rounds at which a household was met, each once.
    DoorsMet,
    /// Job seekers who were hired.
    Hired,
    /// Attendances at sessions of courses and events.
    CourseAttendances,
    /// Full hours of shifts from check-in to check-out, of all people together.
    ShiftHours,
    /// Pairings of a helper and a household to which both agreed.
    PairingsBegun,
    /// Referrals that an office did.
    ReferralsDone,
    /// Cases that were closed as solved, and not opened again in that time.
    CasesSolved,
    /// Children who got a place at a school.
    ChildrenPlaced,
    /// Nothing is counted: a person types the figure, with its source.
    Typed,
}

crate::text_enum!(IndicatorKind {
    WishesFulfilled = "wishes_fulfilled",
    HouseholdsVisited = "households_visited",
    DoorsMet = "doors_met",
    Hired = "hired",
    CourseAttendances = "course_attendances",
    ShiftHours = "shift_hours",
    PairingsBegun = "pairings_begun",
    ReferralsDone = "referrals_done",
    CasesSolved = "cases_solved",
    ChildrenPlaced = "children_placed",
    Typed = "typed",
});

/// How an indicator stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum IndicatorStanding {
    /// As far as its share of the time, or further.
    OnCourse,
    /// Behind, or a milestone is past its day.
    Slipping,
    /// The time is over, and the target was not reached.
    Missed,
}

crate::text_enum!(IndicatorStanding { OnCourse = "on_course", Slipping = "slipping", Missed = "missed" });

/// State of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum IndicatorReportState {
    /// A comment is asked for.
    Asked,
    /// Commented on.
    Commented,
    /// Not asked for any more.
    Lapsed,
}

crate::text_enum!(IndicatorReportState { Asked = "asked", Commented = "commented", Lapsed = "lapsed" });

/// An indicator's way from its baseline to its target, for the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Course {
    /// First second.
    pub first: Timestamp,
    /// Last second.
    pub until: Timestamp,
    /// Value at the beginning.
    pub baseline: i64,
    /// Value to be reached.
    pub target: i64,
}

impl Course {
    /// Returns the value that the linear share of the time asks for at `at`.
    #[must_use]
    pub fn expected(&self, at: Timestamp) -> i64 {
        let whole = (self.until + 1 - self.first).max(1);
        let passed = (at - self.first).clamp(0, whole);
        let gain = i128::from(self.target - self.baseline) * i128::from(passed) / i128::from(whole);
        self.baseline + i64::try_from(gain).unwrap_or_default()
    }

    /// Returns how an indicator stands at `at`; `late` milestones are open after their day.
    #[must_use]
    pub fn standing(&self, value: i64, late: i64, at: Timestamp) -> IndicatorStanding {
        if at > self.until {
            return if value >= self.target { IndicatorStanding::OnCourse } else { IndicatorStanding::Missed };
        }
        let is_calm = at < self.first + CALM_DAYS * DAY;
        let behind = (value - self.baseline).saturating_mul(100)
            < (self.expected(at) - self.baseline).saturating_mul(ENOUGH_PERCENT);
        if late > 0 || (behind && !is_calm) { IndicatorStanding::Slipping } else { IndicatorStanding::OnCourse }
    }
}

/// A programme to be written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ProgrammeDraft {
    /// Area.
    pub area: AreaId,
    /// Name, 2 to 60 characters. It is public.
    pub name: String,
    /// Document that it comes from, up to 120 characters. It is public.
    #[serde(default)]
    pub source: String,
    /// Any moment of its first day.
    pub first: Timestamp,
    /// Any moment of its last day.
    pub until: Timestamp,
}

impl ProgrammeDraft {
    /// Trims the texts, and makes it begin and end with its days.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every invalid field.
    pub fn checked(mut self, now: Timestamp) -> Result<Self> {
        let mut checks = Checks::default();
        self.name = checks.take("name", text::line(&self.name, 2, 60)).unwrap_or_default();
        self.source = checks.take("source", text::line(&self.source, 0, 120)).unwrap_or_default();
        // Compared before they are made days, so that no number is too large for a calendar.
        let near = |at: Timestamp| at > now - LONGEST_DAYS * DAY && at < now + LONGEST_DAYS * DAY;
        let known = near(self.first) && near(self.until);
        if known {
            (self.first, self.until) = (Day::of(self.first).start(), Day::of(self.until).end() - 1);
        }
        checks.ensure("first", near(self.first), Code::OutOfRange);
        let fits = self.until > self.first && self.until - self.first <= LONGEST_DAYS * DAY;
        checks.ensure("until", known && fits && self.until > now, Code::OutOfRange);
        checks.done()?;
        Ok(self)
    }
}

/// An indicator to be added to a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewIndicator {
    /// Area in which it is counted, the programme's or one inside it.
    pub area: AreaId,
    /// What, 2 to 60 characters. It is public.
    pub name: String,
    /// Unit, 1 to 8 characters.
    pub unit: String,
    /// What is counted.
    pub kind: IndicatorKind,
    /// Value at the beginning, to which what is counted is added.
    #[serde(default)]
    pub baseline: i64,
    /// Value to be reached.
    pub target: i64,
    /// Account that answers for it, with a role in casework there.
    pub owner: AccountId,
}

impl NewIndicator {
    /// Trims the texts.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every invalid field.
    pub fn checked(mut self) -> Result<Self> {
        let mut checks = Checks::default();
        self.name = checks.take("name", text::line(&self.name, 2, 60)).unwrap_or_default();
        self.unit = checks.take("unit", text::line(&self.unit, 1, 8)).unwrap_or_default();
        checks.ensure("baseline", (0..MOST).contains(&self.baseline), Code::OutOfRange);
        checks.ensure("target", self.target > self.baseline && self.target <= MOST, Code::OutOfRange);
        checks.done()?;
        Ok(self)
    }
}

/// A figure that a person types for an indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewValue {
    /// Value reached, not what was added.
    pub amount: i64,
    /// Any moment of the day that it is of.
    pub day: Timestamp,
    /// Where it comes from, 2 to 120 characters.
    pub source: String,
}

impl NewValue {
    /// Trims the source, and makes it the last second of its day, or the last one before now.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every invalid field.
    pub fn checked(mut self, first: Timestamp, now: Timestamp) -> Result<Self> {
        let mut checks = Checks::default();
        self.source = checks.take("source", text::line(&self.source, 2, 120)).unwrap_or_default();
        checks.ensure("amount", (0..=MOST).contains(&self.amount), Code::OutOfRange);
        let known = self.day >= first && self.day < Day::of(now).end();
        checks.ensure("day", known, Code::OutOfRange);
        if known {
            self.day = (Day::of(self.day).end() - 1).min(now - 1);
        }
        checks.done()?;
        Ok(self)
    }
}

/// A milestone to be added to an indicator of a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewMilestone {
    /// What, 2 to 60 characters.
    pub name: String,
    /// Any moment of its day.
    pub day: Timestamp,
}

/// Returns the last second of the day of `day`, when that is a day of the programme.
///
/// # Errors
/// Field `day`.
pub fn day_within(day: Timestamp, first: Timestamp, until: Timestamp) -> Result<Timestamp> {
    if (first..=until).contains(&day) { Ok(Day::of(day).end() - 1) } else { Err(Error::field("day", Code::OutOfRange)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const YEAR: Course = Course { first: 0, until: 365 * DAY - 1, baseline: 100, target: 465 };

    #[test]
    fn a_indicator_slips_below_nine_tenths_of_its_share_and_never_in_the_first_month() {
        assert_eq!((YEAR.expected(-5), YEAR.expected(100 * DAY), YEAR.expected(999 * DAY)), (100, 200, 465));
        assert_eq!(YEAR.standing(190, 0, 100 * DAY), IndicatorStanding::OnCourse);
        assert_eq!(YEAR.standing(189, 0, 100 * DAY), IndicatorStanding::Slipping);
        assert_eq!(YEAR.standing(300, 1, 100 * DAY), IndicatorStanding::Slipping, "a milestone is late");
        assert_eq!(YEAR.standing(100, 0, CALM_DAYS * DAY - 1), IndicatorStanding::OnCourse);
        assert_eq!(YEAR.standing(464, 0, 365 * DAY), IndicatorStanding::Missed);
        assert_eq!(YEAR.standing(465, 3, 365 * DAY), IndicatorStanding::OnCourse);
    }

    #[test]
    fn the_public_reads_nothing_below_five_and_only_steps_of_five() {
        let seen = |value| public_value(IndicatorKind::Hired, 100, value);
        assert_eq!((seen(104), seen(105), seen(109), seen(110)), (None, Some(105), Some(105), Some(110)));
        assert_eq!(public_value(IndicatorKind::Typed, 100, 104), Some(100));
        assert_eq!(public_value(IndicatorKind::Typed, 0, 4), None);
    }

    #[test]
    fn a_programme_ends_after_it_begins_and_after_now() {
        let now = 1_800_000_000;
        let new = ProgrammeDraft {
            area: 1,
            name: " 六项措施 ".into(),
            source: String::new(),
            first: now - 100 * DAY,
            until: now + 100 * DAY,
        };
        assert_eq!(new.clone().checked(now).map(|new| new.name), Ok("六项措施".to_owned()));
        let over = ProgrammeDraft { until: now - DAY, ..new.clone() };
        let backwards = ProgrammeDraft { first: now + 101 * DAY, ..new.clone() };
        for wrong in [over, backwards, ProgrammeDraft { until: i64::MAX, ..new }] {
            assert!(wrong.checked(now).is_err());
        }
    }

    #[test]
    fn a_typed_figure_is_of_a_day_that_has_begun() {
        let now = 1_800_000_000;
        let new = NewValue { amount: 7, day: now, source: "台账".into() };
        assert_eq!(new.clone().checked(0, now).map(|new| new.day), Ok(now - 1));
        assert!(NewValue { day: now + 2 * DAY, ..new.clone() }.checked(0, now).is_err());
        assert!(NewValue { amount: -1, ..new }.checked(0, now).is_err());
        assert!(day_within(11, 0, 10).is_err());
    }
}
