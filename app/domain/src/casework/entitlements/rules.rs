//! A rule: whom it is for, under which conditions, until when, and what it gives.

use serde::{Deserialize, Serialize};

use super::{
    NeededPaper, RuleUnit,
    conditions::{Answer, Condition, ConditionKind, Group, Span, Subject, age},
    facts::{FileFacts, MemberFacts, ages},
};
use crate::{
    Code, DAY, Error, Result, Timestamp, accounts::AccountId, areas::AreaId, error::Checks, households::UNKNOWN_YEAR,
    text,
};

/// Row id of a rule.
pub type RuleId = i64;

/// Groups of conditions of one rule, and conditions of one group.
pub const MOST_CONDITIONS: usize = 8;
/// Days around now in which the cut-off day of a rule lies.
const CUT_OFF_DAYS: [Timestamp; 2] = [-400, 800];
/// Days from now until which the last day to apply lies.
const APPLY_DAYS: Timestamp = 800;
/// Days before the last day to apply at which caseworkers are reminded.
pub const REMIND_DAYS: Timestamp = 14;
/// Age from which a member is an adult.
const ADULT: i64 = 18;
/// Oldest age that is reckoned with.
const OLDEST: i64 = 150;

/// State of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RuleState {
    /// Written down.
    Draft,
    /// Its newest version was tried on its area.
    Tried,
    /// One of its versions finds families.
    InUse,
    /// Withdrawn, with its list.
    Withdrawn,
}

crate::text_enum!(RuleState { Draft = "draft", Tried = "tried", InUse = "in_use", Withdrawn = "withdrawn" });

/// What happens to a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleEvent {
    /// It gets another version.
    Change,
    /// Its newest version is tried.
    Try,
    /// Its newest version is used from now on.
    Use,
    /// It is withdrawn.
    Withdraw,
}

impl RuleState {
    /// The state after `event`. A rule in use stays in use with its old version while a new one is written and tried.
    ///
    /// # Errors
    /// [`Code::WrongState`] for a withdrawn rule; [`Code::RuleUntried`] for a version that was not tried.
    pub fn after(self, event: RuleEvent) -> Result<RuleState> {
        match (self, event) {
            (RuleState::Withdrawn, _) => Err(Error::Conflict(Code::WrongState)),
            (_, RuleEvent::Withdraw) => Ok(RuleState::Withdrawn),
            (RuleState::InUse, _) | (RuleState::Tried, RuleEvent::Use) => Ok(RuleState::InUse),
            (RuleState::Draft, RuleEvent::Use) => Err(Error::Conflict(Code::RuleUntried)),
            (_, RuleEvent::Change) => Ok(RuleState::Draft),
            (_, RuleEvent::Try) => Ok(RuleState::Tried),
        }
    }
}

/// Why a rule is withdrawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RuleEnd {
    /// Its time is over.
    Over,
    /// The policy behind it changed.
    Changed,
    /// It was wrong.
    Mistake,
    /// Another reason.
    Other,
}

crate::text_enum!(RuleEnd { Over = "over", Changed = "changed", Mistake = "mistake", Other = "other" });

/// A version of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = NewEntitlementRule))]
pub struct NewRule {
    /// Name, 1 to 40 characters.
    pub name: String,
    /// What it gives, in plain words, 1 to 200 characters.
    pub gives: String,
    /// The document that says so, 1 to 120 characters.
    pub source: String,
    /// Whom it finds.
    pub unit: RuleUnit,
    /// Last second of the day for which ages and hardships count.
    pub cut_off: Timestamp,
    /// Last second in which one may apply; `None` without an end.
    #[serde(default)]
    pub apply_by: Option<Timestamp>,
    /// Days in which a family is asked, 1 to 60.
    pub ask_days: i64,
    /// Groups of conditions: of each group one must hold.
    pub groups: Vec<Group>,
    /// Papers that are needed.
    #[serde(default)]
    pub papers: Vec<NeededPaper>,
}

impl NewRule {
    /// Trims the texts, lists each paper once and validates all fields.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every invalid field; `conditions` for none, for one that can never hold, and for one
    /// that does not fit whom the rule is for.
    pub fn checked(self, now: Timestamp) -> Result<Self> {
        let mut checks = Checks::default();
        let name = checks.take("name", text::line(&self.name, 1, 40));
        let gives = checks.take("gives", text::line(&self.gives, 1, 200));
        let source = checks.take("source", text::line(&self.source, 1, 120));
        let [earliest, latest] = CUT_OFF_DAYS.map(|days| now + days * DAY);
        checks.ensure("cut_off", (earliest..=latest).contains(&self.cut_off), Code::OutOfRange);
        let last = self.apply_by.unwrap_or(now + 1);
        checks.ensure("apply_by", last > now && last <= now + APPLY_DAYS * DAY, Code::OutOfRange);
        checks.ensure("ask_days", (1..=60).contains(&self.ask_days), Code::OutOfRange);
        checks.ensure("conditions", !self.groups.is_empty(), Code::Required);
        let sized = |n: usize| (1..=MOST_CONDITIONS).contains(&n);
        let fits = |one: &Condition| one.is_possible() && one.kind().is_for(self.unit);
        let possible = self.groups.len() <= MOST_CONDITIONS
            && self.groups.iter().all(|group| sized(group.any.len()) && group.any.iter().all(fits));
        checks.ensure("conditions", self.groups.is_empty() || possible, Code::OutOfRange);
        checks.done()?;
        let papers = NeededPaper::ALL.iter().copied().filter(|paper| self.papers.contains(paper)).collect();
        let texts = [name, gives, source].map(Option::unwrap_or_default);
        let [name, gives, source] = texts;
        Ok(NewRule { name, gives, source, papers, ..self })
    }

    /// Compares the rule with a file: one verdict for each unit that it is about.
    #[must_use]
    pub fn verdicts(&self, file: &FileFacts) -> Vec<(Option<i64>, Verdict)> {
        let household = &file.household;
        if self.unit == RuleUnit::Household {
            return vec![(None, self.verdict(Subject::Household(household, self.children(&file.members)), None))];
        }
        let of = |member: &MemberFacts| {
            let verdict = self.verdict(Subject::Member(household, member), Some(self.is_of_unit(member)));
            (Some(member.id), verdict)
        };
        file.members.iter().map(of).collect()
    }

    /// Whether a member is a child or an adult on the cut-off day, as the rule asks.
    fn is_of_unit(&self, member: &MemberFacts) -> Answer {
        let span = match self.unit {
            RuleUnit::Child => Span { from: 0, to: ADULT - 1 },
            RuleUnit::Adult | RuleUnit::Household => Span { from: ADULT, to: OLDEST },
        };
        age(span, member, self.cut_off)
    }

    /// The least and the most children that a household can have on the cut-off day.
    fn children(&self, members: &[MemberFacts]) -> (i64, i64) {
        let (unknown, known): (Vec<_>, Vec<_>) = members.iter().partition(|member| member.birth_year == UNKNOWN_YEAR);
        let count = |is_child: &dyn Fn((i64, i64)) -> bool| {
            let born = known.iter().map(|member| ages(member.birth_year, self.cut_off));
            i64::try_from(born.filter(|ages| ages.1 >= 0 && is_child(*ages)).count()).unwrap_or(i64::MAX)
        };
        let unknown = i64::try_from(unknown.len()).unwrap_or(i64::MAX);
        (count(&|(_, oldest)| oldest < ADULT), count(&|(youngest, _)| youngest < ADULT) + unknown)
    }

    fn verdict(&self, subject: Subject<'_>, of_unit: Option<Answer>) -> Verdict {
        let mut because = Because::default();
        let mut worst = of_unit.unwrap_or(Answer::Yes);
        if worst == Answer::Check {
            because.doubts.push(ConditionKind::Age);
        }
        for group in &self.groups {
            let answers = group.any.iter().map(|one| (one.kind(), one.answer(subject, self.cut_off)));
            let best = answers.clone().map(|(_, answer)| answer).max().unwrap_or(Answer::No);
            worst = worst.min(best);
            because.holds.extend(answers.clone().filter(|(_, answer)| *answer >= Answer::Check).map(|(kind, _)| kind));
            if best == Answer::Check {
                because.doubts.extend(answers.filter(|(_, answer)| *answer == best).map(|(kind, _)| kind));
            }
        }
        for kinds in [&mut because.holds, &mut because.doubts] {
            kinds.sort_unstable();
            kinds.dedup();
        }
        match worst {
            Answer::No => Verdict::No,
            Answer::Unknown => Verdict::Unsure,
            Answer::Check | Answer::Yes => Verdict::Fits(because),
        }
    }
}

/// What a rule says of a household or a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A condition does not hold.
    No,
    /// Something that counts was never asked.
    Unsure,
    /// It may be entitled.
    Fits(Because),
}

/// Why a household or a member may be entitled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Because {
    /// Kinds of the conditions that hold, in their order.
    pub holds: Vec<ConditionKind>,
    /// Those to be looked at once more: of the age only the year is on file.
    pub doubts: Vec<ConditionKind>,
}

/// When caseworkers are reminded of the last day to apply; 0 without one, and when it is too late for that.
#[must_use]
pub fn reminder(apply_by: Option<Timestamp>, now: Timestamp) -> Timestamp {
    match apply_by.map(|last| last - REMIND_DAYS * DAY) {
        Some(at) if at > now => at,
        _ => 0,
    }
}

/// A rule as staff read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = EntitlementRule))]
pub struct Rule {
    /// Row id.
    pub id: RuleId,
    /// Area for which it holds.
    pub area: AreaId,
    /// Name of that area.
    pub area_name: String,
    /// Its state.
    pub state: RuleState,
    /// Number of its newest version.
    pub latest: i64,
    /// Number of the version in use.
    pub used: Option<i64>,
    /// Number of the version that was tried last.
    pub tried: Option<i64>,
    /// When the version in use began.
    pub since: Option<Timestamp>,
    /// When it was withdrawn.
    pub withdrawn: Option<Timestamp>,
    /// Why it was withdrawn.
    pub reason: Option<RuleEnd>,
    /// When its newest version was written.
    pub made: Timestamp,
    /// Name of the account that wrote it.
    pub by: String,
    /// What its newest version says.
    pub content: NewRule,
    /// Whether the reader may change, try, use and withdraw it.
    pub may_lead: bool,
}

/// A version tried on its area. A count is missing where it would tell of fewer than five families those who may not
/// open files, alone or beside an earlier one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = EntitlementTrial))]
pub struct Trial {
    /// Row id.
    pub id: i64,
    /// The version.
    pub version: i64,
    /// When it was tried.
    pub at: Timestamp,
    /// Name of the account that tried it.
    pub by: String,
    /// Households or members that may be entitled.
    pub units: Option<i64>,
    /// Those of them that were on no list of the rule before.
    pub fresh: Option<i64>,
    /// Those of whom something that counts was never asked.
    pub unsure: Option<i64>,
}

/// Entries of a rule that a caseworker has not dealt with in time, without saying whose they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = EntitlementsLate))]
pub struct LateEntries {
    /// The rule.
    pub rule: RuleId,
    /// Its name.
    pub rule_name: String,
    /// Caseworker of the files; `None` for files without one.
    pub caseworker: Option<AccountId>,
    /// Its name, or empty.
    pub caseworker_name: String,
    /// How many, in steps of five; missing for fewer than five families.
    pub count: Option<i64>,
}
