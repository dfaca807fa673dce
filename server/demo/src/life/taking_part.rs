//! Points for taking part in both root areas: rules, what they gave for sessions, help between neighbours; and the
//! yearly sheet of a helper.

use domain::{
    DAY,
    points::taking_part::{HelpAnswer, NewHelp, NewPartRule, PartKind},
    time::year,
};
use store::{
    Result, Tx,
    community::helper_sheets::lifecycle::MakeHelperSheet,
    ops::bulk_taking_part::{book_marks, neighbour_code},
    points::taking_part::{
        help::{AnswerHelp, MakeNeighbourCode, SayHelp},
        rules::SetPartRule,
    },
};

use crate::{
    calendar::Calendar,
    city::settle::{Home, Root, World},
};

/// Rules of each root area: what for, points each time, cap for a month.
const RULES: [(PartKind, i64, i64); 4] =
    [(PartKind::Event, 5, 20), (PartKind::Course, 20, 40), (PartKind::Shift, 10, 40), (PartKind::Neighbour, 5, 15)];
/// Days before now when the rules begin.
const BEGINS: i64 = -90;
/// Days before now when the donors' shift was served.
const SERVED: i64 = -10;

/// Writes rules, bookings and help of both root areas.
pub async fn live(tx: &mut Tx<'_>, calendar: Calendar, world: &World) -> Result<()> {
    for root in &world.roots {
        for (kind, points, cap_month) in RULES {
            let rule = NewPartRule { kind, points, cap_month, from: 0, until: 0 };
            let set = SetPartRule { area: root.id, rule };
            tx.run_as(&root.coordinator, calendar.at(BEGINS * DAY), &set).await?;
        }
        helped(tx, calendar, root).await?;
        if let Some(donor) = root.donors.first() {
            let make = MakeHelperSheet { year: year(calendar.at(SERVED * DAY)) };
            tx.run_as(donor, calendar.now, &make).await?;
        }
        // Booked now: the ledger's entries follow each other in time.
        book_marks(tx, root.id, calendar.at(BEGINS * DAY)).await?;
    }
    Ok(())
}

/// Lets a family help its neighbour twice: one help is confirmed, one waits.
async fn helped(tx: &mut Tx<'_>, calendar: Calendar, root: &Root) -> Result<()> {
    let families: Vec<&Home> = root.homes.iter().filter(|home| home.actor.household != 0).take(2).collect();
    let [helped, helper] = families[..] else { return Ok(()) };
    tx.run_as(&helped.actor, calendar.at(-9 * DAY), &MakeNeighbourCode {}).await?;
    for (days, words) in [(-8, "帮着把煤搬上三楼。"), (-2, "下雪那天帮忙接孩子放学。")] {
        let code = neighbour_code(tx, helped.household).await?;
        let said = SayHelp(NewHelp { code, day: 0, words: words.to_owned() });
        let help = tx.run_as(&helper.actor, calendar.at(days * DAY), &said).await?;
        if days == -8 {
            let answer = AnswerHelp { help, answer: HelpAnswer::Confirm };
            tx.run_as(&helped.actor, calendar.now, &answer).await?;
        }
    }
    Ok(())
}
