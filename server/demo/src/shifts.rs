//! Shifts of both root areas: one that is over, with hours and a list of homes, and those ahead: 31 homes, 10 places,
//! at two in the afternoon.

use domain::{
    DAY, Timestamp,
    accounts::Actor,
    community::shifts::{
        NewShift, PlaceMark, ShiftId, ShiftKind,
        tasks::{NewTasks, TaskKind, Tick, TickOutcome},
    },
    time::Day,
};
use store::{
    Result, Tx,
    community::shifts::{
        attendance::{MarkPlace, TypeMinutes},
        doors::TickTask,
        lifecycle::OpenShift,
        sign_up::SignUp,
        tasks::AddTasks,
    },
    ops::bulk_shifts::{close_shift, open_homes, places_of, tasks_of},
};

use crate::{
    calendar::Calendar,
    city::settle::{District, Root, World},
};

const HOUR: Timestamp = 3600;
/// Homes on a list, and places of its shift.
const HOMES: i64 = 31;
const PLACES: i64 = 10;
/// Days from now of the shift that is over, and of those ahead.
const OVER: i64 = -10;
const AHEAD: [(i64, ShiftKind, &str, &str, i64); 3] = [
    (4, ShiftKind::Deliver, "31 户送煤", "社区服务站门口", PLACES),
    (6, ShiftKind::Shop, "爱心超市理货", "爱心超市", 3),
    (12, ShiftKind::Stall, "周末政策咨询台", "文化广场", 6),
];

/// Writes the shifts of both root areas.
pub async fn live(tx: &mut Tx<'_>, calendar: Calendar, world: &World) -> Result<()> {
    for root in &world.roots {
        let Some(district) = root.districts.first() else { return Ok(()) };
        over(tx, calendar, root, district).await?;
        for (days, kind, name, place, places) in AHEAD {
            let starts = Day::of(calendar.now).plus(days).start() + 14 * HOUR;
            let id = open(tx, root, district, (kind, name, place), (starts, places, calendar.at(-2 * DAY))).await?;
            if kind == ShiftKind::Deliver {
                list(tx, district, id, calendar.at(-2 * DAY)).await?;
            }
            // One more than there are places: that one is on standby.
            let people = usize::try_from(if kind == ShiftKind::Stall { 2 } else { places + 1 }).unwrap_or_default();
            join(tx, root, id, people, calendar.at(-DAY)).await?;
        }
    }
    Ok(())
}

async fn open(
    tx: &mut Tx<'_>,
    root: &Root,
    district: &District,
    (kind, name, place): (ShiftKind, &str, &str),
    (starts, places, at): (Timestamp, i64, Timestamp),
) -> Result<ShiftId> {
    let new = NewShift {
        area: district.id,
        kind,
        name: name.to_owned(),
        place: place.to_owned(),
        starts,
        ends: starts + 3 * HOUR,
        places,
        opens_before: 24 * 21,
        closes_before: 2,
        leave_before: 24,
        reveal_before: 2,
    };
    tx.run_as(&root.coordinator, at, &OpenShift(new)).await
}

/// Puts the homes of a district on the list of a shift.
async fn list(tx: &mut Tx<'_>, district: &District, shift: ShiftId, at: Timestamp) -> Result<()> {
    let households = open_homes(tx, &district.path, HOMES).await?;
    let words = "两袋煤，放在门口棚里。".to_owned();
    let new = NewTasks { households, kind: TaskKind::Deliver, words, agreed: true };
    tx.run_as(&district.caseworker, at, &AddTasks { shift, new }).await.map(drop)
}

async fn join(tx: &mut Tx<'_>, root: &Root, shift: ShiftId, people: usize, at: Timestamp) -> Result<()> {
    for donor in root.donors.iter().take(people) {
        tx.run_as(donor, at, &SignUp { shift }).await?;
    }
    Ok(())
}

/// Lets a shift be served: most homes are done, some were not there, and one person's time is typed by hand.
async fn over(tx: &mut Tx<'_>, calendar: Calendar, root: &Root, district: &District) -> Result<()> {
    let starts = Day::of(calendar.now).plus(OVER).start() + 14 * HOUR;
    let what = (ShiftKind::Deliver, "31 户送米面油", "社区服务站门口");
    let shift = open(tx, root, district, what, (starts, PLACES, starts - 7 * DAY)).await?;
    list(tx, district, shift, starts - 6 * DAY).await?;
    join(tx, root, shift, usize::try_from(PLACES).unwrap_or_default(), starts - 3 * DAY).await?;
    let places = places_of(tx, shift).await?;
    // The last one forgot to check in.
    let came = places.len().saturating_sub(1);
    let mark = |place, mark| MarkPlace { place, mark };
    for (place, _) in places.iter().take(came) {
        tx.run_as(&root.coordinator, starts, &mark(*place, PlaceMark::Came)).await?;
    }
    if let Some(donor) = root.donors.first() {
        tick(tx, donor, shift, starts + HOUR).await?;
    }
    for (place, _) in places.iter().take(came) {
        tx.run_as(&root.coordinator, starts + 3 * HOUR, &mark(*place, PlaceMark::Went)).await?;
    }
    close_shift(tx, shift, starts + 6 * HOUR).await?;
    if let Some((place, _)) = places.get(came) {
        let typed = TypeMinutes { place: *place, minutes: 150 };
        tx.run_as(&root.coordinator, starts + 7 * HOUR, &typed).await?;
    }
    Ok(())
}

async fn tick(tx: &mut Tx<'_>, donor: &Actor, shift: ShiftId, at: Timestamp) -> Result<()> {
    for (n, task) in tasks_of(tx, shift).await?.into_iter().enumerate() {
        let outcome = match n {
            4 | 17 => TickOutcome::NotThere,
            9 => TickOutcome::Declined,
            30 => continue,
            _ => TickOutcome::Done,
        };
        let tick = Tick { outcome, need: None, words: String::new() };
        tx.run_as(donor, at, &TickTask { task, tick }).await?;
    }
    Ok(())
}
