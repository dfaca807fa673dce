//! What became of recalled units: in shops, and at families' homes.

use domain::{
    ledger::{JournalKind, LedgerAccount, Place, moved},
    permission::Action,
    stock::recalls::{HomeOutcome, RecallHomeId, RecallId, RecallOutcome, StockOutcome, within},
};
use serde::{Deserialize, Serialize};

use super::{LockedRecall, end_if_settled, lock_recall};
use crate::{
    Command, Refusal, Result, Tx,
    db::{
        area_filter::must_be_of_others,
        locks::{Writers, lock_file},
        sql::{row, run, value},
    },
    ledger::{self, post::NewJournal},
    stock::movements::must_be_free,
};

/// Notes what became of units in a shop's quarantine; the last ones end the recall.
/// Destroyed and returned units leave the books; those in order wait there until the recall ends.
///
/// # Errors
/// Not found outside the actor's areas and for another lot; [`domain::Code::WrongState`] once it has ended;
/// [`domain::Code::HasOpenClaims`] while a claim waits for this lot's check; invalid for more units than have no
/// outcome.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SettleStock {
    /// The recall.
    pub recall: RecallId,
    /// Units, and what became of them.
    pub of: StockOutcome,
}

impl Command for SettleStock {
    const NAME: &'static str = "recall_settle";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let StockOutcome { lot, location, quantity, outcome } = self.of;
        tx.must_at(Action::KeepStock, location).await?;
        let recall = lock_recall(tx, self.recall).await?;
        let named = value!(tx, i64, "select count(*) from recall_lot where recall = $1 and lot = $2", recall.id, lot)?;
        if named == 0 {
            return Err(Refusal::NotFound.into());
        }
        recall.must_be_open()?;
        must_be_free(tx, lot).await?;
        let quarantine = LedgerAccount::of(Place::Quarantine, location);
        let there = ledger::post::balance_held(tx, quarantine, lot).await?;
        let kept = value!(
            tx,
            i64,
            "select cast(coalesce(sum(quantity), 0) as bigint) from recall_kept
             where recall = $1 and lot = $2 and location = $3",
            recall.id,
            lot,
            location,
        )?;
        within(quantity, there - kept)?;
        let (kind, to) = match outcome {
            RecallOutcome::Destroyed => (JournalKind::WriteOff, LedgerAccount::of(Place::Loss, location)),
            RecallOutcome::Returned => (JournalKind::Return, LedgerAccount::OUTSIDE),
            RecallOutcome::Kept => {
                run!(
                    tx,
                    "insert into recall_kept (recall, lot, location, quantity) values ($1, $2, $3, $4)
                     on conflict (recall, lot, location) do update set quantity = recall_kept.quantity + excluded.quantity",
                    recall.id,
                    lot,
                    location,
                    quantity,
                )?;
                return done(tx, &recall).await;
            }
            RecallOutcome::Used => return Err(Refusal::field("outcome", domain::Code::Unknown).into()),
        };
        let journal = NewJournal { reason: &recall.reason, ..NewJournal::new(kind, location) };
        ledger::post::post(tx, &journal, &moved(lot, quantity, quarantine, to)).await?;
        done(tx, &recall).await
    }
}

async fn done(tx: &mut Tx<'_>, recall: &LockedRecall) -> Result<()> {
    tx.audit("recall", recall.id).await?;
    end_if_settled(tx, recall).await?;
    Ok(())
}

/// Locks the file of the units, then the recall.
async fn lock_home(tx: &mut Tx<'_>, home: RecallHomeId, action: Action) -> Result<LockedRecall> {
    tx.actor.must_somewhere(action)?;
    let (household, recall) = row!(tx, (i64, i64), "select household, recall from recall_home where id = $1", home)?
        .ok_or(Refusal::NotFound)?;
    lock_file(tx, household, Writers::Staff(action)).await?;
    must_be_of_others(&tx.actor, household)?;
    let recall = lock_recall(tx, recall).await?;
    recall.must_be_open()?;
    Ok(recall)
}

/// Notes that a family was told of a recall.
///
/// # Errors
/// Not allowed for staff who do not keep files, or are of the family; not found outside the actor's areas;
/// [`domain::Code::WrongState`] once the recall has ended.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct TellHome {
    /// Units of the family.
    pub home: RecallHomeId,
}

impl Command for TellHome {
    const NAME: &'static str = "recall_tell";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let recall = lock_home(tx, self.home, Action::KeepHouseholds).await?;
        let (now, account) = (tx.now, tx.actor.account);
        run!(tx, "update recall_home set told = $2, told_by = $3 where id = $1 and told = 0", self.home, now, account)?;
        tx.audit("recall", recall.id).await
    }
}

/// Notes what became of units that a family had; the last ones end the recall. Its family counts as told.
///
/// # Errors
/// As [`TellHome`], also for shopkeepers of the family's area; invalid for more units than have no outcome.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct SettleHome {
    /// Units of the family.
    pub home: RecallHomeId,
    /// How many, and what became of them.
    pub of: HomeOutcome,
}

impl Command for SettleHome {
    const NAME: &'static str = "recall_home_settle";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let recall = lock_home(tx, self.home, Action::HandOver).await?;
        let HomeOutcome { quantity, outcome } = self.of;
        let left = value!(
            tx,
            i64,
            "select quantity - destroyed - returned - kept - used from recall_home where id = $1",
            self.home,
        )?;
        within(quantity, left)?;
        let units = |of: RecallOutcome| if of == outcome { quantity } else { 0 };
        let (now, account) = (tx.now, tx.actor.account);
        run!(
            tx,
            "update recall_home set destroyed = destroyed + $2, returned = returned + $3, kept = kept + $4,
                 used = used + $5, told_by = case when told = 0 then $7 else told_by end,
                 told = case when told = 0 then $6 else told end
             where id = $1",
            self.home,
            units(RecallOutcome::Destroyed),
            units(RecallOutcome::Returned),
            units(RecallOutcome::Kept),
            units(RecallOutcome::Used),
            now,
            account,
        )?;
        done(tx, &recall).await
    }
}
