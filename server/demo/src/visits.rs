//! Who answers for each area, a year of visits by rule, and what they found: open, old, agreed and answered.

use domain::{
    DAY, Timestamp,
    accounts::Actor,
    areas::{
        AreaId, AreaPath,
        answerers::{NewAnswerer, Post},
    },
    casework::{
        findings::{AnswerKind, AskedPerson, NeedKind, NewFindingAnswer},
        visits::{MetPerson, Mood, NewReport, NewVisitRule, Rhythm, VisitGroup, Way, Window},
    },
};
use store::{
    Result, Tx,
    areas::answerers::posts::{GiveHomes, NameAnswerer},
    casework::{
        findings::{
            answers::{AnswerFinding, ReopenFinding},
            steps::AppointFinding,
            views::latest_finding,
        },
        visits::{
            media::RecordVisitWithMedia,
            plans::{PlanVisitDay, visits_of},
            records::RecordVisit,
            rules::SetVisitRule,
        },
    },
    ops::bulk_visits::{Period, period},
    wishes::media::voice::WishMedia,
};

use crate::{
    calendar::Calendar,
    city::{
        places::PLACES,
        settle::{Home, Root, World},
    },
    dice::Dice,
    texts::names,
};

/// Recording of a caseworker: four seconds of the tones of a browser's fake microphone.
const TONES: &[u8] = include_bytes!("../../../app/domain/src/wishes/voice/four.webm");

/// Days before now at which the people were named and the rules set.
const BEGUN: i64 = -366;

/// What visits found: days ago, need, words, and what the family said when it was asked later.
const FOUND: [(i64, NeedKind, &str, Option<AnswerKind>); 9] = [
    (3, NeedKind::Goods, "孩子的被子薄了。", None),
    (5, NeedKind::Work, "想在附近找个计时工。", None),
    (9, NeedKind::School, "开学转学的手续还差一样。", None),
    (12, NeedKind::Care, "老人白天一个人在家。", Some(AnswerKind::Unreachable)),
    (19, NeedKind::Health, "慢病的药快吃完了，不知道怎么报。", Some(AnswerKind::NotHelped)),
    (26, NeedKind::Papers, "残疾证到期要换。", Some(AnswerKind::Helped)),
    (33, NeedKind::Housing, "厨房漏雨。", Some(AnswerKind::Helped)),
    (41, NeedKind::Wages, "上个工地的钱没结清。", Some(AnswerKind::Left)),
    (55, NeedKind::Language, "看不懂学校发的通知。", Some(AnswerKind::Helped)),
];

/// Names the people, sets the rules, and lives a year of visits in both root areas.
pub async fn live(tx: &mut Tx<'_>, calendar: Calendar, world: &World) -> Result<()> {
    for (number, root) in world.roots.iter().enumerate() {
        people(tx, calendar, number, root).await?;
        year(tx, calendar, number, root).await?;
        findings(tx, calendar, number, root).await?;
        plan(tx, calendar, root).await?;
    }
    let Some(root) = world.roots.first() else { return Ok(()) };
    own(tx, calendar, root).await
}

/// Names heads of the root and its districts, and a grid worker for each group; the last group has a gap.
async fn people(tx: &mut Tx<'_>, calendar: Calendar, number: usize, root: &Root) -> Result<()> {
    let at = calendar.at(BEGUN * DAY);
    let lead = &root.coordinator;
    let head = |area: AreaId, actor: &Actor| NewAnswerer {
        area,
        post: Post::Head,
        account: Some(actor.account),
        phone: "000-1234 5678".into(),
        ..NewAnswerer::default()
    };
    tx.run_as(lead, at, &NameAnswerer(head(root.id, lead))).await?;
    for district in &root.districts {
        tx.run_as(lead, at, &NameAnswerer(head(district.id, &district.caseworker))).await?;
    }
    let groups: Vec<_> = root.districts.iter().flat_map(|district| &district.groups).collect();
    let mixed = PLACES[number].mixed;
    for (n, (area, _)) in groups.iter().enumerate().take(groups.len().saturating_sub(1)) {
        let new = person(*area, Post::Grid, 70 + number as u64, n, mixed);
        tx.run_as(lead, at, &NameAnswerer(new)).await?;
    }
    // The first family has a leader of its own ten homes.
    let Some(first) = root.homes.first() else { return Ok(()) };
    let new = person(first.area, Post::Homes, 72 + number as u64, 0, mixed);
    let answerer = tx.run_as(lead, at, &NameAnswerer(new)).await?;
    let near = root.homes.iter().filter(|home| home.area == first.area);
    let households = near.map(|home| home.household).take(10).collect();
    tx.run_as(lead, at, &GiveHomes { answerer, households }).await
}

/// A person without an account.
fn person(area: AreaId, post: Post, dice: u64, n: usize, mixed: bool) -> NewAnswerer {
    let mut dice = Dice::of(dice, n);
    let name = names::person_name(&mut dice, mixed, |_| false);
    let phone = format!("000-{:04} {:04}", 2000 + n, dice.between(1000, 9999));
    NewAnswerer { area, post, account: None, name, phone, replaces: None }
}

/// Sets the rule of a root area and inserts its visits of the last year.
async fn year(tx: &mut Tx<'_>, calendar: Calendar, number: usize, root: &Root) -> Result<()> {
    let (area, path, families, stored, rhythm, days) = if number == 0 {
        let path = AreaPath::installation().child(root.id);
        (root.id, path, VisitGroup::Hardship, "hardship", Rhythm::Monthly, 25)
    } else {
        let Some(site) = root.districts.first() else { return Ok(()) };
        (site.id, site.path.clone(), VisitGroup::All, "all", Rhythm::Quarterly, 60)
    };
    let new = NewVisitRule { area, families, rhythm, days, ..NewVisitRule::default() };
    let rule = tx.run_as(&root.coordinator, calendar.at(BEGUN * DAY), &SetVisitRule(new)).await?;
    tx.play(&root.coordinator, calendar.now, "visits");
    let mut windows: Vec<Window> = Vec::new();
    let mut at = calendar.now;
    while windows.len() < 12 && at > calendar.at(BEGUN * DAY) {
        let Some(window) = rhythm.window(days, at) else { break };
        at = window.opens - 1;
        windows.push(window);
    }
    for (turn, window) in (0..).zip(windows.into_iter().rev()) {
        period(tx, &Period { rule, area: path.clone(), families: stored, window, turn }).await?;
    }
    Ok(())
}

/// The caseworker of a family's district.
fn caseworker(root: &Root, home: &Home) -> Actor {
    root.districts.get(home.district).map(|district| district.caseworker.clone()).unwrap_or_default()
}

fn report(household: i64, need: NeedKind, words: &str) -> RecordVisit {
    RecordVisit(NewReport {
        household,
        way: Way::Home,
        met: MetPerson::Contact,
        mood: Mood::Same,
        needs: vec![need],
        words: words.to_owned(),
        at: None,
    })
}

fn answered(finding: i64, said: AnswerKind) -> AnswerFinding {
    let answer =
        NewFindingAnswer { asked: AskedPerson::Contact, way: Way::Phone, said, words: String::new(), at: None };
    AnswerFinding { finding, answer }
}

/// Records visits that found something, and asks some of the families what came of it.
async fn findings(tx: &mut Tx<'_>, calendar: Calendar, number: usize, root: &Root) -> Result<()> {
    // Families without wishes of the printed sign-ins, a few of each district.
    let homes = root.homes.iter().filter(|home| !home.actor.is_signed_in()).step_by(17 + number);
    for (home, (days, need, words, said)) in homes.zip(FOUND.iter().rev()) {
        let who = caseworker(root, home);
        tx.run_as(&who, calendar.at(-days * DAY), &report(home.household, *need, words)).await?;
        let finding = latest_finding(tx, home.household).await?;
        if let Some(said) = said {
            tx.run_as(&who, calendar.at(-(days / 2) * DAY), &answered(finding, *said)).await?;
        } else if *need == NeedKind::School {
            let day: Timestamp = calendar.now + 2 * DAY;
            tx.run_as(&who, calendar.at(-DAY), &AppointFinding { finding, day }).await?;
        }
    }
    Ok(())
}

/// The caseworkers have planned some of today's visits.
async fn plan(tx: &mut Tx<'_>, calendar: Calendar, root: &Root) -> Result<()> {
    for district in &root.districts {
        let who = &district.caseworker;
        let visits = visits_of(tx, who.account, calendar.now).await?;
        if !visits.is_empty() {
            tx.run_as(who, calendar.now, &PlanVisitDay { day: calendar.now, visits }).await?;
        }
    }
    Ok(())
}

/// The family of the printed sign-in was visited: one need is solved, and of the other it says that it is not.
async fn own(tx: &mut Tx<'_>, calendar: Calendar, root: &Root) -> Result<()> {
    let Some(home) = root.homes.first() else { return Ok(()) };
    let who = caseworker(root, home);
    for (days, need, words, again) in
        [(30, NeedKind::Goods, "孩子缺一盏写作业的灯。", false), (16, NeedKind::School, "想问转学要哪些材料。", true)]
    {
        tx.run_as(&who, calendar.at(-days * DAY), &report(home.household, need, words)).await?;
        let finding = latest_finding(tx, home.household).await?;
        tx.run_as(&who, calendar.at(-(days - 4) * DAY), &answered(finding, AnswerKind::Helped)).await?;
        if again {
            let reopen = ReopenFinding { finding, words: "学校说还差一份居住证明。".into() };
            tx.run_as(&home.actor, calendar.at(-2 * DAY), &reopen).await?;
        }
    }
    // The last time words were spoken instead of typed.
    let RecordVisit(report) = report(home.household, NeedKind::School, "");
    let enclosed = WishMedia { voice: TONES.to_vec(), ..WishMedia::default() };
    tx.run_as(&who, calendar.at(-DAY), &RecordVisitWithMedia { report, enclosed }).await?;
    Ok(())
}
