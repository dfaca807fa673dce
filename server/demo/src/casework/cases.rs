//! Cases of a year: 26 school places and 57 people who look for work in the city, some in the town; call-backs about
//! those that ended; and a referral in every state in both root areas.

use domain::{
    DAY, Timestamp,
    accounts::{Actor, OrganisationId},
    casework::cases::{AskedHow, CaseId, CaseKind, FamilyAnswer, FamilyAsked, NewCase, Urgency},
    services::{
        NewService, ServiceId, TimeClass,
        office::{OfficeAnswer, Shared, Sharing},
        referrals::{NewReferral, ReferralId, ReferralStep, StepTaken},
    },
};
use store::{
    Result, Tx,
    casework::cases::{
        call_backs::{AnswerCallBack, waiting_call_backs},
        closing::CloseCase,
        opening::OpenCase,
        steps::{NoteCase, StepCase},
    },
    services::{
        catalogue::AddService,
        referrals::{
            drafts::DraftReferral,
            links::MakeLink,
            office::{AnswerReferral, OpenByLink},
            steps::{SayOfReferral, StepReferral},
        },
    },
};

use crate::{
    calendar::Calendar,
    city::settle::{Home, Root, World},
    dice::Dice,
};

const HOUR: Timestamp = 3600;

/// Kind, its field and value, how many there are, how many ended, and with which outcome.
type Many = (CaseKind, &'static str, &'static str, usize, usize, &'static str);

/// Cases of the city: 57 people look for work and 32 were hired; 26 children need a place and 20 have one.
const CITY: [Many; 6] = [
    (CaseKind::Work, "seeks", "保洁、流水线都可以", 57, 32, "hired"),
    (CaseKind::School, "grade", "primary", 26, 20, "placed"),
    (CaseKind::Papers, "paper", "residence", 4, 3, "issued"),
    (CaseKind::Health, "trouble", "慢病的药不知道怎么报", 3, 2, "treated_on"),
    (CaseKind::Housing, "trouble", "厨房漏雨", 2, 1, "repaired"),
    (CaseKind::Language, "tongue", "只会说家乡话", 2, 1, "course_done"),
];

/// Cases of the town.
const TOWN: [Many; 3] = [
    (CaseKind::Work, "seeks", "摘果、打包", 6, 4, "hired"),
    (CaseKind::Language, "tongue", "ئۇيغۇرچە", 4, 3, "course_done"),
    (CaseKind::Legal, "matter", "租房合同", 2, 1, "advised"),
];

/// Lives the cases and referrals of both root areas.
pub async fn live(tx: &mut Tx<'_>, calendar: Calendar, world: &World) -> Result<()> {
    for (number, root) in world.roots.iter().enumerate() {
        let kinds: &[Many] = if number == 0 { &CITY } else { &TOWN };
        let mut turn = 0;
        for many in kinds {
            turn = followed(tx, calendar, root, many, turn).await?;
        }
        urgent(tx, calendar, root, turn).await?;
        called_back(tx, calendar, root).await?;
    }
    for (number, root) in world.roots.iter().enumerate() {
        referred(tx, calendar, number, root).await?;
    }
    Ok(())
}

/// The caseworker of a family's district.
fn caseworker(root: &Root, home: &Home) -> Actor {
    root.districts.get(home.district).map(|district| district.caseworker.clone()).unwrap_or_default()
}

fn asked(at: Timestamp, answer: FamilyAnswer, words: &str) -> FamilyAsked {
    FamilyAsked { how: AskedHow::Phone, whom: "妈妈".into(), at, answer, words: words.to_owned() }
}

async fn opened(
    tx: &mut Tx<'_>,
    keeper: &Actor,
    at: Timestamp,
    household: i64,
    (kind, urgency, fields): (CaseKind, Urgency, &[(&str, &str)]),
) -> Result<CaseId> {
    let fields = fields.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    let new = NewCase { kind, member: None, urgency, fields, words: String::new(), finding: None };
    tx.run_as(keeper, at, &OpenCase { household, new }).await
}

/// Opens cases of one kind from the `turn`th home on, and closes some, spread over the homes; returns the next turn.
async fn followed(tx: &mut Tx<'_>, calendar: Calendar, root: &Root, many: &Many, turn: usize) -> Result<usize> {
    let (kind, field, value, all, ended, outcome) = *many;
    let last = kind.rules().steps[kind.rules().steps.len() - 1].key;
    for n in 0..all {
        let Some(home) = root.homes.get((turn + n) % root.homes.len().max(1)) else { return Ok(turn) };
        let (keeper, mut dice) = (caseworker(root, home), Dice::of(80, turn + n));
        let over = (n + 1) * ended / all > n * ended / all;
        // Those that ended began long ago; of the others most wait at their last step, and few are new.
        let begun = if over { dice.days(40.0, 300.0) } else { dice.days(12.0, 26.0) };
        let at = |after: Timestamp| calendar.at(after - begun);
        let details = (kind, Urgency::Ordinary, &[(field, value)][..]);
        let case = opened(tx, &keeper, at(0), home.household, details).await?;
        let step = StepCase { case, step: last.to_owned(), words: "材料齐了，等结果。".into() };
        tx.run_as(&keeper, at(2 * DAY), &step).await?;
        if over {
            let when = at(20 * DAY);
            let close =
                CloseCase {
                    case, outcome: outcome.to_owned(), asked: asked(when, FamilyAnswer::Solved, "办好了。")
                };
            tx.run_as(&keeper, when, &close).await?;
        }
    }
    Ok(turn + all)
}

/// An urgent case of wages that was closed, one of care that is late, and one that a fire made.
async fn urgent(tx: &mut Tx<'_>, calendar: Calendar, root: &Root, turn: usize) -> Result<()> {
    type Told = &'static [(&'static str, &'static str)];
    let cases: [(CaseKind, Told, i64); 3] = [
        (CaseKind::Wages, &[("employer", "东门工地"), ("amount", "8600"), ("months", "2")], 12),
        (CaseKind::Care, &[("who", "old"), ("need", "白天没人照看")], 5),
        (CaseKind::Disaster, &[("what", "fire"), ("loss", "两间屋")], 0),
    ];
    for (n, (kind, fields, days)) in cases.into_iter().enumerate() {
        let Some(home) = root.homes.get((turn + n) % root.homes.len().max(1)) else { return Ok(()) };
        let keeper = caseworker(root, home);
        let at = calendar.at(-days * DAY - HOUR);
        let case = opened(tx, &keeper, at, home.household, (kind, Urgency::Urgent, fields)).await?;
        let note = NoteCase { case, words: "当天上门看过，已经登记。".into() };
        tx.run_as(&keeper, at, &note).await?;
        if kind == CaseKind::Wages {
            let when = calendar.at(-8 * DAY);
            let outcome = "paid_out".to_owned();
            let close = CloseCase { case, outcome, asked: asked(when, FamilyAnswer::Solved, "工资到手了。") };
            tx.run_as(&keeper, when, &close).await?;
        }
    }
    Ok(())
}

/// The coordinator asks the families that were drawn; one says that it is not solved, and the last still waits.
async fn called_back(tx: &mut Tx<'_>, calendar: Calendar, root: &Root) -> Result<()> {
    let drawn = waiting_call_backs(tx, root.id).await?;
    let last = drawn.len().saturating_sub(1);
    for (n, call_back) in drawn.into_iter().enumerate().take(last) {
        let (answer, words) = match n {
            1 => (FamilyAnswer::NotSolved, "说好了又没成。"),
            _ => (FamilyAnswer::Solved, "办好了，谢谢。"),
        };
        let at = calendar.at(-6 * DAY);
        let answered = AnswerCallBack { call_back, asked: asked(at, answer, words) };
        tx.run_as(&root.coordinator, at, &answered).await?;
    }
    Ok(())
}

/// Steps of an office that lead to a state, with the family's answer at the end, if any.
type Story = (&'static [ReferralStep], Option<ReferralStep>);

/// One story for each state that an office or a family brings about.
const STORIES: [Story; 9] = [
    (&[], None),
    (&[ReferralStep::Accept], None),
    (&[ReferralStep::Refuse], None),
    (&[ReferralStep::Accept, ReferralStep::Start], None),
    (&[ReferralStep::Accept, ReferralStep::Hold], None),
    (&[ReferralStep::Accept, ReferralStep::Finish], None),
    (&[ReferralStep::Accept, ReferralStep::Finish], Some(ReferralStep::Confirm)),
    (&[ReferralStep::Accept, ReferralStep::Finish], Some(ReferralStep::Dispute)),
    (&[ReferralStep::SayFull], None),
];

/// Names of the two services that are asked most, by root area.
const ASKED_MOST: [[&str; 2]; 2] = [["就业推荐", "法律咨询"], ["用工推荐", "政策咨询"]];

/// Adds services of an organisation, and refers families to them: of the first one in the city, which is a union, and
/// of the last one in the town, which is no police station.
async fn referred(tx: &mut Tx<'_>, calendar: Calendar, number: usize, root: &Root) -> Result<()> {
    let mut organisations: Vec<OrganisationId> = root.donors.iter().map(|donor| donor.organisation).collect();
    organisations.retain(|organisation| *organisation != 0);
    organisations.dedup();
    let chosen = if number == 0 { organisations.first() } else { organisations.last() };
    let Some(organisation) = chosen.copied() else { return Ok(()) };
    let [first, second] = ASKED_MOST[number % ASKED_MOST.len()];
    let Some(shop) = root.shops.first() else { return Ok(()) };
    let begun = calendar.at(-200 * DAY);
    let mut services: Vec<ServiceId> = Vec::new();
    for (name, class) in [
        (first, TimeClass::Days15),
        (second, TimeClass::Days7),
        ("临时住处", TimeClass::Hours24),
        ("紧急送医", TimeClass::Hours2),
        ("工资协调", TimeClass::Wages),
    ] {
        let new = NewService { organisation, name: name.to_owned(), class };
        services.push(tx.run_as(&root.coordinator, begun, &AddService(new)).await?);
    }
    let office = Actor { organisation, ..shop.keeper.clone() };
    for (n, (steps, answer)) in STORIES.into_iter().enumerate() {
        // The last one says that it is full, so it is the service that no other story asks.
        let service = if n + 1 == STORIES.len() { services[2] } else { services[n % 2] };
        let Some(home) = root.homes.get(n) else { return Ok(()) };
        let at = calendar.at(-18 * HOUR + 600 * Timestamp::try_from(n).unwrap_or_default());
        let id = draft(tx, root, home, (service, true), at).await?;
        for step in steps {
            let answer =
                OfficeAnswer { step: *step, words: "看过材料，已经登记。".into(), by: "小王".into() };
            tx.run_as(&office, at + HOUR, &AnswerReferral { referral: id, answer }).await?;
        }
        if let Some(step) = answer {
            says(tx, root, home, id, step, at + 2 * HOUR).await?;
        }
    }
    rest(tx, calendar, root, services[0]).await
}

async fn draft(
    tx: &mut Tx<'_>,
    root: &Root,
    home: &Home,
    (service, send): (ServiceId, bool),
    at: Timestamp,
) -> Result<ReferralId> {
    let what = vec![Shared::Name, Shared::Need];
    let sharing = Sharing { what, whom: "妈妈".into(), how: AskedHow::Visit, at };
    let new = NewReferral { service, case: None, need: "请帮忙看看这家能不能办。".into(), sharing, send };
    tx.run_as(&caseworker(root, home), at, &DraftReferral { household: home.household, new }).await
}

/// The family answers itself, or its caseworker after asking it.
async fn says(
    tx: &mut Tx<'_>,
    root: &Root,
    home: &Home,
    referral: ReferralId,
    step: ReferralStep,
    at: Timestamp,
) -> Result<()> {
    let words = if step == ReferralStep::Dispute { "还没有人联系我们。" } else { "" };
    if home.actor.is_signed_in() {
        let said = SayOfReferral { referral, step, words: words.to_owned() };
        return tx.run_as(&home.actor, at, &said).await;
    }
    let taken = StepTaken { step, words: words.to_owned(), whom: "妈妈".into(), service: None };
    tx.run_as(&caseworker(root, home), at, &StepReferral { referral, taken }).await
}

/// A draft, one that was taken back, and one that the office has opened by its link.
async fn rest(tx: &mut Tx<'_>, calendar: Calendar, root: &Root, service: ServiceId) -> Result<()> {
    let at = calendar.at(-3 * HOUR);
    let mut homes = root.homes.iter().skip(STORIES.len());
    let (Some(first), Some(second), Some(third)) = (homes.next(), homes.next(), homes.next()) else { return Ok(()) };
    draft(tx, root, first, (service, false), at).await?;
    let id = draft(tx, root, second, (service, true), at).await?;
    let taken = StepTaken { words: "家里自己办好了。".into(), ..StepTaken::plain(ReferralStep::Cancel) };
    tx.run_as(&caseworker(root, second), at + HOUR, &StepReferral { referral: id, taken }).await?;
    let id = draft(tx, root, third, (service, true), at).await?;
    let (link, token) = MakeLink::random(id);
    tx.run_as(&caseworker(root, third), at, &link).await?;
    tx.run_as(&Actor::visitor(), at + HOUR, &OpenByLink::new(&token)).await
}
