//! Compares the engine with a family that lives day by day on a calendar of its own, for generated rules and for
//! timelines of 24 months.

use super::{
    engine::{Application, Assessment, Paid, PaidMonth, Question, SchoolFacts, SchoolStanding, SchoolStepKind},
    rules::{BackPayment, Counting, SchoolTerms},
};
use crate::time::{Day, Month};

/// First year of the calendar.
const FIRST_YEAR: i64 = 2022;
/// Months of a timeline.
const TIMELINE: usize = 24;

/// A day of the calendar, counted without the engine's help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Date {
    /// Months since the year 0.
    month: i64,
    day: i64,
    length: i64,
}

/// Every day of sixteen years; the index is the number of days since its first one.
fn calendar() -> Vec<Date> {
    let mut days = Vec::new();
    for year in FIRST_YEAR..FIRST_YEAR + 16 {
        for month in 0..12 {
            let length = match month {
                1 if year % 4 == 0 => 29,
                1 => 28,
                3 | 5 | 8 | 10 => 30,
                _ => 31,
            };
            days.extend((1..=length).map(|day| Date { month: year * 12 + month, day, length }));
        }
    }
    days
}

/// Position in the calendar, and the same day for the engine.
struct Clock {
    days: Vec<Date>,
    /// Position of the first day of each month.
    months: Vec<usize>,
    begin: Day,
}

impl Clock {
    fn new() -> Clock {
        let days = calendar();
        let months = days.iter().enumerate().filter(|(_, of)| of.day == 1).map(|(at, _)| at).collect();
        Clock { days, months, begin: format!("{FIRST_YEAR}-01-01").parse().expect("a day") }
    }

    fn day(&self, at: usize) -> Day {
        self.begin.plus(i64::try_from(at).expect("a small number"))
    }

    fn at(&self, day: Day) -> usize {
        usize::try_from(day.number() - self.begin.number()).expect("a day of the calendar")
    }

    /// The same day so many years later; 29 February becomes the 28th.
    fn years_later(&self, at: usize, years: i64) -> usize {
        let Date { month, day, .. } = self.days[at];
        let target = usize::try_from(month + 12 * years - FIRST_YEAR * 12).expect("a month of the calendar");
        let first = self.months[target];
        first + usize::try_from(day.min(self.days[first].length) - 1).expect("a day of the month")
    }

    /// Whether so many months are over on a day: one month from the 31st is the last day of a shorter month.
    fn are_over(&self, since: usize, months: i64, at: usize) -> bool {
        let (from, to) = (self.days[since], self.days[at]);
        let target = from.month + months;
        to.month > target || (to.month == target && (to.day >= from.day || to.day == to.length))
    }
}

/// What a family does besides what it said.
#[derive(Clone, Copy)]
struct Conduct {
    /// First day from which it pays again; it paid from the day on which it was asked until today.
    pays_from: usize,
    registers: usize,
    signs: usize,
}

/// Months by number: paid or not.
struct Wallet {
    first: i64,
    paid: Vec<bool>,
}

impl Wallet {
    fn pay(&mut self, month: i64) {
        if let Some(paid) = usize::try_from(month - self.first).ok().and_then(|at| self.paid.get_mut(at)) {
            *paid = true;
        }
    }

    fn has(&self, month: i64) -> bool {
        usize::try_from(month - self.first).ok().and_then(|at| self.paid.get(at)).is_some_and(|paid| *paid)
    }
}

/// A family, a rule and two days.
struct Life<'a> {
    clock: &'a Clock,
    terms: &'a SchoolTerms,
    facts: &'a SchoolFacts,
    asked: usize,
    today: usize,
}

impl Life<'_> {
    fn conduct(&self) -> Conduct {
        Conduct { pays_from: self.today, registers: self.today, signs: self.today }
    }

    /// Whether all that the rule asks for is met on a cut-off day.
    fn meets(&self, wallet: &Wallet, cut_off: usize, conduct: Conduct) -> bool {
        let last = self.clock.days[cut_off].month;
        let months = match self.terms.counting {
            Counting::Consecutive => (0..).take_while(|back| wallet.has(last - back)).take(100).count(),
            Counting::Total => (0..200).filter(|back| wallet.has(last - back)).count(),
        };
        let since = |day: Option<Day>, otherwise: usize| day.map_or(otherwise, |day| self.clock.at(day));
        let residence = since(self.facts.residence_since, conduct.registers);
        let contract = since(self.facts.contract_since, conduct.signs);
        let over = |needed: Option<i64>, since: usize| {
            needed.is_none_or(|needed| since <= cut_off && self.clock.are_over(since, needed, cut_off))
        };
        i64::try_from(months).is_ok_and(|months| months >= self.terms.months)
            && over(self.terms.residence_months, residence)
            && over(self.terms.contract_months, contract)
    }

    /// Lives day by day; returns for each of the coming admissions the first day to apply, if it can.
    fn live(&self, conduct: Conduct, admissions: i64) -> Vec<Option<usize>> {
        let clock = self.clock;
        let known = |of: &PaidMonth| match of.paid {
            Paid::OnTime => true,
            Paid::Back => self.terms.back_payment == BackPayment::Counts,
            Paid::Missed => false,
        };
        let mut wallet = Wallet { first: FIRST_YEAR * 12, paid: vec![false; 16 * 12] };
        for of in self.facts.payments.iter().filter(|of| known(of)) {
            wallet.pay(of.month.index());
        }
        let on = |day: Day, years: i64| clock.years_later(clock.at(day), years);
        let first = (0..).find(|years| on(self.terms.last_day, *years) >= self.today).expect("an admission");
        let days: Vec<_> = (first..first + admissions)
            .map(|years| {
                (on(self.terms.cut_off, years), on(self.terms.first_day, years), on(self.terms.last_day, years))
            })
            .collect();
        let mut met = vec![false; days.len()];
        let mut found = vec![None; days.len()];
        for at in self.asked.min(days[0].0)..=days.last().expect("an admission").2 {
            let date = clock.days[at];
            let is_cut_off = days.iter().any(|of| of.0 == at);
            let pays = at >= self.asked && (at < self.today || at >= conduct.pays_from);
            if pays && (date.day == date.length || is_cut_off) {
                wallet.pay(date.month);
            }
            for (n, (cut_off, first_day, last_day)) in days.iter().enumerate() {
                if at == *cut_off {
                    met[n] = self.meets(&wallet, at, conduct);
                }
                if at == *last_day && met[n] {
                    found[n] = (*first_day..=at).find(|day| *day >= self.today);
                }
            }
        }
        found
    }

    fn answer(&self) -> Assessment {
        let (asked, today) = (self.clock.day(self.asked), self.clock.day(self.today));
        let application = Application::ToBeMade;
        Question { terms: self.terms, facts: self.facts, asked, today, application }.answer()
    }

    /// Checks the answer against the life, and each step by taking it on its last day and a day too late.
    fn check(&self, with_steps: Steps) {
        let told = self.answer();
        let lived = self.live(self.conduct(), 4);
        let target = lived.iter().position(Option::is_some);
        let seen = format!("{:?} {:?} asked {} today {}: {told:?}", self.terms, self.facts, self.asked, self.today);
        let target = target.expect("an admission of the next four years");
        assert_eq!(told.first_day, lived[target].map(|at| self.clock.day(at)), "{target} {seen}");
        assert_eq!(told.standing == SchoolStanding::Later, target > 0, "{target} {seen}");
        if matches!(with_steps, Steps::Tried) {
            self.try_steps(&told, target, &seen);
        }
    }

    fn try_steps(&self, told: &Assessment, target: usize, seen: &str) {
        let admissions = i64::try_from(target).expect("a small number") + 1;
        let opens = |conduct: Conduct| self.live(conduct, admissions)[target].is_some();
        for kind in [SchoolStepKind::Pay, SchoolStepKind::Register, SchoolStepKind::SignContract] {
            let step = told.steps.iter().find(|step| step.kind == kind);
            let begun = |at: usize| match kind {
                SchoolStepKind::Pay => Conduct { pays_from: at, ..self.conduct() },
                SchoolStepKind::Register => Conduct { registers: at, ..self.conduct() },
                _ => Conduct { signs: at, ..self.conduct() },
            };
            match step.map(|step| self.clock.at(step.last_day)) {
                Some(last) => {
                    assert!(last >= self.today && opens(begun(last)), "{kind:?} {seen}");
                    assert!(!opens(begun(last + 1)), "{kind:?} a day later {seen}");
                }
                None => assert!(opens(begun(self.clock.days.len())), "{kind:?} is no step {seen}"),
            }
        }
        let Some(back) = told.steps.iter().find(|step| step.kind == SchoolStepKind::PayBack) else { return };
        let paid = |months: &[Month]| {
            let mut facts = self.facts.clone();
            for month in months {
                facts.payments.retain(|of| of.month != *month);
                facts.payments.push(PaidMonth { month: *month, paid: Paid::Back });
            }
            facts
        };
        let facts = paid(&back.months);
        let life = Life { facts: &facts, ..*self };
        assert!(life.live(life.conduct(), 1)[0].is_some(), "paid back {seen}");
        let facts = paid(&back.months[1..]);
        let life = Life { facts: &facts, ..*self };
        assert!(life.live(life.conduct(), 1)[0].is_none(), "paid back but one {seen}");
    }
}

/// Whether each step is tried, which costs a dozen lives.
#[derive(Clone, Copy)]
enum Steps {
    Tried,
    Left,
}

/// Months as bits, the latest one the lowest.
fn payments(bits: u32, last: Month, gap: Paid) -> Vec<PaidMonth> {
    (0..TIMELINE)
        .rev()
        .map(|back| {
            let month = last.plus(-i64::try_from(back).expect("a small number"));
            PaidMonth { month, paid: if (bits >> back) & 1 == 1 { Paid::OnTime } else { gap } }
        })
        .collect()
}

/// Timelines that differ in kind: every single gap, a second gap beside it now and then, and noise.
fn timelines() -> Vec<u32> {
    let all = (1_u32 << TIMELINE) - 1;
    let mut found = vec![0, all];
    for begin in 0..TIMELINE {
        for length in 1..=TIMELINE - begin {
            let gap = ((1_u32 << length) - 1) << begin;
            found.push(all & !gap);
            if (begin + length) % 5 == 0 {
                found.push(all & !gap & !(1 << ((begin * 7 + length * 3) % TIMELINE)));
            }
        }
    }
    let mut noise = 12_345_u32;
    for _ in 0..120 {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        found.push((noise >> 8) & all);
    }
    found
}

/// Rules of a small grid: months, counting and back-payment in all pairs, the rest in turn.
fn rules() -> Vec<SchoolTerms> {
    let day = |text: &str| -> Day { text.parse().expect("a day") };
    let windows = [
        ("2026-04-30", "2026-06-01", "2026-06-08"),
        ("2026-05-15", "2026-05-01", "2026-05-31"),
        ("2026-02-28", "2026-03-20", "2026-04-02"),
    ];
    let asked = [(None, None), (Some(12), None), (None, Some(6)), (Some(1), Some(12))];
    let mut found = Vec::new();
    for months in [0, 6, 12, 18] {
        for counting in [Counting::Consecutive, Counting::Total] {
            for back_payment in [BackPayment::Counts, BackPayment::DoesNotCount] {
                let (cut_off, first_day, last_day) = windows[found.len() % windows.len()];
                let (residence_months, contract_months) = asked[found.len() % asked.len()];
                found.push(SchoolTerms {
                    months,
                    counting,
                    back_payment,
                    residence_months,
                    contract_months,
                    cut_off: day(cut_off),
                    first_day: day(first_day),
                    last_day: day(last_day),
                });
            }
        }
    }
    found
}

#[test]
fn the_engine_agrees_with_a_family_that_lives_day_by_day() {
    let clock = Clock::new();
    let (timelines, rules) = (timelines(), rules());
    let day = |text: &str| clock.at(text.parse().expect("a day"));
    // Long before, on the last day of a month, between cut-off and window, inside the window, and after it.
    let days = ["2026-01-10", "2026-03-31", "2026-05-15", "2026-06-03", "2026-09-30"].map(day);
    let mut tried = 0;
    for (r, terms) in rules.iter().enumerate() {
        for (t, bits) in timelines.iter().enumerate() {
            // Each rule sees every timeline of its turn; together the rules see all of them often.
            if (t + r) % 6 != 0 {
                continue;
            }
            let n = t / 6 + r;
            let today = days[n % days.len()];
            let asked = if n % 3 == 0 { today - 40 } else { today };
            let gap = if n % 2 == 0 { Paid::Back } else { Paid::Missed };
            let mut facts = SchoolFacts {
                payments: payments(*bits, clock.day(asked).month(), gap),
                residence_since: (n % 4 != 0).then(|| clock.day(today - (n * 37) % 500)),
                contract_since: (n % 5 != 0).then(|| clock.day(today - (n * 53) % 500)),
            };
            // The month that still runs is paid in time or not at all.
            facts.payments.retain(|of| of.paid != Paid::Back || of.month < clock.day(asked).month());
            let life = Life { clock: &clock, terms, facts: &facts, asked, today };
            life.check(if n % 8 == 0 { Steps::Tried } else { Steps::Left });
            tried += 1;
        }
    }
    assert!(tried > 1000, "{tried}");
}

#[test]
fn two_districts_say_of_one_family_what_their_notices_say() {
    let day = |text: &str| -> Day { text.parse().expect("a day") };
    let month = |text: &str| -> Month { text.parse().expect("a month") };
    let terms = |months, back_payment| SchoolTerms {
        months,
        counting: Counting::Consecutive,
        back_payment,
        residence_months: None,
        contract_months: None,
        cut_off: day("2026-04-30"),
        first_day: day("2026-06-01"),
        last_day: day("2026-06-08"),
    };
    // Paid since July 2025, but for February 2026, as the family learned on 10 March.
    let paid = ["2025-07", "2025-08", "2025-09", "2025-10", "2025-11", "2025-12", "2026-01"];
    let payments = paid.map(|of| PaidMonth { month: month(of), paid: Paid::OnTime }).to_vec();
    let facts = SchoolFacts { payments, ..SchoolFacts::default() };
    let today = day("2026-03-10");
    let application = Application::ToBeMade;
    let strict = terms(12, BackPayment::DoesNotCount);
    let told = Question { terms: &strict, facts: &facts, asked: today, today, application }.answer();
    assert_eq!((told.standing, told.first_day, told.years_on), (SchoolStanding::Later, Some(day("2027-06-01")), 1));
    // The run of twelve up to April 2027 begins in May 2026.
    let pay = &told.steps[0];
    assert_eq!((pay.kind, pay.last_day, pay.months[0]), (SchoolStepKind::Pay, day("2026-05-31"), month("2026-05")));
    let mild = terms(6, BackPayment::Counts);
    let told = Question { terms: &mild, facts: &facts, asked: today, today, application }.answer();
    let back = &told.steps[0];
    assert_eq!(told.standing, SchoolStanding::Later);
    assert_eq!(
        (back.kind, back.last_day, &back.months[..]),
        (SchoolStepKind::PayBack, day("2026-04-30"), &[month("2026-02")][..])
    );
}
