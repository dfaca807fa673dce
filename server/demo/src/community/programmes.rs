//! Programmes: the six indicators of the first city, and two of the town, with past quarters and their comments.

use domain::{
    DAY, Timestamp,
    accounts::{AccountId, Actor},
    areas::AreaId,
    community::programmes::{
        GRACE_DAYS, IndicatorId, IndicatorKind, MilestoneId, NewIndicator, NewMilestone, NewValue, ProgrammeDraft,
        ProgrammeId, Quarter,
    },
};
use store::{
    Result, Tx,
    community::programmes::{
        drafts::{AddIndicator, AddMilestone, DraftProgramme},
        lifecycle::StartProgramme,
        progress::{MoveMilestone, ReachMilestone, TypeValue},
        reports::CommentReport,
    },
    ops::bulk_programmes::{freeze_quarter, programme_milestones, programme_reports, typed_indicator},
};

use crate::{
    calendar::Calendar,
    city::settle::{Root, World},
};

/// Days before now on which the programmes began, and on which they end.
const DAYS: (i64, i64) = (-230, 170);
/// Days before now on which people who joined groups were counted, and how many they were.
const JOINED: [(i64, i64); 3] = [(-180, 1_240), (-95, 2_870), (-12, 3_610)];
/// Days of the milestones, before and after now.
const MILESTONES: [(&str, i64); 3] = [("定好分工和名单", -190), ("中期对账", -60), ("年底验收", 120)];

/// An indicator: what, its unit, what is counted, its target, and the district that it is of; the whole area without one.
type Plan = (&'static str, &'static str, IndicatorKind, i64, Option<usize>);

/// The six indicators of the documents.
const SIX: [Plan; 6] = [
    ("入户排摸", "户", IndicatorKind::DoorsMet, 3_874, None),
    ("警民微信群入群", "人", IndicatorKind::Typed, 6_710, None),
    ("走访困难家庭", "户", IndicatorKind::HouseholdsVisited, 138, None),
    ("求职的人上岗", "人", IndicatorKind::Hired, 57, Some(0)),
    ("孩子上学落实", "人", IndicatorKind::ChildrenPlaced, 26, Some(0)),
    ("微心愿圆梦", "个", IndicatorKind::WishesFulfilled, 500, None),
];
/// Those of the second area.
const TWO: [Plan; 2] = [
    ("民族团结结对", "对", IndicatorKind::PairingsBegun, 150, None),
    ("双语班和法制课", "人次", IndicatorKind::CourseAttendances, 510, None),
];

/// Writes the programmes of both root areas. Call it after all records are there: what it freezes never changes.
pub async fn live(tx: &mut Tx<'_>, calendar: Calendar, world: &World) -> Result<()> {
    let plans: [(&str, &str, &[Plan]); 2] =
        [("社区融入六项措施", "《融入服务六项措施任务书》", &SIX), ("民族团结进社区", "《民族团结工作要点》", &TWO)];
    for (root, (name, source, indicators)) in world.roots.iter().zip(plans) {
        let began = calendar.at(DAYS.0 * DAY);
        let new = ProgrammeDraft {
            area: root.id,
            name: name.to_owned(),
            source: source.to_owned(),
            first: began,
            until: calendar.now + DAYS.1 * DAY,
        };
        let programme = tx.run_as(&root.coordinator, began, &DraftProgramme(new)).await?;
        for plan in indicators {
            let indicator = add(tx, root, programme, plan, began).await?;
            for (name, day) in MILESTONES {
                let new = NewMilestone { name: name.to_owned(), day: calendar.now + day * DAY };
                tx.run_as(&root.coordinator, began, &AddMilestone { indicator, new }).await?;
            }
        }
        tx.run_as(&root.coordinator, began, &StartProgramme { programme }).await?;
        typed(tx, calendar, root, programme).await?;
        milestones(tx, calendar, root, programme).await?;
        quarters(tx, calendar, root, programme, began).await?;
    }
    let Some(root) = world.roots.first() else { return Ok(()) };
    let new = ProgrammeDraft {
        area: root.id,
        name: "明年的措施".to_owned(),
        source: String::new(),
        first: calendar.now + 40 * DAY,
        until: calendar.now + 400 * DAY,
    };
    let at = calendar.at(-DAY);
    let programme = tx.run_as(&root.coordinator, at, &DraftProgramme(new)).await?;
    add(tx, root, programme, &SIX[5], at).await?;
    Ok(())
}

/// Adds an indicator to a draft.
async fn add(tx: &mut Tx<'_>, root: &Root, programme: ProgrammeId, plan: &Plan, at: Timestamp) -> Result<IndicatorId> {
    let (name, unit, kind, target, district) = *plan;
    let (area, owner): (AreaId, AccountId) = match district.and_then(|at| root.districts.get(at)) {
        Some(district) => (district.id, district.caseworker.account),
        None => (root.id, root.coordinator.account),
    };
    let new = NewIndicator { area, name: name.to_owned(), unit: unit.to_owned(), kind, baseline: 0, target, owner };
    tx.run_as(&root.coordinator, at, &AddIndicator { programme, new }).await
}

/// Types how many people joined the groups, of which the software knows nothing.
async fn typed(tx: &mut Tx<'_>, calendar: Calendar, root: &Root, programme: ProgrammeId) -> Result<()> {
    let Some(indicator) = typed_indicator(tx, programme).await? else { return Ok(()) };
    for (day, amount) in JOINED {
        let at = calendar.at(day * DAY);
        let new = NewValue { amount, day: at, source: "181 个群的入群统计表".to_owned() };
        tx.run_as(&root.coordinator, at, &TypeValue { indicator, new }).await?;
    }
    Ok(())
}

/// Notes the first milestones as reached in time, moves one of the later ones, and leaves one late.
async fn milestones(tx: &mut Tx<'_>, calendar: Calendar, root: &Root, programme: ProgrammeId) -> Result<()> {
    let all = programme_milestones(tx, programme).await?;
    let past = |day: Timestamp| day < calendar.now;
    let (early, ahead): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, day)| past(*day));
    let (late, noted) = match early.split_last() {
        Some((late, noted)) if noted.len() > 3 => (Some(late.0), noted.to_vec()),
        _ => (None, early),
    };
    for (milestone, day) in noted {
        let at = calendar.at(day - calendar.now - DAY);
        tx.run_as(&root.coordinator, at, &ReachMilestone { milestone, day: at }).await?;
    }
    let moved: Option<MilestoneId> = ahead.first().map(|(milestone, _)| *milestone);
    if let (Some(milestone), Some(_)) = (moved, late) {
        let day = calendar.now + 140 * DAY;
        let reason = "验收组改到下旬来".to_owned();
        tx.run_as(&root.coordinator, calendar.at(-20 * DAY), &MoveMilestone { milestone, day, reason }).await?;
    }
    Ok(())
}

/// Freezes the quarters that are over, and comments on them, but for one report of the last one.
async fn quarters(
    tx: &mut Tx<'_>,
    calendar: Calendar,
    root: &Root,
    programme: ProgrammeId,
    began: Timestamp,
) -> Result<()> {
    let (mut quarter, mut commented) = (Quarter::of(began), 0);
    loop {
        let at = quarter.end() + GRACE_DAYS * DAY + 9 * 3600;
        if at > calendar.now - 2 * DAY {
            return Ok(());
        }
        freeze_quarter(tx, programme, at).await?;
        let all = programme_reports(tx, programme).await?;
        let is_last = quarter.after().end() + GRACE_DAYS * DAY > calendar.now;
        let new = &all[commented..];
        let new = if is_last { &new[..new.len().saturating_sub(1)] } else { new };
        for (n, (report, _, owner)) in new.iter().enumerate() {
            let district = root.districts.iter().find(|one| one.caseworker.account == *owner);
            let actor: &Actor = district.map_or(&root.coordinator, |one| &one.caseworker);
            let words = COMMENTS[n % COMMENTS.len()].to_owned();
            tx.run_as(actor, at + DAY, &CommentReport { report: *report, words }).await?;
        }
        commented = all.len();
        quarter = quarter.after();
    }
}

/// What owners write.
const COMMENTS: [&str; 3] = [
    "本季按计划推进，下季度重点放在流动人口多的小区。",
    "人手不够，周末加了两个班；下季度请网格员一起上门。",
    "名单对过两遍，重复的已经合并，底数更准了。",
];
