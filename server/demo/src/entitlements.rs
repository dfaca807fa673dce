//! Entitlements: in both root areas a rule for pupils and one for very old people with families at every step, one that
//! was withdrawn, and one that is only tried.

use std::collections::HashMap;

use domain::{
    DAY, Timestamp,
    accounts::Actor,
    areas::AreaId,
    casework::{
        entitlements::{
            EntitlementId, EntitlementStep, NeededPaper, OfficeRefusal, RuleId, RuleUnit,
            conditions::{Condition, Group, Span},
            rules::{NewRule, RuleEnd},
        },
        rounds::profile::Lives,
    },
    households::{HardshipKind, Income},
    time::Day,
};
use store::{
    Result, Tx,
    casework::entitlements::{
        comparison::{CompareFiles, found_in, waiting_in},
        rules::{UseRule, WithdrawRule, WriteRule},
        steps::StepEntitlement,
        trials::tried_in,
    },
};

use crate::{
    calendar::Calendar,
    city::settle::{Home, Root, World},
};

/// Days before now at which the rules were used and the files compared.
const BEGUN: i64 = -20;

fn any(any: Vec<Condition>) -> Group {
    Group { any }
}

fn age(from: i64, to: i64) -> Group {
    any(vec![Condition::Age(Span { from, to })])
}

/// The rule for pupils: of school age, and the family has little or a hardship.
fn pupils(now: Timestamp) -> NewRule {
    NewRule {
        name: "困难家庭学生助学补助".into(),
        gives: "每个孩子每学期补助 500 元，打到家长的银行卡".into(),
        source: "市教育局 2026 年助学通知（演示）".into(),
        unit: RuleUnit::Child,
        cut_off: Day::of(now + 10 * DAY).end() - 1,
        apply_by: Some(Day::of(now + 20 * DAY).end() - 1),
        ask_days: 30,
        groups: vec![
            age(6, 15),
            any(vec![
                Condition::Income(vec![Income::None, Income::Minimum, Income::Low]),
                Condition::Hardship(vec![
                    HardshipKind::Illness,
                    HardshipKind::Disability,
                    HardshipKind::SingleParent,
                    HardshipKind::LowIncome,
                ]),
            ]),
        ],
        papers: vec![NeededPaper::Register, NeededPaper::Enrolment, NeededPaper::BankCard],
    }
}

/// The rule for very old people, of which some were not asked in time.
fn elders(now: Timestamp) -> NewRule {
    NewRule {
        name: "高龄津贴".into(),
        gives: "满 80 岁每月 60 元".into(),
        source: "民政局高龄津贴办法（演示）".into(),
        unit: RuleUnit::Adult,
        cut_off: Day::of(now).end() - 1,
        apply_by: None,
        ask_days: 14,
        groups: vec![age(80, 130), any(vec![Condition::Lives(Lives::Here)])],
        papers: vec![NeededPaper::IdCard, NeededPaper::BankCard],
    }
}

/// A rule for large households in need.
fn heating(now: Timestamp, name: &str) -> NewRule {
    NewRule {
        name: name.into(),
        gives: "一个冬天一次 300 元".into(),
        source: "街道冬季救助通知（演示）".into(),
        unit: RuleUnit::Household,
        cut_off: Day::of(now).end() - 1,
        apply_by: None,
        ask_days: 14,
        groups: vec![
            any(vec![Condition::Size(Span { from: 3, to: 20 })]),
            any(vec![
                Condition::Hardship(vec![HardshipKind::Illness, HardshipKind::Disaster, HardshipKind::LossOfWork]),
                Condition::Income(vec![Income::Minimum]),
            ]),
        ],
        papers: vec![NeededPaper::Register, NeededPaper::LowIncome],
    }
}

/// Writes and tries a rule, and uses it.
async fn used(tx: &mut Tx<'_>, leader: &Actor, at: Timestamp, area: AreaId, new: NewRule) -> Result<RuleId> {
    let rule = tried(tx, leader, at, area, new).await?;
    tx.run_as(leader, at, &UseRule { rule, version: 1 }).await?;
    Ok(rule)
}

async fn tried(tx: &mut Tx<'_>, leader: &Actor, at: Timestamp, area: AreaId, new: NewRule) -> Result<RuleId> {
    let rule = tx.run_as(leader, at, &WriteRule { area, new }).await?;
    let trial = tried_in(tx, rule).await?;
    tx.run_as(leader, at, &trial).await?;
    Ok(rule)
}

/// Writes the rules of both root areas, and lives what became of those they found.
pub async fn live(tx: &mut Tx<'_>, calendar: Calendar, world: &World) -> Result<()> {
    let begun = calendar.at(BEGUN * DAY);
    let mut rules = Vec::new();
    for root in &world.roots {
        let (leader, district) = (&root.coordinator, root.districts[0].id);
        let study = used(tx, leader, begun, root.id, pupils(calendar.now)).await?;
        let old = used(tx, leader, begun, root.id, elders(begun)).await?;
        let gone = used(tx, leader, begun, district, heating(begun, "旧取暖补贴")).await?;
        rules.push((root, study, old, gone));
    }
    let mut after = 0;
    loop {
        let households = waiting_in(tx, after).await?;
        let Some(last) = households.last().copied() else { break };
        tx.run_as(&Actor::system(), begun, &CompareFiles { households }).await?;
        after = last;
    }
    for (root, study, old, gone) in rules {
        let leader = &root.coordinator;
        let withdraw = WithdrawRule { rule: gone, reason: RuleEnd::Changed };
        tx.run_as(leader, calendar.at(-6 * DAY), &withdraw).await?;
        tried(tx, leader, calendar.at(-2 * DAY), root.districts[0].id, heating(calendar.now, "冬季取暖补贴")).await?;
        for rule in [study, old] {
            steps(tx, calendar, root, rule).await?;
        }
    }
    Ok(())
}

/// Takes the first families of a rule to each step in turn.
async fn steps(tx: &mut Tx<'_>, calendar: Calendar, root: &Root, rule: RuleId) -> Result<()> {
    let homes: HashMap<i64, &Home> = root.homes.iter().map(|home| (home.household, home)).collect();
    let found = found_in(tx, rule).await?;
    for (n, (id, household)) in found.into_iter().enumerate() {
        let Some(home) = homes.get(&household) else { continue };
        let keeper = &root.districts[home.district].caseworker;
        let asked = home.actor.is_signed_in();
        let taken: &[EntitlementStep] = match n % 8 {
            1 if asked => &[EntitlementStep::Ask],
            2 => &[EntitlementStep::Want],
            3 => &[EntitlementStep::Decline],
            4 => &[EntitlementStep::Want, EntitlementStep::Apply],
            5 => &[EntitlementStep::Want, EntitlementStep::Apply, EntitlementStep::Take],
            6 => &[EntitlementStep::Want, EntitlementStep::Apply, EntitlementStep::Refuse],
            _ => &[],
        };
        for (days, step) in [-15, -11, -3].into_iter().zip(taken) {
            take(tx, keeper, calendar.at(days * DAY), id, *step).await?;
        }
        // Every second family that was asked has answered on its page.
        if n % 16 == 9 && asked {
            take(tx, &home.actor, calendar.at(-13 * DAY), id, EntitlementStep::Want).await?;
        }
    }
    Ok(())
}

async fn take(tx: &mut Tx<'_>, by: &Actor, at: Timestamp, id: EntitlementId, step: EntitlementStep) -> Result<()> {
    let reason = (step == EntitlementStep::Refuse).then_some(OfficeRefusal::Papers);
    tx.run_as(by, at, &StepEntitlement { entitlement: id, step, reason }).await
}
