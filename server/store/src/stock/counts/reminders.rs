//! Jobs on stock-takes: the counter is reminded every week, and a sheet that was left open ends without posting.

use domain::{
    DAY,
    events::{Event, OfStockTake},
    ledger::LocationId,
    next_steps::{REMINDER_DAYS, TAKE_DAYS},
    stock::counts::{StockTakeId, TakeState, TakeStep},
};
use serde::Serialize;

use crate::{
    Command, Result, Store, Tx,
    db::{
        job_sweep::sweep,
        sql::{parse, row, run},
    },
    ledger::lots,
};

async fn tell(tx: &mut Tx<'_>, event: fn(OfStockTake) -> Event, take: StockTakeId, location: LocationId) -> Result<()> {
    let staff = lots::keepers(tx, location).await?;
    tx.emit(event(OfStockTake { take, staff, words: String::new() })).await
}

async fn place_and_state(tx: &mut Tx<'_>, id: StockTakeId) -> Result<Option<(LocationId, String)>> {
    Ok(row!(tx, (i64, String), "select location, state from stock_take where id = $1", id)?)
}

/// Reminds the shop of a sheet that is neither finished nor approved; for the scheduler.
/// False when there was nothing to do.
#[derive(Clone, Copy, Debug, Serialize)]
struct RemindStockTake(StockTakeId);

impl Command for RemindStockTake {
    const NAME: &'static str = "stock_take_remind";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let &Self(id) = self;
        let (now, week) = (tx.now, tx.now - REMINDER_DAYS * DAY);
        let due = run!(
            tx,
            "update stock_take set asked = $2, version = version + 1 where id = $1 and state in ('counting', 'counted')
                 and opened <= $3 and finished <= $3 and asked <= $3",
            id,
            now,
            week,
        )?;
        match place_and_state(tx, id).await? {
            Some((location, _)) if due == 1 => {
                tell(tx, Event::StockTakeWaiting, id, location).await?;
                Ok(true)
            }
            _ => Ok(false),
        }
    }
}

/// Cancels a sheet on which nothing has happened for a month, a week after the last reminder; for the scheduler.
/// False when there was nothing to do.
#[derive(Clone, Copy, Debug, Serialize)]
struct LapseStockTake(StockTakeId);

impl Command for LapseStockTake {
    const NAME: &'static str = "stock_take_lapse";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let &Self(id) = self;
        let (now, week, month) = (tx.now, tx.now - REMINDER_DAYS * DAY, tx.now - TAKE_DAYS * DAY);
        let due = run!(
            tx,
            "update stock_take set version = version + 1 where id = $1 and state in ('counting', 'counted')
                 and opened <= $2 and finished <= $2 and asked > 0 and asked <= $3
                 and not exists (select 1 from stock_take_line n where n.stock_take = stock_take.id and n.counted_at > $2)",
            id,
            month,
            week,
        )?;
        let (Some((location, state)), 1) = (place_and_state(tx, id).await?, due) else { return Ok(false) };
        let next = parse::<TakeState>(&state)?.after(TakeStep::Cancel)?;
        run!(tx, "update stock_take set state = $2, closed = $3 where id = $1", id, next.as_str(), now)?;
        tx.audit("stock_take", id).await?;
        tell(tx, Event::StockTakeLapsed, id, location).await?;
        Ok(true)
    }
}

impl Store {
    /// Reminds shops of open sheets; returns how many.
    pub(crate) async fn takes_remind(&self) -> Result<i64> {
        sweep!(
            self,
            RemindStockTake,
            "select opened, id from stock_take where state in ('counting', 'counted')
                 and opened <= $1 and finished <= $1 and asked <= $1 and (opened, id) > ($2, $3)
             order by opened, id limit 200",
            self.now() - REMINDER_DAYS * DAY,
        )
    }

    /// Ends sheets that were left open; returns how many.
    pub(crate) async fn takes_give_up(&self) -> Result<i64> {
        sweep!(
            self,
            LapseStockTake,
            "select t.opened, t.id from stock_take t where t.state in ('counting', 'counted')
                 and t.opened <= $1 and t.finished <= $1 and t.asked > 0 and t.asked <= $2
                 and not exists (select 1 from stock_take_line n where n.stock_take = t.id and n.counted_at > $1)
                 and (t.opened, t.id) > ($3, $4)
             order by t.opened, t.id limit 200",
            self.now() - TAKE_DAYS * DAY,
            self.now() - REMINDER_DAYS * DAY,
        )
    }
}
