//! Delivery: hands the events of the outbox to their readers, each exactly once.
//! What a reader did commits together with the deletion of the row. Due rows are handled together; when one of them
//! fails, all are handled once more on their own, so that a failure keeps nothing but its own record waiting.

use std::sync::Arc;

use domain::events::Reader;
use futures::future::BoxFuture;

use crate::{
    By, Result, Store, Tx,
    events::outbox::{BATCH, Pending, lock_due, postpone, remove},
    notifications,
};

async fn handle(tx: &mut Tx<'_>, reader: Reader, row: &Pending) -> Result<()> {
    match reader {
        Reader::Notices => notifications::reader::handle(tx, row).await,
    }
}

/// Handles what is due, [`BATCH`] rows or a little more; returns how many.
async fn deliver(tx: &mut Tx<'_>, reader: Reader) -> Result<usize> {
    let mut done = 0;
    // Once the oldest row of a record is deleted, the next look finds the row behind it, which this transaction alone
    // can see.
    while done < BATCH {
        let due = lock_due(tx, reader, 0).await?;
        if due.is_empty() {
            break;
        }
        for row in &due {
            handle(tx, reader, row).await?;
        }
        let ids: Vec<i64> = due.iter().map(|row| row.id).collect();
        remove(tx, &ids).await?;
        done += ids.len();
    }
    Ok(done)
}

/// Handles one row; false when it is not due any more or another server handles it.
async fn deliver_one(tx: &mut Tx<'_>, reader: Reader, id: i64) -> Result<bool> {
    let due = lock_due(tx, reader, id).await?;
    for row in &due {
        handle(tx, reader, row).await?;
        remove(tx, &[row.id]).await?;
    }
    Ok(!due.is_empty())
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

impl Store {
    /// Handles every event that is due; returns how many. Safe to run on several servers at once.
    ///
    /// # Errors
    /// When the database fails. An event whose reader fails is logged and tried again after a pause.
    pub async fn deliver_all(&self) -> Result<usize> {
        let by = By::system();
        let mut done = 0;
        for reader in Reader::ALL {
            while !self.due(*reader).await?.is_empty() {
                let together =
                    self.write(&by, "outbox_deliver", *reader, |tx, reader| Box::pin(deliver(tx, *reader))).await;
                done += match together {
                    // Another server handles what is due.
                    Ok(0) => break,
                    Ok(count) => count,
                    Err(_) => self.deliver_singly(*reader).await?,
                };
            }
        }
        Ok(done)
    }

    async fn deliver_singly(&self, reader: Reader) -> Result<usize> {
        let by = By::system();
        let mut done = 0;
        for id in self.due(reader).await? {
            let one = (reader, id);
            let tried = self
                .write(&by, "outbox_deliver_one", one, |tx, (reader, id)| Box::pin(deliver_one(tx, *reader, *id)))
                .await;
            match tried {
                Ok(handled) => done += usize::from(handled),
                Err(cause) => {
                    let tries = self.write(&by, "outbox_postpone", id, |tx, id| Box::pin(postpone(tx, *id))).await?;
                    if tries == 1 {
                        let reader = reader.as_str();
                        tracing::error!(%cause, reader, id, "an event could not be handled; it is tried again");
                    }
                }
            }
        }
        Ok(done)
    }

    /// Runs operations of many actors and times, and then what their events lead to, as one transaction; the demo
    /// builds its year with it.
    ///
    /// # Errors
    /// Any error of `script`; then the whole transaction is rolled back.
    pub async fn script<F>(&self, script: F) -> Result<()>
    where
        F: for<'t, 'c> Fn(&'t mut Tx<'c>, &'t ()) -> BoxFuture<'t, Result<()>> + Send + Sync + 'static,
    {
        let script = Arc::new(script);
        self.write(&By::system(), "script", (), move |tx, unit| {
            let script = script.clone();
            Box::pin(async move {
                script(tx, unit).await?;
                deliver_here(tx).await
            })
        })
        .await
    }
}
