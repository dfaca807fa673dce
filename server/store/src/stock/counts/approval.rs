//! The end of a stock-take: a second person approves its differences or rejects it; or it is cancelled.

use std::collections::BTreeSet;

use domain::{
    events::{Event, OfStockTake},
    ledger::{Entry, JournalId, JournalKind, LedgerAccount, LocationId, LotId, Place, moved},
    permission::Action,
    stock::counts::{StockTakeId, TakeState, TakeStep, second_person},
};
use serde::{Deserialize, Serialize};

use crate::{
    Command, Result, Tx,
    db::sql::{rows, run, values},
    ledger::{self, post::NewJournal},
    stock::counts::lifecycle::locked,
};

/// Result of an approval.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// Journals posted; empty when `recount` is not.
    pub journals: Vec<JournalId>,
    /// Lots whose shelf has fewer units now than the loss to book.
    /// The stock-take is open again for them.
    pub recount: Vec<LotId>,
}

/// Posts a journal for each counted line that differs from the ledger.
/// When a shelf has fewer units now than a line's loss, nothing is posted: that line must be counted again, and the
/// stock-take returns to `counting`.
///
/// # Errors
/// [`domain::Code::SecondPerson`] when the actor counted a line or finished the stock-take;
/// [`domain::Code::WrongState`] unless it is `counted`; not found outside the actor's areas.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ApproveStockTake(pub StockTakeId);

impl Command for ApproveStockTake {
    const NAME: &'static str = "stock_take_approve";
    type Output = Settled;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Settled> {
        let Self(id) = self;
        let id = *id;
        let (take, next) = locked(tx, id, Action::ApproveCounts, TakeStep::Approve).await?;
        let counters = values!(
            tx,
            i64,
            "select distinct counted_by from stock_take_line where stock_take = $1 and counted >= 0",
            id
        )?;
        second_person(tx.actor.account, take.finished_by, &counters)?;
        let lines = rows!(
            tx,
            (i64, i64, String),
            "select lot, counted - booked_then, reason from stock_take_line
         where stock_take = $1 and counted >= 0 and counted <> booked_then order by lot",
            id,
        )?;
        let shelf = LedgerAccount::of(Place::Shelf, take.location);
        let mut settled = Settled::default();
        for (lot, difference, _) in &lines {
            if ledger::post::balance(&mut tx.arm(), shelf, *lot).await? + difference < 0 {
                settled.recount.push(*lot);
            }
        }
        if settled.recount.is_empty() {
            for (lot, difference, reason) in &lines {
                let journal =
                    NewJournal { stock_take: id, reason, ..NewJournal::new(JournalKind::Count, take.location) };
                let journal =
                    ledger::post::post(tx, &journal, &brought_in_line(*lot, *difference, take.location)).await?;
                run!(
                    tx,
                    "update stock_take_line set journal = $3 where stock_take = $1 and lot = $2",
                    id,
                    *lot,
                    journal,
                )?;
                settled.journals.push(journal);
            }
            close(tx, id, next, "").await?;
        } else {
            for lot in &settled.recount {
                run!(
                    tx,
                    "update stock_take_line set counted = -1, booked_then = 0, again = true
                 where stock_take = $1 and lot = $2",
                    id,
                    *lot,
                )?;
            }
            run!(tx, "update stock_take set state = 'counting', finished = 0, finished_by = 0 where id = $1", id)?;
        }
        tx.audit("stock_take", id).await?;
        Ok(settled)
    }
}

/// Returns the entries of a count difference: missing units go to Loss, surplus comes from Outside.
pub(crate) fn brought_in_line(lot: LotId, difference: i64, location: LocationId) -> [Entry; 2] {
    let shelf = LedgerAccount::of(Place::Shelf, location);
    if difference < 0 {
        moved(lot, -difference, shelf, LedgerAccount::of(Place::Loss, location))
    } else {
        moved(lot, difference, LedgerAccount::OUTSIDE, shelf)
    }
}

async fn close(tx: &mut Tx<'_>, id: StockTakeId, state: TakeState, note: &str) -> Result<()> {
    let (now, account) = (tx.now, tx.actor.account);
    run!(
        tx,
        "update stock_take set state = $2, note = $3, closed = $4, closed_by = $5 where id = $1",
        id,
        state.as_str(),
        note,
        now,
        account,
    )?;
    Ok(())
}

/// Returns a stock-take to `counting` and tells those who counted or finished it.
/// Counted lines stay.
///
/// # Errors
/// Invalid without a reason; [`domain::Code::WrongState`] unless it is `counted`; not found outside the actor's areas.
#[derive(Clone, Debug, Serialize)]
pub struct RejectStockTake {
    /// Stock-take to act on.
    #[serde(rename = "take")]
    pub id: StockTakeId,
    /// Reason, stored as the note of the stock-take.
    pub reason: String,
}

impl Command for RejectStockTake {
    const NAME: &'static str = "stock_take_reject";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (take, next) = locked(tx, self.id, Action::ApproveCounts, TakeStep::Reject).await?;
        let reason = domain::wishes::reason(&self.reason)?;
        // Those who counted a line, and the one who finished the stock-take.
        let counters = values!(
            tx,
            i64,
            "select distinct counted_by from stock_take_line where stock_take = $1 and counted >= 0 order by counted_by",
            self.id
        )?;
        let told: BTreeSet<i64> = counters.into_iter().chain([take.finished_by]).collect();
        let event = OfStockTake { take: self.id, staff: told.into_iter().collect(), words: reason.clone() };
        tx.emit(Event::StockTakeRejected(event)).await?;
        run!(
            tx,
            "update stock_take set state = $2, note = $3, finished = 0, finished_by = 0 where id = $1",
            self.id,
            next.as_str(),
            &reason,
        )?;
        tx.audit("stock_take", self.id).await
    }
}

/// Cancels an open stock-take without posting.
///
/// # Errors
/// Invalid without a reason; [`domain::Code::WrongState`] when it has ended; not found outside the actor's areas.
#[derive(Clone, Debug, Serialize)]
pub struct CancelStockTake {
    /// Stock-take to act on.
    #[serde(rename = "take")]
    pub id: StockTakeId,
    /// Reason, stored as the note of the stock-take.
    pub reason: String,
}

impl Command for CancelStockTake {
    const NAME: &'static str = "stock_take_cancel";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (_, next) = locked(tx, self.id, Action::KeepStock, TakeStep::Cancel).await?;
        let reason = domain::wishes::reason(&self.reason)?;
        close(tx, self.id, next, &reason).await?;
        tx.audit("stock_take", self.id).await
    }
}
