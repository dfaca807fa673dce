//! Who is in charge of a dispute, the reminder before its due day, and its way up when it is late.

use domain::{
    DAY,
    accounts::AccountId,
    areas::AreaPath,
    disputes::{DUE_DAYS, DisputeId, DisputeState, REMINDER_DAYS, subject::HandedOver},
    events::{Event, OfDispute},
};
use serde::Serialize;

use crate::{
    Command, Conn, Result, Store, Tx,
    db::{
        job_sweep::sweep,
        sql::{parse, row, rows, run, values},
    },
    disputes::goods::of_dispute,
    households::views::household_path,
};

/// Coordinators of one area.
#[derive(Clone, Debug, Default)]
pub(crate) struct Level {
    /// Path of the area of their role; empty without any.
    pub path: String,
    pub coordinators: Vec<AccountId>,
}

impl Level {
    /// The one in charge, or 0.
    pub(crate) fn owner(&self) -> AccountId {
        self.coordinators.first().copied().unwrap_or_default()
    }
}

/// Loads the coordinators of the nearest area around `home`, without the accounts `concerned`; with `above`, only of
/// areas above that path. Empty without any.
pub(crate) async fn level(db: &mut Conn<'_>, home: &AreaPath, above: &str, concerned: [AccountId; 2]) -> Result<Level> {
    let shorter = i64::try_from(above.len()).unwrap_or_default();
    let found = rows!(
        db,
        (i64, String),
        "select g.account, g.path from role_grant g join account a on a.id = g.account
         where g.role = 'coordinator' and a.open = true and $1 like g.path || '%'
             and g.account <> $2 and g.account <> $3 and (length(g.path) < $4 or $4 = 0)
         order by length(g.path) desc, g.account",
        &home.0,
        concerned[0],
        concerned[1],
        shorter,
    )?;
    let path = found.first().map(|(_, path)| path.clone()).unwrap_or_default();
    let mut coordinators: Vec<AccountId> =
        found.into_iter().filter(|(_, of)| *of == path).map(|(account, _)| account).collect();
    coordinators.dedup();
    Ok(Level { path, coordinators })
}

#[derive(sqlx::FromRow)]
struct LateRow {
    household: i64,
    claim: i64,
    shop_order: i64,
    state: String,
    level: String,
    owner: i64,
    due: i64,
    handed_by: i64,
    created_by: i64,
}

/// Locks an open dispute and reads it; `None` once it has ended.
async fn hold_open(tx: &mut Tx<'_>, id: DisputeId) -> Result<Option<LateRow>> {
    run!(tx, "update dispute set version = version + 1 where id = $1", id)?;
    let found = row!(
        tx,
        LateRow,
        "select household, claim, shop_order, state, level, owner, due, handed_by, created_by from dispute where id = $1",
        id,
    )?;
    match found {
        Some(row) if parse::<DisputeState>(&row.state)? == DisputeState::Open => Ok(Some(row)),
        _ => Ok(None),
    }
}

/// Reminds the coordinator in charge once; for the scheduler. False when there was nothing to do.
async fn remind(tx: &mut Tx<'_>, id: DisputeId) -> Result<bool> {
    let Some(dispute) = hold_open(tx, id).await? else { return Ok(false) };
    let now = tx.now;
    let due = run!(tx, "update dispute set reminder = 0 where id = $1 and reminder > 0 and reminder <= $2", id, now)?;
    if due == 1 {
        let about = HandedOver::of(dispute.claim, dispute.shop_order);
        let event = of_dispute(tx, id, dispute.household, about).await?;
        tx.emit(Event::DisputeDue(OfDispute { staff: vec![dispute.owner], ..event })).await?;
    }
    Ok(due == 1)
}

/// Hands a late dispute to the next higher coordinators; for the scheduler. False when there was nothing to do.
/// At the top it stays where it is, and the auditors are told as well.
async fn climb(tx: &mut Tx<'_>, id: DisputeId) -> Result<bool> {
    let Some(dispute) = hold_open(tx, id).await? else { return Ok(false) };
    if dispute.due > tx.now {
        return Ok(false);
    }
    let home = household_path(&mut tx.arm(), dispute.household).await?;
    let concerned = [dispute.handed_by, dispute.created_by];
    let next = level(&mut tx.arm(), &home, &dispute.level, concerned).await?;
    let (path, owner, told) = if next.owner() == 0 {
        let mut watch = values!(
            tx,
            i64,
            "select distinct g.account from role_grant g join account a on a.id = g.account
             where g.role = 'auditor' and a.open = true and $1 like g.path || '%' order by g.account",
            &home.0,
        )?;
        watch.push(dispute.owner);
        (dispute.level.clone(), dispute.owner, watch)
    } else {
        (next.path.clone(), next.owner(), next.coordinators)
    };
    let due = tx.now + DUE_DAYS * DAY;
    run!(
        tx,
        "update dispute set owner = $2, level = $3, due = $4, reminder = $5, climbs = climbs + 1 where id = $1",
        id,
        owner,
        &path,
        due,
        due - REMINDER_DAYS * DAY,
    )?;
    let about = HandedOver::of(dispute.claim, dispute.shop_order);
    let event = of_dispute(tx, id, dispute.household, about).await?;
    tx.emit(Event::DisputeLate(OfDispute { staff: told, ..event })).await?;
    tx.audit("dispute", id).await?;
    Ok(true)
}

/// Reminds of one dispute that is due soon.
#[derive(Clone, Copy, Debug, Serialize)]
struct RemindDispute(DisputeId);

impl Command for RemindDispute {
    const NAME: &'static str = "dispute_remind";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        remind(tx, self.0).await
    }
}

/// Hands one late dispute to the next higher coordinators.
#[derive(Clone, Copy, Debug, Serialize)]
struct ClimbDispute(DisputeId);

impl Command for ClimbDispute {
    const NAME: &'static str = "dispute_climb";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        climb(tx, self.0).await
    }
}

impl Store {
    /// Reminds coordinators of disputes that are due tomorrow; returns how many.
    pub(crate) async fn disputes_remind(&self) -> Result<i64> {
        sweep!(
            self,
            RemindDispute,
            "select reminder, id from dispute
             where state = 'open' and reminder > 0 and reminder <= $1 and due > $1 and (reminder, id) > ($2, $3)
             order by reminder, id limit 200",
            self.now(),
        )
    }

    /// Hands late disputes to the next higher coordinators; returns how many.
    pub(crate) async fn disputes_climb(&self) -> Result<i64> {
        sweep!(
            self,
            ClimbDispute,
            "select due, id from dispute where state = 'open' and due <= $1 and (due, id) > ($2, $3)
             order by due, id limit 200",
            self.now(),
        )
    }
}
