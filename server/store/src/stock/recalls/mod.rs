//! Recalls of lots. A recalled lot can be given, sent or shelved by no posting (`ledger/post.rs` sees to it); its units
//! on shelves go to quarantine with the recall, all others when they come back. What is where is read from the ledger,
//! so nothing is stored that could differ; only what families had before is a row.

pub mod opening;
pub mod outcomes;
pub mod views;

use domain::{
    Code,
    ledger::{JournalKind, LedgerAccount, Place, moved},
    stock::recalls::{RecallId, RecallState},
};

use crate::{
    Conn, Refusal, Result, Tx,
    db::sql::{parse, row, rows, run, value},
    ledger::{self, post::NewJournal},
};

/// Units of the recall `$1` without an outcome: in shops and on their way. Parts inside of kits count as the kits.
macro_rules! open_in_shops {
    () => {
        "select cast(coalesce(sum(case when a.place <> 'quarantine' then b.quantity
                     when b.quantity > coalesce(k.quantity, 0) then b.quantity - coalesce(k.quantity, 0) else 0 end), 0)
                     as bigint)
         from recall_lot x join balance b on b.lot = x.lot join ledger_account a on a.id = b.account
             left join recall_kept k on k.recall = x.recall and k.lot = x.lot and k.location = a.owner
                 and a.place = 'quarantine'
         where x.recall = $1 and b.quantity > 0
             and a.place in ('shelf', 'quarantine', 'reserved', 'ordered', 'transit', 'lent')"
    };
}

/// Recall whose row is locked.
pub(crate) struct LockedRecall {
    pub id: RecallId,
    pub state: RecallState,
    pub reason: String,
}

/// Locks a recall. The caller has checked the shop or the family: a lot and its recall belong to one root area.
pub(crate) async fn lock_recall(tx: &mut Tx<'_>, id: RecallId) -> Result<LockedRecall> {
    run!(tx, "update recall set version = version + 1 where id = $1", id)?;
    let (state, reason) =
        row!(tx, (String, String), "select state, reason from recall where id = $1", id)?.ok_or(Refusal::NotFound)?;
    let state = parse(&state)?;
    Ok(LockedRecall { id, state, reason })
}

impl LockedRecall {
    /// Refuses a recall that has ended.
    ///
    /// # Errors
    /// [`Code::WrongState`].
    pub(crate) fn must_be_open(&self) -> Result<()> {
        if self.state == RecallState::Open { Ok(()) } else { Err(Code::WrongState.into()) }
    }
}

/// Counts units without an outcome: in shops, and at homes.
pub(crate) async fn left(db: &mut Conn<'_>, id: RecallId) -> Result<(i64, i64)> {
    let in_shops = value!(db, i64, open_in_shops!(), id)?;
    let at_homes = value!(
        db,
        i64,
        "select cast(coalesce(sum(quantity - destroyed - returned - kept - used), 0) as bigint) from recall_home
         where recall = $1",
        id,
    )?;
    Ok((in_shops, at_homes))
}

/// Ends a locked recall of which every unit has an outcome; false while one has none.
/// What was checked and is in order goes back to its shelf, unless its date has passed meanwhile, it is a used
/// appliance without a signed check, or a claim waits for it: these stay in quarantine, for the steps that always lead
/// out of it.
pub(crate) async fn end_if_settled(tx: &mut Tx<'_>, recall: &LockedRecall) -> Result<bool> {
    if left(&mut tx.arm(), recall.id).await? != (0, 0) {
        return Ok(false);
    }
    let now = tx.now;
    run!(tx, "update lot set recall = 0 where id in (select lot from recall_lot where recall = $1)", recall.id)?;
    let kept = rows!(
        tx,
        (i64, i64, i64),
        "select k.location, k.lot, k.quantity from recall_kept k join lot l on l.id = k.lot join item i on i.id = l.item
         where k.recall = $1 and (l.expires = 0 or l.expires > $2)
             and (l.checked = true or l.condition <> 'used' or i.electrical = false)
             and not exists (select 1 from claim c
                 where c.lot = l.id and c.state = 'arrived' and c.awaiting_check = true)
         order by k.location, k.lot",
        recall.id,
        now,
    )?;
    for (location, lot, quantity) in kept {
        let (quarantine, shelf) =
            (LedgerAccount::of(Place::Quarantine, location), LedgerAccount::of(Place::Shelf, location));
        let there = ledger::post::balance_held(tx, quarantine, lot).await?.min(quantity);
        if there > 0 {
            let journal = NewJournal { reason: &recall.reason, ..NewJournal::new(JournalKind::Inspect, location) };
            ledger::post::post(tx, &journal, &moved(lot, there, quarantine, shelf)).await?;
        }
    }
    run!(tx, "update recall set state = 'ended', ended = $2 where id = $1", recall.id, now)?;
    Ok(true)
}
