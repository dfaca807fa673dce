//! Says from a rule and a family's months whether a child can be admitted, from which day, and until which day each
//! step can still be taken. Pure: it knows no clock but the day that it is given.

use serde::{Deserialize, Serialize};

use super::rules::{BackPayment, Counting, SchoolTerms};
use crate::{
    Code, Result,
    error::Checks,
    time::{Day, Month},
};

/// Admissions that are looked at, one a year: enough for any rule, because every month is paid from now on.
const ADMISSIONS: i64 = 8;
/// Months back to which a back-payment is proposed.
const BACK: i64 = 60;
/// Months that facts hold at most.
pub const PAID_MONTHS: usize = 72;

/// How a month of insurance was paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Paid {
    /// In the month itself.
    OnTime,
    /// Later.
    Back,
    /// Not at all.
    Missed,
}

crate::text_enum!(Paid { OnTime = "on_time", Back = "back", Missed = "missed" });

/// A month with how it was paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PaidMonth {
    /// The month.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "2026-03"))]
    pub month: Month,
    /// How it was paid.
    pub paid: Paid,
}

/// What a family says of its insurance, its home and its work. Months that are not named were not paid.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SchoolFacts {
    /// Months of the parent who pays.
    #[serde(default)]
    pub payments: Vec<PaidMonth>,
    /// Day since which the family is registered in the district; none while it is not.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, example = "2025-09-01"))]
    pub residence_since: Option<Day>,
    /// Day since which the parent has a work contract; none while there is none.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, example = "2025-09-01"))]
    pub contract_since: Option<Day>,
}

impl SchoolFacts {
    /// Sorts the months and refuses those that were named twice or lie ahead, and days that lie ahead.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] for `payments`, `residence_since` and `contract_since`.
    pub fn checked(mut self, today: Day) -> Result<Self> {
        self.payments.sort_unstable_by_key(|of| of.month);
        let mut checks = Checks::default();
        let (this, old) = (today.month(), today.plus(-100 * 366));
        let twice = self.payments.windows(2).any(|two| two[0].month == two[1].month);
        // The month that still runs can only have been paid in time.
        let ahead = |of: &PaidMonth| of.month > this || (of.month == this && of.paid == Paid::Back);
        let fits = !twice && self.payments.len() <= PAID_MONTHS && !self.payments.iter().any(ahead);
        checks.ensure("payments", fits, Code::OutOfRange);
        let past = |day: Option<Day>| day.is_none_or(|day| day <= today && day > old);
        checks.ensure("residence_since", past(self.residence_since), Code::OutOfRange);
        checks.ensure("contract_since", past(self.contract_since), Code::OutOfRange);
        checks.done()?;
        Ok(self)
    }
}

/// Where a child stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// All that the next admission asks for is met already.
    Eligible,
    /// It will be met in time if the family does its steps.
    OnTrack,
    /// Not at the next admission, but at a later one.
    Later,
    /// The family has not said what is needed to know.
    #[default]
    NotAsked,
    /// No rule holds for its district.
    NoRule,
}

crate::text_enum!(Standing {
    Eligible = "eligible", OnTrack = "on_track", Later = "later", NotAsked = "not_asked", NoRule = "no_rule",
});

/// What a rule asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CriterionKind {
    /// Months of insurance.
    Insurance,
    /// Months of residence.
    Residence,
    /// Months of a work contract.
    Contract,
}

crate::text_enum!(CriterionKind { Insurance = "insurance", Residence = "residence", Contract = "contract" });

/// One thing that a rule asks for, as it will stand at the next cut-off day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Criterion {
    /// What it is.
    pub kind: CriterionKind,
    /// Months that are needed.
    pub needed: i64,
    /// Months that there will be if the family does its steps.
    pub have: i64,
    /// Whether it will be met.
    pub met: bool,
}

/// A step that a family can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SchoolStepKind {
    /// Pay the insurance of each month from now on; the last day is that of the first month that must not be missed.
    Pay,
    /// Pay missed months later, which opens an earlier admission.
    PayBack,
    /// Register the residence.
    Register,
    /// Sign a work contract.
    SignContract,
    /// Hand in the application with the papers.
    Apply,
}

crate::text_enum!(SchoolStepKind {
    Pay = "pay", PayBack = "pay_back", Register = "register", SignContract = "sign_contract", Apply = "apply",
});

/// A step with the last day on which it can still be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SchoolStep {
    /// What is to be done.
    pub kind: SchoolStepKind,
    /// Last day on which it helps.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "2026-04-30"))]
    pub last_day: Day,
    /// Months to pay: the first one of [`SchoolStepKind::Pay`], all of [`SchoolStepKind::PayBack`].
    #[cfg_attr(feature = "schema", schema(value_type = Vec<String>))]
    pub months: Vec<Month>,
}

/// Everything that the rule says of a family.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Assessment {
    /// Where the child stands.
    pub standing: Standing,
    /// First day on which it can apply with all that is asked for; none when no admission of the next years fits.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub first_day: Option<Day>,
    /// Years between the rule's own days and that admission: 0 as published, above that assumed.
    pub years_on: i64,
    /// Cut-off day of that admission.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub cut_off: Day,
    /// Last day to apply for it.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub last_day: Day,
    /// Why: what the next admission asks for.
    pub criteria: Vec<Criterion>,
    /// Steps, the one whose last day comes first at the front.
    pub steps: Vec<SchoolStep>,
}

/// Whether an application waits for its answer, so that the window needs no watch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Application {
    /// None is made, or all were refused.
    ToBeMade,
    /// A school has it.
    Made,
}

/// A rule, a family's facts and the day, as the engine reads them.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// What the district asks for.
    pub terms: &'a SchoolTerms,
    /// What the family said.
    pub facts: &'a SchoolFacts,
    /// Day on which it said so. From then on every month counts as paid until the family says otherwise.
    pub asked: Day,
    /// Today, not before that.
    pub today: Day,
    /// Whether an application is made.
    pub application: Application,
}

/// Days of one admission.
#[derive(Clone, Copy)]
struct Admission {
    years_on: i64,
    cut_off: Day,
    first_day: Day,
    last_day: Day,
}

/// How a month counts for an admission.
#[derive(Clone, Copy, PartialEq, Eq)]
enum MonthState {
    /// Paid, or assumed to be paid since the family was asked.
    Counts,
    /// To be paid yet, today or later.
    Ahead,
    /// Missed, or paid too late for this rule.
    Lost,
}

/// Insurance at a cut-off day.
struct Insurance {
    met: bool,
    have: i64,
    /// First month ahead that must not be missed.
    pay: Option<i64>,
    /// Months that would have to be paid back, the latest first; empty when that does not help.
    back: Vec<i64>,
}

impl Question<'_> {
    fn admission(&self, years_on: i64) -> Admission {
        let SchoolTerms { cut_off, first_day, last_day, .. } = *self.terms;
        let on = |day: Day| if years_on == 0 { day } else { day.months_later(12 * years_on) };
        Admission { years_on, cut_off: on(cut_off), first_day: on(first_day), last_day: on(last_day) }
    }

    /// The first admission whose window is not over.
    fn next_admission(&self) -> Admission {
        let years = (self.today.month().year() - self.terms.last_day.month().year() - 1).max(0);
        let mut next = self.admission(years);
        while next.last_day < self.today {
            next = self.admission(next.years_on + 1);
        }
        next
    }

    fn insurance(&self, at: &Admission, months: &Months) -> Insurance {
        let needed = self.terms.months;
        let last = at.cut_off.month().index();
        let state = |month: i64| months.state(month, last, at.cut_off, self);
        match self.terms.counting {
            Counting::Consecutive => {
                let mut range = (last - needed + 1)..=last;
                let have = (0..needed).take_while(|back| state(last - back) != MonthState::Lost).count();
                let lost: Vec<i64> = range.clone().rev().filter(|month| state(*month) == MonthState::Lost).collect();
                let pay = range.find(|month| state(*month) == MonthState::Ahead);
                let have = i64::try_from(have).unwrap_or_default();
                Insurance { met: lost.is_empty(), have, pay, back: lost }
            }
            Counting::Total => {
                let known = months.recorded_until(last);
                // From the asked month on, what is not recorded is assumed or ahead.
                let open: Vec<i64> = (months.asked..=last).filter(|month| !months.counts(*month)).collect();
                let ahead: Vec<i64> = open.iter().copied().filter(|month| state(*month) == MonthState::Ahead).collect();
                let lost = open.iter().filter(|month| state(**month) == MonthState::Lost).count();
                let len = |months: usize| i64::try_from(months).unwrap_or_default();
                let have = known + len(open.len()) - len(lost);
                let short = needed - (have - len(ahead.len()));
                let pay = usize::try_from(short - 1).ok().and_then(|n| ahead.iter().rev().nth(n).copied());
                let missing = usize::try_from(needed - have).unwrap_or_default();
                let latest = last.min(months.today - 1);
                let back: Vec<i64> = (latest - BACK..=latest)
                    .rev()
                    .filter(|month| state(*month) == MonthState::Lost)
                    .take(missing)
                    .collect();
                let back = if back.len() == missing { back } else { Vec::new() };
                Insurance { met: have >= needed, have, pay: pay.filter(|_| have >= needed), back }
            }
        }
    }

    /// A period since a day, or from today on if it has not begun.
    fn period(&self, kind: CriterionKind, needed: i64, since: Option<Day>, cut_off: Day) -> Criterion {
        let since = since.unwrap_or(self.today);
        let mut have = (cut_off.month().index() - since.month().index()).max(0);
        while have > 0 && since.months_later(have) > cut_off {
            have -= 1;
        }
        let met = since.months_later(needed) <= cut_off;
        Criterion { kind, needed, have, met }
    }

    /// What the admission asks for besides insurance.
    fn periods(&self, at: &Admission) -> Vec<Criterion> {
        let SchoolTerms { residence_months, contract_months, .. } = *self.terms;
        let SchoolFacts { residence_since, contract_since, .. } = *self.facts;
        [
            (CriterionKind::Residence, residence_months, residence_since),
            (CriterionKind::Contract, contract_months, contract_since),
        ]
        .into_iter()
        .filter_map(|(kind, needed, since)| Some(self.period(kind, needed?, since, at.cut_off)))
        .collect()
    }

    /// Answers the question.
    #[must_use]
    pub fn answer(&self) -> Assessment {
        let months = Months::of(self);
        let next = self.next_admission();
        let insurance = self.insurance(&next, &months);
        let periods = self.periods(&next);
        let others_met = periods.iter().all(|one| one.met);
        let mut steps = Vec::new();
        let mut target = Some(next);
        let mut pay = insurance.pay;
        let now = insurance.met && others_met;
        if !now {
            if self.may_pay_back(&next) && others_met && !insurance.back.is_empty() {
                let mut back: Vec<Month> = insurance.back.iter().map(|month| months.month(*month)).collect();
                back.reverse();
                steps.push(SchoolStep { kind: SchoolStepKind::PayBack, last_day: next.cut_off, months: back });
            }
            target = (1..=ADMISSIONS).map(|years| self.admission(next.years_on + years)).find(|later| {
                let insurance = self.insurance(later, &months);
                pay = insurance.pay;
                insurance.met && self.periods(later).iter().all(|one| one.met)
            });
        }
        let at = target.unwrap_or(next);
        if target.is_some() {
            steps.extend(self.steps(&at, pay, &months));
        }
        steps.sort_by_key(|step| step.last_day);
        let promised = steps.iter().any(|step| step.kind != SchoolStepKind::Apply);
        let first = Criterion {
            kind: CriterionKind::Insurance,
            needed: self.terms.months,
            have: insurance.have,
            met: insurance.met,
        };
        Assessment {
            standing: match now {
                true if promised => Standing::OnTrack,
                true => Standing::Eligible,
                false => Standing::Later,
            },
            first_day: target.map(|at| at.first_day.max(self.today)),
            years_on: at.years_on,
            cut_off: at.cut_off,
            last_day: at.last_day,
            criteria: [vec![first], periods].concat(),
            steps,
        }
    }

    fn may_pay_back(&self, next: &Admission) -> bool {
        self.terms.back_payment == BackPayment::Counts && next.cut_off >= self.today
    }

    /// Lists the steps towards an admission that will be met.
    fn steps(&self, at: &Admission, pay: Option<i64>, months: &Months) -> Vec<SchoolStep> {
        let step = |kind, last_day| SchoolStep { kind, last_day, months: Vec::new() };
        let mut steps = Vec::new();
        if let Some(month) = pay.map(|month| months.month(month)) {
            let last_day = month.last_day().min(at.cut_off);
            steps.push(SchoolStep { months: vec![month], ..step(SchoolStepKind::Pay, last_day) });
        }
        for (kind, needed, since) in [
            (SchoolStepKind::Register, self.terms.residence_months, self.facts.residence_since),
            (SchoolStepKind::SignContract, self.terms.contract_months, self.facts.contract_since),
        ] {
            if let (Some(needed), None) = (needed, since) {
                steps.push(step(kind, latest_start(needed, at.cut_off)));
            }
        }
        if self.application == Application::ToBeMade {
            steps.push(step(SchoolStepKind::Apply, at.last_day));
        }
        steps
    }
}

/// The last day from which so many months are over by the cut-off day.
fn latest_start(months: i64, cut_off: Day) -> Day {
    let mut day = cut_off.months_later(-months);
    // A month later than 31 January is 28 February, which is also a month later than the 28th.
    while day.plus(1).months_later(months) <= cut_off {
        day = day.plus(1);
    }
    day
}

/// Months by number, so that counting them needs no calendar.
struct Months {
    /// Recorded months that count, ascending.
    recorded: Vec<i64>,
    asked: i64,
    today: i64,
    /// The present month.
    this: Month,
}

impl Months {
    fn of(question: &Question<'_>) -> Months {
        let counts = |paid: Paid| match paid {
            Paid::OnTime => true,
            Paid::Back => question.terms.back_payment == BackPayment::Counts,
            Paid::Missed => false,
        };
        let payments = question.facts.payments.iter().filter(|of| counts(of.paid));
        let mut recorded: Vec<i64> = payments.map(|of| of.month.index()).collect();
        recorded.sort_unstable();
        let this = question.today.month();
        Months { recorded, asked: question.asked.month().index(), today: this.index(), this }
    }

    fn month(&self, index: i64) -> Month {
        self.this.plus(index - self.today)
    }

    fn counts(&self, month: i64) -> bool {
        self.recorded.binary_search(&month).is_ok()
    }

    fn recorded_until(&self, last: i64) -> i64 {
        i64::try_from(self.recorded.partition_point(|month| *month <= last)).unwrap_or_default()
    }

    /// A month can be paid until its last day, and that of the cut-off until the cut-off.
    fn state(&self, month: i64, last: i64, cut_off: Day, question: &Question<'_>) -> MonthState {
        let (missed, past) = if month == last {
            (cut_off < question.asked, cut_off < question.today)
        } else {
            (month < self.asked, month < self.today)
        };
        match () {
            () if self.counts(month) => MonthState::Counts,
            () if missed => MonthState::Lost,
            () if past => MonthState::Counts,
            () => MonthState::Ahead,
        }
    }
}

/// What a case keeps of an answer, for lists and clocks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outlook {
    /// Where the child stands.
    pub standing: Standing,
    /// First day on which it can apply.
    pub first_day: Option<Day>,
    /// Step whose last day comes first.
    pub step: Option<(SchoolStepKind, Day)>,
    /// The whole answer; none without a rule and without facts.
    pub assessment: Option<Assessment>,
}

impl Outlook {
    /// Answers for a case, which may have no rule or no facts yet.
    #[must_use]
    pub fn of(
        terms: Option<&SchoolTerms>,
        facts: Option<&SchoolFacts>,
        asked: Day,
        today: Day,
        application: Application,
    ) -> Outlook {
        let (terms, facts) = match (terms, facts) {
            (None, _) => return Outlook { standing: Standing::NoRule, ..Outlook::default() },
            (_, None) => return Outlook::default(),
            (Some(terms), Some(facts)) => (terms, facts),
        };
        let told = Question { terms, facts, asked, today: today.max(asked), application }.answer();
        Outlook {
            standing: told.standing,
            first_day: told.first_day,
            step: told.steps.first().map(|step| (step.kind, step.last_day)),
            assessment: Some(told),
        }
    }
}
