//! Pledges of both root areas at each of the four words, and entries of the board.

use domain::{
    DAY,
    accounts::Actor,
    areas::AreaId,
    catalogue::Category,
    community::pledges::{NewListing, NewPledge, PledgeId, PledgeKind, PledgePromise, PledgeRating},
};
use store::{
    Result, Tx,
    community::pledges::{
        draft::{DraftPledge, SignPledge},
        lifecycle::RatePledge,
        listings::ListPromise,
    },
    ops::bulk_organisations::{begin_pledge, finish_pledge, pledge_misses},
};

use crate::{
    calendar::Calendar,
    city::settle::{Root, World},
    organisations::contacts,
};

/// Days before now on which a pledge is drafted, and days from now until which it runs.
const DRAFTED: i64 = -280;
const UNTIL: i64 = 80;

fn item(key: &str, count: i64) -> PledgePromise {
    let item = domain::catalogue::by_key(key).map(|item| item.id);
    PledgePromise { kind: PledgeKind::Item, item, category: None, count }
}

fn category(category: Category, count: i64) -> PledgePromise {
    PledgePromise { kind: PledgeKind::Category, item: None, category: Some(category), count }
}

fn other(kind: PledgeKind, count: i64) -> PledgePromise {
    PledgePromise { kind, item: None, category: None, count }
}

/// Writes the pledges of both root areas.
pub async fn live(tx: &mut Tx<'_>, calendar: Calendar, world: &World) -> Result<()> {
    for root in &world.roots {
        for (n, contact) in contacts(root).into_iter().enumerate() {
            pledge(tx, calendar, root, contact, n).await?;
        }
        board(tx, calendar, root).await?;
    }
    Ok(())
}

/// Writes a pledge: every fourth waits for a signature, is shown, is over and to be rated, or is being kept; the third
/// of all is rated.
async fn pledge(tx: &mut Tx<'_>, calendar: Calendar, root: &Root, contact: &Actor, n: usize) -> Result<()> {
    let day = match n % 4 {
        1 => calendar.at(-4 * DAY),
        3 => calendar.at(-3 * DAY),
        _ => calendar.at(DRAFTED * DAY),
    };
    let lines = match n % 2 {
        0 => vec![category(Category::Study, 40), item("quilt", 20), other(PledgeKind::Hours, 60)],
        _ => vec![category(Category::Kitchen, 30), other(PledgeKind::Posts, 4)],
    };
    let id = draft(tx, day, contact, (root.id, calendar.now + UNTIL * DAY), lines).await?;
    if n % 4 == 1 {
        return Ok(());
    }
    tx.run_as(&root.coordinator, day + DAY, &SignPledge(id)).await?;
    if n.is_multiple_of(4) {
        begin_pledge(tx, id, calendar.now + 30 * DAY).await?;
    }
    if n % 4 == 2 {
        finish_pledge(tx, id, calendar.at(-10 * DAY)).await?;
        if n == 2 {
            let misses = pledge_misses(tx, id).await?;
            let rate = RatePledge { pledge: id, rating: PledgeRating::Mostly, misses };
            tx.run_as(&root.coordinator, calendar.at(-2 * DAY), &rate).await?;
        }
    }
    Ok(())
}

async fn draft(
    tx: &mut Tx<'_>,
    day: i64,
    contact: &Actor,
    (area, until): (AreaId, i64),
    lines: Vec<PledgePromise>,
) -> Result<PledgeId> {
    let until = until.min(day + 390 * DAY);
    let new = NewPledge { organisation: contact.organisation, area, until, lines };
    tx.run_as(contact, day, &DraftPledge(new)).await
}

/// Puts three needs of the area and an offer of an organisation on the board.
async fn board(tx: &mut Tx<'_>, calendar: Calendar, root: &Root) -> Result<()> {
    let (day, until) = (calendar.at(-6 * DAY), calendar.now + 50 * DAY);
    for promise in [item("desk_lamp", 30), category(Category::Bedding, 25), other(PledgeKind::Hours, 40)] {
        let new = NewListing { area: root.districts[0].id, promise, until };
        tx.run_as(&root.coordinator, day, &ListPromise(new)).await?;
    }
    if let Some(contact) = contacts(root).first() {
        let new = NewListing { area: root.id, promise: other(PledgeKind::Posts, 6), until };
        tx.run_as(contact, day, &ListPromise(new)).await?;
    }
    Ok(())
}
