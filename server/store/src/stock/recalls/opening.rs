//! Opening a recall: stops every unit of the lots at once, and tells those who have to act.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Code, DAY,
    accounts::AccountId,
    events::{Event, OfRecall},
    ledger::{Entry, JournalKind, LedgerAccount, LocationId, LotId, Place, moved},
    next_steps::REMINDER_DAYS,
    permission::Action,
    stock::recalls::{MOST_LOTS, NewRecall, RecallId, RecallState},
};
use serde::Serialize;

use super::{end_if_settled, lock_recall};
use crate::{
    Command, Refusal, Result, Store, Tx,
    db::{
        job_sweep::sweep,
        sql::{parse, row, rows, run, value, values},
    },
    ledger::{self, lots, post::NewJournal},
};

/// Recalls lots of the actor's root area: units on shelves go to quarantine, all others can be given to no family.
///
/// # Errors
/// Not allowed without a role that approves counts; invalid without lots or reason; not found for a lot of another root
/// area; [`Code::WrongState`] for a lot that is recalled already.
#[derive(Clone, Debug, Serialize)]
pub struct OpenRecall(pub NewRecall);

/// Units of a lot in one place.
#[derive(sqlx::FromRow)]
struct LotUnits {
    place: String,
    owner: i64,
    location: i64,
    quantity: i64,
}

/// The lots, and the kits that hold units of them.
async fn with_kits(tx: &mut Tx<'_>, lots: Vec<LotId>) -> Result<Vec<LotId>> {
    let mut all: BTreeSet<LotId> = lots.iter().copied().collect();
    for lot in lots {
        all.extend(values!(tx, i64, "select kit from kit_content where lot = $1 and taken < quantity", lot)?);
    }
    if all.len() > 2 * MOST_LOTS {
        return Err(Refusal::field("lots", Code::TooLong).into());
    }
    Ok(all.into_iter().collect())
}

impl Command for OpenRecall {
    const NAME: &'static str = "recall_open";
    type Output = RecallId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<RecallId> {
        tx.actor.must_somewhere(Action::ApproveCounts)?;
        let new = self.0.clone().checked()?;
        let (root, account, now) = (tx.actor.root, tx.actor.account, tx.now);
        // In the order of all locks: counters, then the recall's lots, then balances. All counters, because kits are
        // put together under theirs: a kit that is just being made with such units is seen below, and stopped, too.
        for shop in values!(tx, i64, "select id from location where root = $1 order by id", root)? {
            lots::queue(tx, shop).await?;
        }
        let lots = with_kits(tx, new.lots).await?;
        let id = value!(
            tx,
            i64,
            "insert into recall (root, state, reason, opened_by, opened, ended, asked, version)
             values ($1, 'open', $2, $3, $4, 0, $4, 0) returning id",
            root,
            &new.reason,
            account,
            now,
        )?;
        let mut taken: BTreeMap<LocationId, Vec<Entry>> = BTreeMap::new();
        for lot in &lots {
            mark_lot(tx, id, *lot).await?;
            find_units(tx, id, *lot, &mut taken).await?;
        }
        for (location, entries) in taken {
            let journal = NewJournal { reason: &new.reason, ..NewJournal::new(JournalKind::Expire, location) };
            ledger::post::post(tx, &journal, &entries).await?;
        }
        tell_staff(tx, id).await?;
        tx.audit("recall", id).await?;
        let recall = lock_recall(tx, id).await?;
        end_if_settled(tx, &recall).await?;
        Ok(id)
    }
}

/// Marks a lot, so that every posting sees it.
async fn mark_lot(tx: &mut Tx<'_>, recall: RecallId, lot: LotId) -> Result<()> {
    let root = tx.actor.root;
    let marked = run!(
        tx,
        "update lot set recall = $2 where id = $1 and root = $3 and recall = 0 and item <> 0",
        lot,
        recall,
        root
    )?;
    if marked == 0 {
        let known = value!(tx, i64, "select count(*) from lot where id = $1 and root = $2 and item <> 0", lot, root)?;
        return Err(if known == 0 { Refusal::NotFound.into() } else { Code::WrongState.into() });
    }
    run!(tx, "insert into recall_lot (recall, lot) values ($1, $2)", recall, lot)?;
    // A posting that moved a unit before waits here for its commit; one that comes later reads the mark after it moved.
    run!(tx, "update balance set quantity = quantity where lot = $1", lot)?;
    Ok(())
}

/// Finds every unit of a lot: those on shelves are collected to be moved, those of families are written down.
async fn find_units(
    tx: &mut Tx<'_>,
    recall: RecallId,
    lot: LotId,
    taken: &mut BTreeMap<LocationId, Vec<Entry>>,
) -> Result<()> {
    let units = rows!(
        tx,
        LotUnits,
        "select a.place, a.owner, a.location, b.quantity from balance b join ledger_account a on a.id = b.account
         where b.lot = $1 and b.quantity > 0 order by a.id",
        lot,
    )?;
    for unit in units {
        match parse(&unit.place)? {
            Place::Shelf => {
                let (shelf, quarantine) =
                    (LedgerAccount::of(Place::Shelf, unit.owner), LedgerAccount::of(Place::Quarantine, unit.owner));
                taken.entry(unit.location).or_default().extend(moved(lot, unit.quantity, shelf, quarantine));
            }
            Place::Issued => {
                let household = file_of(tx, unit.owner).await?;
                run!(
                    tx,
                    "insert into recall_home (recall, lot, household, quantity, told, told_by, destroyed, returned, kept, used)
                     values ($1, $2, $3, $4, 0, 0, 0, 0, 0, 0)",
                    recall,
                    lot,
                    household,
                    unit.quantity,
                )?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// The file that a family has now: goods stay under the number that they were issued to.
async fn file_of(tx: &mut Tx<'_>, household: i64) -> Result<i64> {
    let mut file = household;
    // A file is merged into another one a few times at most.
    for _ in 0..20 {
        match row!(tx, (i64,), "select merged_into from household where id = $1", file)? {
            Some((into,)) if into != 0 => file = into,
            _ => break,
        }
    }
    Ok(file)
}

/// Tells the shops that have units without an outcome, and the caseworkers of the families that have some; of a family
/// whose caseworker has left, those of its area.
async fn tell_staff(tx: &mut Tx<'_>, recall: RecallId) -> Result<()> {
    let shops = values!(
        tx,
        i64,
        "select distinct g.account from recall_lot x join balance b on b.lot = x.lot
             join ledger_account a on a.id = b.account join location l on l.id = a.location
             join area r on r.id = l.area join role_grant g on r.path like g.path || '%'
             join account c on c.id = g.account
         where x.recall = $1 and b.quantity > 0 and a.place in ('shelf', 'quarantine', 'reserved', 'ordered', 'transit', 'lent')
             and not exists (select 1 from recall_kept k where k.recall = x.recall and k.lot = b.lot
                 and k.location = a.owner and a.place = 'quarantine' and k.quantity >= b.quantity)
             and g.role in ('shopkeeper', 'coordinator') and c.open = true",
        recall,
    )?;
    let caseworkers = values!(
        tx,
        i64,
        "select distinct g.account from recall_home x join household h on h.id = x.household
             join area r on r.id = h.area join role_grant g on r.path like g.path || '%'
             join account c on c.id = g.account
         where x.recall = $1 and x.destroyed + x.returned + x.kept + x.used < x.quantity
             and g.role = 'caseworker' and c.open = true
             and (h.caseworker = 0 or h.caseworker = g.account
                 or not exists (select 1 from role_grant k join account o on o.id = k.account
                     where k.account = h.caseworker and k.role = 'caseworker' and o.open = true
                         and r.path like k.path || '%'))",
        recall,
    )?;
    let staff: BTreeSet<AccountId> = shops.into_iter().chain(caseworkers).collect();
    let title = value!(
        tx,
        String,
        "select i.name from recall_lot x join lot l on l.id = x.lot join item i on i.id = l.item
         where x.recall = $1 order by x.lot limit 1",
        recall,
    )?;
    tx.emit(Event::RecallOpen(OfRecall { recall, staff: staff.into_iter().collect(), title })).await
}

/// Ends a recall whose last unit left by another step, or tells those who still have to act, once a week.
#[derive(Clone, Copy, Debug, Serialize)]
struct FollowRecall(RecallId);

impl Command for FollowRecall {
    const NAME: &'static str = "recall_follow";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let recall = lock_recall(tx, self.0).await?;
        if recall.state != RecallState::Open {
            return Ok(false);
        }
        if end_if_settled(tx, &recall).await? {
            return Ok(true);
        }
        let now = tx.now;
        let due = run!(
            tx,
            "update recall set asked = $2 where id = $1 and asked <= $3",
            recall.id,
            now,
            now - REMINDER_DAYS * DAY,
        )?;
        if due == 0 {
            return Ok(false);
        }
        tell_staff(tx, recall.id).await?;
        Ok(true)
    }
}

impl Store {
    /// Ends recalls whose units all have an outcome, and reminds of the others; returns how many.
    pub(crate) async fn recalls_follow(&self) -> Result<i64> {
        sweep!(
            self,
            FollowRecall,
            "select asked, id from recall where state = 'open' and (asked, id) > ($1, $2) order by asked, id limit 200",
        )
    }
}
