//! The job on transfers: whose move it is, is reminded every week. Goods move only by the shops' own word.

use domain::{
    DAY,
    events::Event,
    next_steps::REMINDER_DAYS,
    stock::transfers::{TransferId, TransferState},
};
use serde::Serialize;

use crate::{
    Command, Result, Store, Tx,
    db::{
        job_sweep::sweep,
        sql::{parse, row, run},
    },
    stock::transfers::lifecycle::tell,
};

/// Reminds the target to receive a transfer, or the source to say what became of the rest; for the scheduler.
/// False when there was nothing to do.
#[derive(Clone, Copy, Debug, Serialize)]
struct RemindTransfer(TransferId);

impl Command for RemindTransfer {
    const NAME: &'static str = "transfer_remind";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let &Self(id) = self;
        let (now, week) = (tx.now, tx.now - REMINDER_DAYS * DAY);
        let due = run!(
            tx,
            "update transfer set asked = $2, version = version + 1 where id = $1 and state in ('sent', 'short')
                 and sent_at <= $3 and received_at <= $3 and asked <= $3",
            id,
            now,
            week,
        )?;
        if due == 0 {
            return Ok(false);
        }
        let found = row!(
            tx,
            (i64, i64, String, String, String),
            "select t.source, t.target, t.state, s.name, g.name from transfer t join location s on s.id = t.source
                 join location g on g.id = t.target where t.id = $1",
            id,
        )?;
        let Some((source, target, state, source_name, target_name)) = found else { return Ok(false) };
        let (asked, other) = match parse::<TransferState>(&state)? {
            TransferState::Sent => (target, source_name),
            _ => (source, target_name),
        };
        tell(tx, Event::TransferWaiting, asked, id, &other).await?;
        Ok(true)
    }
}

impl Store {
    /// Reminds shops of transfers that wait for them; returns how many.
    pub(crate) async fn transfers_remind(&self) -> Result<i64> {
        sweep!(
            self,
            RemindTransfer,
            "select sent_at, id from transfer where state in ('sent', 'short')
                 and sent_at <= $1 and received_at <= $1 and asked <= $1 and (sent_at, id) > ($2, $3)
             order by sent_at, id limit 200",
            self.now() - REMINDER_DAYS * DAY,
        )
    }
}
