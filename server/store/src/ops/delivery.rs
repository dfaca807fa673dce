//! Delivery: hands the events of the outbox to their readers, each exactly once.
//! What a reader did commits together with the deletion of the row. Due rows are handled together; when one of them
//! fails, all are handled once more on their own, so that a failure keeps nothing but its own record waiting.

use domain::events::{Reader, STUCK};
use serde::Serialize;

use crate::{
    By, Command, Result, Store, Tx,
    events::outbox::{BATCH, Pending, lock_due, postpone, remove},
    messages, notifications,
};

async fn handle(tx: &mut Tx<'_>, reader: Reader, row: &Pending) -> Result<()> {
    match reader {
        Reader::Notices => notifications::reader::handle(tx, row).await,
        Reader::Groups => messages::queue::handle_for_groups(tx, row).await,
    }
}

/// Handles what is due, [`BATCH`] rows or a little more; returns how many.
async fn deliver(tx: &mut Tx<'_>, reader: Reader) -> Result<usize> {
    let mut rows = Vec::new();
    // Once the oldest row of a record is deleted, the next look finds the row behind it, which this transaction alone
    // can see.
    while rows.len() < BATCH {
        let due = lock_due(tx, reader, 0).await?;
        if due.is_empty() {
            break;
        }
        let ids: Vec<i64> = due.iter().map(|row| row.id).collect();
        remove(tx, &ids).await?;
        rows.extend(due);
    }
    // In the order of the writes, also across records: an account reads its notices in the order of their ids.
    rows.sort_unstable_by_key(|row| row.id);
    for row in &rows {
        handle(tx, reader, row).await?;
    }
    Ok(rows.len())
}

/// Handles all events that this transaction sees; for scripts, whose later steps depend on what readers do.
///
/// # Errors
/// As the readers; then nothing of the transaction is kept.
pub async fn deliver_here(tx: &mut Tx<'_>) -> Result<()> {
    for reader in Reader::ALL {
        while deliver(tx, *reader).await? > 0 {}
    }
    Ok(())
}

/// Handles what is due for a reader; returns how many events.
#[derive(Clone, Copy, Debug, Serialize)]
struct DeliverEvents(Reader);

impl Command for DeliverEvents {
    const NAME: &'static str = "outbox_deliver";
    type Output = usize;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<usize> {
        deliver(tx, self.0).await
    }
}

/// Handles one event for a reader; false when it is not due any more or another server handles it.
#[derive(Clone, Copy, Debug, Serialize)]
struct DeliverEvent(Reader, i64);

impl Command for DeliverEvent {
    const NAME: &'static str = "outbox_deliver_one";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let &Self(reader, id) = self;
        let due = lock_due(tx, reader, id).await?;
        for row in &due {
            handle(tx, reader, row).await?;
            remove(tx, &[row.id]).await?;
        }
        Ok(!due.is_empty())
    }
}

/// Counts a failed try of an event; returns how many failed.
#[derive(Clone, Copy, Debug, Serialize)]
struct PostponeEvent(i64);

impl Command for PostponeEvent {
    const NAME: &'static str = "outbox_postpone";
    type Output = i64;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<i64> {
        postpone(tx, self.0).await
    }
}

impl Store {
    /// Handles every event that is due, and numbers the changes of public wishes; returns how many events. Safe to run on several servers at once.
    ///
    /// # Errors
    /// When the database fails. An event whose reader fails is logged and tried again after a pause.
    pub async fn deliver_all(&self) -> Result<usize> {
        let by = By::system();
        let mut done = 0;
        for reader in Reader::ALL {
            while !self.due(*reader).await?.is_empty() {
                done += match self.run(&by, DeliverEvents(*reader)).await {
                    // Another server handles what is due.
                    Ok(0) => break,
                    Ok(count) => count,
                    Err(cause) => {
                        let reader_name = reader.as_str();
                        tracing::warn!(%cause, reader = reader_name, "events were not handled together; now one by one");
                        self.deliver_singly(*reader).await?
                    }
                };
            }
        }
        self.number_changes().await?;
        Ok(done)
    }

    async fn deliver_singly(&self, reader: Reader) -> Result<usize> {
        let by = By::system();
        let mut done = 0;
        for id in self.due(reader).await? {
            match self.run(&by, DeliverEvent(reader, id)).await {
                Ok(handled) => done += usize::from(handled),
                Err(cause) => {
                    let tries = self.run(&by, PostponeEvent(id)).await?;
                    if tries == 1 || tries == STUCK {
                        let reader = reader.as_str();
                        tracing::error!(%cause, reader, id, tries, "an event could not be handled; it is tried again");
                    }
                }
            }
        }
        Ok(done)
    }
}
