//! Simulates a year of reveals, with one unusual pattern, objections and relocations.

use domain::{
    DAY, Timestamp,
    accounts::Actor,
    casework::NewMove,
    households::reveals::{Reveal, RevealReason},
    time::Day,
};
use store::{
    Command, Result, Tx,
    casework::{
        file::relocate::AskRelocation,
        objections::{self, FileObjection},
    },
    households::reveal::RevealHousehold,
    orders::walk_in::FindWalkIn,
};

use crate::{
    calendar::Calendar,
    city::settle::{Root, World},
    dice::Dice,
};

/// Number of past weeks with reveals.
const WEEKS: i64 = 52;

/// Reasons of caseworkers; likely ones are repeated.
const REASONS: [RevealReason; 6] = [
    RevealReason::Visit,
    RevealReason::Visit,
    RevealReason::Call,
    RevealReason::Call,
    RevealReason::Delivery,
    RevealReason::Check,
];

/// A reveal by an account.
struct Event {
    at: Timestamp,
    who: Actor,
    open: Reveal,
}

fn event(at: Timestamp, who: &Actor, household: i64, reason: RevealReason, words: &str) -> Event {
    Event { at, who: who.clone(), open: Reveal { household, reason, words: words.to_owned() } }
}

/// Adds the ordinary weekly reveals by the caseworkers of a root area.
fn ordinary(root: &Root, number: u64, calendar: Calendar, events: &mut Vec<Event>) {
    for (n, district) in root.districts.iter().enumerate() {
        let homes: Vec<i64> = root.homes.iter().filter(|home| home.district == n).map(|home| home.household).collect();
        let mut dice = Dice::of(90 + number, n);
        for week in 0..WEEKS {
            for _ in 0..dice.between(0, 3) {
                let day = week * 7 + dice.between(0, 4);
                let at = calendar.at(-day * DAY - dice.between(0, 20) * 3600);
                events.push(event(at, &district.caseworker, dice.pick(&homes), dice.pick(&REASONS), ""));
            }
        }
    }
}

/// Returns a time after 23 o'clock, so many days ago.
fn at_night(calendar: Calendar, days: i64, minutes: i64) -> Timestamp {
    Day::of(calendar.now).plus(-days).start() + 23 * 3600 + minutes * 60
}

/// Adds repeated reveals of one family by one caseworker, some at night.
fn unusual(root: &Root, calendar: Calendar, events: &mut Vec<Event>) {
    let Some(district) = root.districts.get(3) else { return };
    let Some(home) = root.homes.iter().find(|home| home.district == 3) else { return };
    for (days, minutes) in [(9, 12), (9, 47), (10, 5), (10, 20), (10, 21), (11, 40)] {
        let at = at_night(calendar, days, minutes);
        events.push(event(at, &district.caseworker, home.household, RevealReason::Check, ""));
    }
}

/// Adds the reveals that the family of the printed sign-in can read.
fn shown(root: &Root, calendar: Calendar, events: &mut Vec<Event>) {
    let (Some(home), Some(district)) = (root.homes.first(), root.districts.first()) else { return };
    for (days, reason, words) in [
        (130.0, RevealReason::Visit, ""),
        (74.0, RevealReason::Call, ""),
        (41.0, RevealReason::Other, "核对低保证的有效期"),
        (12.0, RevealReason::Delivery, "送棉衣"),
        (3.0, RevealReason::RequestOfFamily, ""),
    ] {
        #[allow(clippy::cast_possible_truncation, reason = "days of the past year")]
        let before = (days * 86_400.0) as i64;
        events.push(event(calendar.at(-before), &district.caseworker, home.household, reason, words));
    }
}

/// Writes all reveals in the order of time.
pub async fn live(tx: &mut Tx<'_>, calendar: Calendar, world: &World) -> Result<()> {
    let mut events = Vec::new();
    for (number, root) in world.roots.iter().enumerate() {
        ordinary(root, number as u64, calendar, &mut events);
    }
    let Some(root) = world.roots.first() else { return Ok(()) };
    unusual(root, calendar, &mut events);
    shown(root, calendar, &mut events);
    events.sort_by_key(|event| event.at);
    for event in &events {
        tx.play(&event.who, event.at, "household_reveal");
        RevealHousehold(event.open.clone()).run(tx).await?;
    }
    at_the_counter(tx, calendar, root).await?;
    asked(tx, calendar, root).await?;
    moving(tx, calendar, root).await
}

/// Looks up the demo family at the counter, which reveals its file.
async fn at_the_counter(tx: &mut Tx<'_>, calendar: Calendar, root: &Root) -> Result<()> {
    let (Some(home), Some(shop)) = (root.homes.first(), root.shops.first()) else { return Ok(()) };
    tx.play(&shop.keeper, calendar.at(-2 * DAY), "walk_in_find");
    FindWalkIn(home.household.to_string()).run(tx).await.map(drop)
}

/// Sends the objections of two families; the first is answered, the second is pending.
async fn asked(tx: &mut Tx<'_>, calendar: Calendar, root: &Root) -> Result<()> {
    let families = root.homes.iter().filter(|home| home.actor.is_signed_in());
    for (n, home) in families.take(2).enumerate() {
        let waits = n > 0;
        let days = if waits { 1 } else { 38 };
        tx.play(&home.actor, calendar.at(-days * DAY), "object");
        let words = if waits {
            "上个月没人来过我家，为什么有人看了两次档案？"
        } else {
            "核对低保证为什么要打开我家全部资料？"
        };
        let id = objections::object(tx, &FileObjection { opening: 0, words: words.to_owned() }).await?;
        if !waits {
            tx.play(&root.coordinator, calendar.at(-(days - 2) * DAY), "objection_answer");
            let words = "证件照片和地址要对在一起看。以后只看证件一项，不再打开别的。谢谢您提出来。";
            objections::AnswerObjection { objection: id, words: words.to_owned() }.run(tx).await?;
        }
    }
    Ok(())
}

/// Requests two relocations: one to the first district, one from it.
async fn moving(tx: &mut Tx<'_>, calendar: Calendar, root: &Root) -> Result<()> {
    for (from, to, days, words) in [
        (2, 0, 2, "租的房子到期，月底搬到临溪。老人腿脚不便，最好上门。"),
        (0, 1, 1, "孩子转到青禾上学，上周已经搬过去了。"),
    ] {
        let home = root.homes.iter().skip(1).find(|home| home.district == from && !home.actor.is_signed_in());
        let (Some(home), Some(there), Some(here)) = (home, root.districts.get(to), root.districts.get(from)) else {
            continue;
        };
        let Some((area, _)) = there.groups.first() else { continue };
        tx.play(&here.caseworker, calendar.at(-days * DAY), "move_ask");
        let new = NewMove { household: home.household, to: *area, words: words.to_owned() };
        AskRelocation(new).run(tx).await?;
    }
    Ok(())
}
