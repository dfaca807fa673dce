//! School places: a strict rule and a mild one in two districts of the city, one for the whole town, and 26 children.

use domain::{
    DAY, Timestamp,
    accounts::Actor,
    areas::AreaId,
    casework::{
        cases::{AskedHow, FamilyAnswer, FamilyAsked},
        school_places::{
            NewSchoolAnswer, NewSchoolFacts, NewSchoolPlace, SchoolAnswer, SchoolConsent, SchoolEnd, SchoolOutcome,
            SchoolPlaceId,
            engine::{Paid, PaidMonth, SchoolFacts},
            rules::{BackPayment, Counting, NewSchoolRule, SchoolTerms},
        },
    },
    time::{Day, Month},
};
use store::{
    Result, Tx,
    casework::school_places::{
        closing::CloseSchoolPlace, facts::RecordSchoolFacts, opening::OpenSchoolPlace, rules::SetSchoolRule,
        schools::NoteSchoolAnswer,
    },
};

use crate::{
    calendar::Calendar,
    city::{
        families::Family,
        settle::{Home, Root, World},
    },
};

/// Children of each root area.
const CHILDREN: [usize; 2] = [20, 6];
/// Ages at which a child seeks a place.
const AGES: std::ops::RangeInclusive<i64> = 5..=13;
/// Age at which a child starts school: of a family's children, the one nearest to it seeks the place.
const STARTS: i64 = 6;
/// Days before now at which the rules were entered.
const RULES: i64 = 200;

/// Enters the rules and lives the cases of both root areas.
pub async fn live(tx: &mut Tx<'_>, calendar: Calendar, world: &World, families: &[Vec<Family>; 2]) -> Result<()> {
    for (number, (root, families)) in world.roots.iter().zip(families).enumerate() {
        if number == 0 {
            for (district, strict) in root.districts.iter().zip([true, false].into_iter().cycle()) {
                let terms = if strict { (12, BackPayment::DoesNotCount) } else { (6, BackPayment::Counts) };
                rule(tx, calendar, root, district.id, terms).await?;
            }
        } else {
            rule(tx, calendar, root, root.id, (6, BackPayment::Counts)).await?;
        }
        let seekers = root.homes.iter().zip(families).filter_map(|(home, family)| Some((home, seeker(home, family)?)));
        let seekers: Vec<(&Home, i64)> = seekers.take(CHILDREN[number.min(1)]).collect();
        for (n, (home, member)) in seekers.into_iter().enumerate() {
            child(tx, calendar, root, home, member, n).await?;
        }
    }
    Ok(())
}

/// The member of a home who seeks a place; `None` where there is no child of that age.
fn seeker(home: &Home, family: &Family) -> Option<i64> {
    let children = home.people.iter().zip(&family.people).filter(|(_, person)| AGES.contains(&person.age));
    children.min_by_key(|(_, person)| (person.age - STARTS).abs()).map(|(member, _)| *member)
}

/// The next year whose window is not over.
fn admission(today: Day) -> i64 {
    let month = today.month();
    if month.number() <= 5 { month.year() } else { month.year() + 1 }
}

async fn rule(
    tx: &mut Tx<'_>,
    calendar: Calendar,
    root: &Root,
    area: AreaId,
    (months, back_payment): (i64, BackPayment),
) -> Result<()> {
    let at = calendar.at(-RULES * DAY);
    let year = admission(Day::of(calendar.now));
    let day = |text: &str| format!("{year}-{text}").parse().unwrap_or(Day::of(calendar.now));
    let strict = back_payment == BackPayment::DoesNotCount;
    let new = NewSchoolRule {
        area,
        replaces: None,
        terms: SchoolTerms {
            months,
            counting: if strict { Counting::Consecutive } else { Counting::Total },
            back_payment,
            residence_months: strict.then_some(12),
            contract_months: strict.then_some(12),
            cut_off: day("04-30"),
            first_day: day("06-01"),
            last_day: day("06-08"),
        },
        papers: ["居住证", "社保缴费证明", "劳动合同", "户口簿", "预防接种证"].map(str::to_owned).to_vec(),
        source: format!("{year} 年义务教育阶段流动人口子女入学通知"),
        checked_by: "教育科 王老师".into(),
    };
    tx.run_as(&root.coordinator, at, &SetSchoolRule(new)).await?;
    Ok(())
}

fn caseworker(root: &Root, home: &Home) -> Actor {
    root.districts.get(home.district).map(|district| district.caseworker.clone()).unwrap_or_default()
}

/// What a family says on a day: one in four paid all, one missed a month, one paid two later, one came lately.
fn facts(at: Timestamp, n: usize) -> SchoolFacts {
    let this = Month::of(at);
    let paid = |back: i64| match (n % 4, back) {
        (1, 3) => Paid::Missed,
        (2, 4 | 5) => Paid::Back,
        (3, 5..) => Paid::Missed,
        _ => Paid::OnTime,
    };
    let payments = (1..=18).map(|back| PaidMonth { month: this.plus(-back), paid: paid(back) }).collect();
    let since = |days: i64| Day::of(at).plus(-days);
    SchoolFacts {
        payments,
        residence_since: (n % 5 != 4).then(|| since(250)),
        contract_since: (n % 6 != 5).then(|| since(300)),
    }
}

/// How a case ended, what the family answered, and how many days ago; `None` for one that is open.
fn end(n: usize) -> Option<(SchoolOutcome, FamilyAnswer, i64)> {
    match n % 13 {
        1 | 4 | 6 | 9 => Some((SchoolOutcome::Placed, FamilyAnswer::Solved, 60)),
        7 => Some((SchoolOutcome::PlacedElsewhere, FamilyAnswer::Solved, 40)),
        10 => Some((SchoolOutcome::WentHome, FamilyAnswer::Accepts, 50)),
        12 => Some((SchoolOutcome::NotBefore, FamilyAnswer::Accepts, 20)),
        _ => None,
    }
}

async fn child(tx: &mut Tx<'_>, calendar: Calendar, root: &Root, home: &Home, member: i64, n: usize) -> Result<()> {
    let keeper = caseworker(root, home);
    let days_ago = |days: i64| calendar.at(-days * DAY);
    let consent = SchoolConsent { how: AskedHow::Visit, whom: "妈妈".into() };
    let open = OpenSchoolPlace { household: home.household, new: NewSchoolPlace { member, consent } };
    let place = tx.run_as(&keeper, days_ago(120), &open).await?;
    // One family waits to be asked; of the open ones one was asked long ago.
    if n == 5 {
        return Ok(());
    }
    let asked = if n == 8 { 45 } else { 12 };
    for days in [100, if end(n).is_some() { 70 } else { asked }] {
        let at = days_ago(days);
        let new = NewSchoolFacts { facts: facts(at, n), consent: None };
        tx.run_as(&keeper, at, &RecordSchoolFacts { place, new }).await?;
        if days == 100 {
            schools(tx, calendar, &keeper, place, n).await?;
        }
    }
    let Some((outcome, answer, days)) = end(n) else { return Ok(()) };
    let at = days_ago(days);
    let not_before = (outcome == SchoolOutcome::NotBefore).then(|| Day::of(calendar.now).plus(300));
    let end = SchoolEnd { outcome, not_before };
    let asked =
        FamilyAsked { how: AskedHow::Phone, whom: "爸爸".into(), at, answer, words: "知道了，谢谢。".into() };
    tx.run_as(&keeper, at, &CloseSchoolPlace { place, end, asked }).await
}

/// Two schools are asked; in one case of seven a school says two things.
async fn schools(tx: &mut Tx<'_>, calendar: Calendar, keeper: &Actor, place: SchoolPlaceId, n: usize) -> Result<()> {
    let mut said = vec![("城东小学", SchoolAnswer::Full, 90), ("育才小学", SchoolAnswer::Pending, 85)];
    if n.is_multiple_of(7) {
        said.extend([("育才小学", SchoolAnswer::Yes, 82), ("育才小学", SchoolAnswer::Full, 80)]);
    }
    for (name, answer, days) in said {
        let at = calendar.at(-days * DAY);
        let (name, day) = (name.to_owned(), Day::of(at));
        let new = NewSchoolAnswer { school: None, name, answer, day, words: "招生办接的电话".into() };
        tx.run_as(keeper, at, &NoteSchoolAnswer { place, new }).await?;
    }
    Ok(())
}
