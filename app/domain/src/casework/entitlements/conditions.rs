//! Conditions of a rule: a closed list over what files hold. A condition that was never asked about is unknown, and of
//! the age only the year is on file; neither counts as yes or no.

use serde::{Deserialize, Serialize};

use super::{
    RuleUnit,
    facts::{HouseholdFacts, MemberFacts, ages},
};
use crate::{
    Timestamp,
    areas::AreaId,
    casework::{
        hardships::HardshipKind,
        members::School,
        rounds::profile::{Lives, Schooling, WorkStatus},
    },
    households::{Income, Sex, UNKNOWN_YEAR},
};

/// Numbers from one to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = RuleSpan))]
pub struct Span {
    /// The least.
    pub from: i64,
    /// The most.
    pub to: i64,
}

impl Span {
    fn holds(self, n: i64) -> bool {
        (self.from..=self.to).contains(&n)
    }

    /// Compares numbers of which one is the true one.
    fn among(self, (least, most): (i64, i64)) -> Answer {
        match (self.holds(least), self.holds(most)) {
            (true, true) => Answer::Yes,
            (false, false) if least >= self.from || most <= self.to || self.from > self.to => Answer::No,
            _ => Answer::Check,
        }
    }
}

/// What must hold of a household, or of one of its members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = RuleCondition))]
#[serde(rename_all = "snake_case", tag = "kind", content = "is")]
pub enum Condition {
    /// Age of the member on the cut-off day.
    Age(Span),
    /// Sex of the member.
    Sex(Sex),
    /// School that the member goes to: one of these.
    School(Vec<School>),
    /// Work of the member: one of these.
    Work(Vec<WorkStatus>),
    /// Highest schooling of the member: one of these.
    Schooling(Vec<Schooling>),
    /// Where the member lives.
    Lives(Lives),
    /// A hardship of the household on the cut-off day: one of these.
    Hardship(Vec<HardshipKind>),
    /// Income band of the household: one of these.
    Income(Vec<Income>),
    /// Number of members.
    Size(Span),
    /// Number of children on the cut-off day; for the household as a whole only.
    Children(Span),
    /// The household lives in this area, or below it.
    Area(AreaId),
}

/// Kind of a condition, as lists name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConditionKind {
    /// Age.
    Age,
    /// Sex.
    Sex,
    /// School.
    School,
    /// Work.
    Work,
    /// Highest schooling.
    Schooling,
    /// Where the member lives.
    Lives,
    /// Hardship.
    Hardship,
    /// Income band.
    Income,
    /// Number of members.
    Size,
    /// Number of children.
    Children,
    /// Area.
    Area,
}

crate::text_enum!(ConditionKind {
    Age = "age", Sex = "sex", School = "school", Work = "work", Schooling = "schooling", Lives = "lives",
    Hardship = "hardship", Income = "income", Size = "size", Children = "children", Area = "area",
});

impl ConditionKind {
    /// Whether it may stand in a rule for this unit: a rule for members asks nothing of the other members, and one for
    /// households nothing of a single member.
    #[must_use]
    pub fn is_for(self, unit: RuleUnit) -> bool {
        match self {
            ConditionKind::Age
            | ConditionKind::Sex
            | ConditionKind::School
            | ConditionKind::Work
            | ConditionKind::Schooling
            | ConditionKind::Lives => unit != RuleUnit::Household,
            ConditionKind::Children => unit == RuleUnit::Household,
            ConditionKind::Hardship | ConditionKind::Income | ConditionKind::Size | ConditionKind::Area => true,
        }
    }
}

/// Whether a condition holds, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Answer {
    /// It does not.
    No,
    /// It was never asked.
    Unknown,
    /// It may hold, and must be looked at once more.
    Check,
    /// It does.
    Yes,
}

/// One household, or one member of it, with all that a condition may know.
#[derive(Clone, Copy, Debug)]
pub(super) enum Subject<'a> {
    /// The household, with the least and the most children that it can have.
    Household(&'a HouseholdFacts, (i64, i64)),
    /// One member.
    Member(&'a HouseholdFacts, &'a MemberFacts),
}

impl<'a> Subject<'a> {
    fn household(self) -> &'a HouseholdFacts {
        match self {
            Subject::Household(household, _) | Subject::Member(household, _) => household,
        }
    }

    fn member(self) -> Option<&'a MemberFacts> {
        match self {
            Subject::Household(..) => None,
            Subject::Member(_, member) => Some(member),
        }
    }
}

/// Answers for a value that may not have been asked.
fn one_of<T: PartialEq>(allowed: &[T], said: &T, unsaid: &T) -> Answer {
    match (allowed.contains(said), said == unsaid) {
        (true, _) => Answer::Yes,
        (false, true) => Answer::Unknown,
        (false, false) => Answer::No,
    }
}

impl Condition {
    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> ConditionKind {
        match self {
            Condition::Age(_) => ConditionKind::Age,
            Condition::Sex(_) => ConditionKind::Sex,
            Condition::School(_) => ConditionKind::School,
            Condition::Work(_) => ConditionKind::Work,
            Condition::Schooling(_) => ConditionKind::Schooling,
            Condition::Lives(_) => ConditionKind::Lives,
            Condition::Hardship(_) => ConditionKind::Hardship,
            Condition::Income(_) => ConditionKind::Income,
            Condition::Size(_) => ConditionKind::Size,
            Condition::Children(_) => ConditionKind::Children,
            Condition::Area(_) => ConditionKind::Area,
        }
    }

    /// Whether it can hold at all: a span that is not empty, a list that names something that can be known.
    #[must_use]
    pub fn is_possible(&self) -> bool {
        let spans = |span: &Span, most: i64| span.from >= 0 && span.from <= span.to && span.to <= most;
        match self {
            Condition::Age(span) => spans(span, 130),
            Condition::Size(span) => span.from >= 1 && spans(span, 20),
            Condition::Children(span) => spans(span, 20),
            Condition::Sex(sex) => *sex != Sex::Unsaid,
            Condition::School(schools) => !schools.is_empty(),
            Condition::Work(work) => !work.is_empty() && !work.contains(&WorkStatus::Unsaid),
            Condition::Schooling(all) => !all.is_empty() && !all.contains(&Schooling::Unsaid),
            Condition::Hardship(kinds) => !kinds.is_empty(),
            Condition::Income(bands) => !bands.is_empty() && !bands.contains(&Income::Unsaid),
            Condition::Area(area) => *area > 0,
            Condition::Lives(_) => true,
        }
    }

    /// Compares it with a household or a member. What the subject cannot know is no.
    pub(super) fn answer(&self, subject: Subject<'_>, cut_off: Timestamp) -> Answer {
        let of = |ok: bool| if ok { Answer::Yes } else { Answer::No };
        let (household, member) = (subject.household(), subject.member());
        match (self, member) {
            (Condition::Age(span), Some(member)) => age(*span, member, cut_off),
            (Condition::Sex(sex), Some(member)) => one_of(&[*sex], &member.sex, &Sex::Unsaid),
            (Condition::School(schools), Some(member)) => match one_of(schools, &member.school, &School::None) {
                // None is also what is on file when the school was never asked.
                Answer::Yes if member.school == School::None => Answer::Check,
                other => other,
            },
            (Condition::Work(work), Some(member)) => one_of(work, &member.work, &WorkStatus::Unsaid),
            (Condition::Schooling(all), Some(member)) => one_of(all, &member.schooling, &Schooling::Unsaid),
            (Condition::Lives(lives), Some(member)) => of(*lives == member.lives),
            (Condition::Hardship(kinds), _) => {
                of(household.hardships.iter().any(|one| kinds.contains(&one.kind) && one.lasts(cut_off)))
            }
            (Condition::Income(bands), _) => one_of(bands, &household.income, &Income::Unsaid),
            (Condition::Size(span), _) => of(span.holds(household.size)),
            (Condition::Area(area), _) => of(household.area.0.contains(&format!("/{area}/"))),
            (Condition::Children(span), None) => match subject {
                Subject::Household(_, children) => span.among(children),
                Subject::Member(..) => Answer::No,
            },
            _ => Answer::No,
        }
    }
}

/// Compares the age of a member on a day with a span.
pub(super) fn age(span: Span, member: &MemberFacts, day: Timestamp) -> Answer {
    if member.birth_year == UNKNOWN_YEAR {
        return Answer::Check;
    }
    let (youngest, oldest) = ages(member.birth_year, day);
    if oldest < 0 { Answer::No } else { span.among((youngest, oldest)) }
}

/// Conditions of which one must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = RuleGroup))]
pub struct Group {
    /// The conditions.
    pub any: Vec<Condition>,
}
