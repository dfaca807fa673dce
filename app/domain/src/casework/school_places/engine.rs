//! Says from a rule and a family's months whether a child can be admitted, from which day, and until which day each
//! step can still be taken. Pure: it knows no clock but the day that it is given.

use super::rules::{BackPayment, Counting, SchoolTerms};
pub use super::{
    assessment::{Assessment, Criterion, CriterionKind, SchoolStanding, SchoolStep, SchoolStepKind},
    facts::{Paid, PaidMonth, SchoolFacts},
};
use crate::time::{Day, Month};

/// Admissions that are looked at, one a year: enough for any rule, because every month is paid from now on.
const ADMISSIONS: i64 = 8;
/// Months back to which a back-payment is proposed.
const BACK: i64 = 60;

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
                true if promised => SchoolStanding::OnTrack,
                true => SchoolStanding::Eligible,
                false => SchoolStanding::Later,
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
    pub standing: SchoolStanding,
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
            (None, _) => return Outlook { standing: SchoolStanding::NoRule, ..Outlook::default() },
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
