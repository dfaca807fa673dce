//! Disputes of the last day, one of them answered, and reversals of wrong hand-overs.

use domain::{
    Timestamp,
    accounts::Actor,
    disputes::{
        DisputeChannel, DisputeDecision, DisputeKind, DisputeOutcome, NewDispute,
        reversals::{NewReversal, ReversalGoal},
        subject::HandedOver,
    },
};
use store::{
    Result, Tx,
    disputes::{
        report::OpenDispute,
        reversals::{ApproveReversal, AskReversal},
        settlement::SettleDispute,
    },
    ops::bulk::looks,
};

use crate::{
    calendar::Calendar,
    city::settle::{Home, Root, World},
};

const HOUR: Timestamp = 3600;

/// Hours ago, what is wrong, and the words of each dispute.
const SAID: [(Timestamp, DisputeKind, &str); 3] = [
    (20, DisputeKind::NotReceived, "上面写着已经发了，可是家里没有人去领过。"),
    (9, DisputeKind::Broken, "插上电不亮，换了插座也不行。"),
    (6, DisputeKind::Wrong, "要的是大人的，发来的是小孩的。"),
];

/// The caseworker of a family's district.
fn caseworker(root: &Root, home: &Home) -> Actor {
    root.districts.get(home.district).map(|district| district.caseworker.clone()).unwrap_or_default()
}

/// Writes the disputes and reversals of the first root area.
pub async fn live(tx: &mut Tx<'_>, calendar: Calendar, world: &World) -> Result<()> {
    let Some(root) = world.roots.first() else { return Ok(()) };
    let found = looks::handed_over(tx, root.id, calendar.at(-24 * HOUR)).await?;
    let mut given = found.into_iter().filter_map(|(claim, household)| {
        let home = root.homes.iter().find(|home| home.household == household)?;
        Some((claim, home))
    });
    for (hours, kind, words) in SAID {
        let Some((claim, home)) = given.next() else { return Ok(()) };
        let at = calendar.at(-hours * HOUR);
        let own = home.actor.is_signed_in();
        let who = if own { home.actor.clone() } else { caseworker(root, home) };
        let channel = if own { DisputeChannel::Family } else { DisputeChannel::Phone };
        let new = NewDispute { about: HandedOver::Claim(claim), kind, channel, words: words.to_owned() };
        let id = tx.run_as(&who, at, &OpenDispute(new)).await?;
        if kind == DisputeKind::Wrong {
            let answer = "已经换成大人的，送到家里，家人试过合身。".to_owned();
            let settlement = DisputeDecision { outcome: DisputeOutcome::Replaced, goal: None, answer };
            tx.run_as(&root.coordinator, calendar.at(-HOUR), &SettleDispute { id, settlement }).await?;
        }
    }
    // One reversal waits, one was approved.
    for approved in [false, true] {
        let Some((claim, home)) = given.next() else { return Ok(()) };
        let reason = "两家的东西放在一起，点错了编号。".to_owned();
        let new = NewReversal { about: HandedOver::Claim(claim), goal: ReversalGoal::Shelf, reason };
        let reversal = tx.run_as(&caseworker(root, home), calendar.now, &AskReversal(new)).await?;
        if approved {
            tx.run_as(&root.coordinator, calendar.now, &ApproveReversal { reversal }).await?;
        }
    }
    Ok(())
}
