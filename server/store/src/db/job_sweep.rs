//! The loop of every job: records that are due, each in a write of its own.

use domain::Timestamp;
use futures::{StreamExt, future::BoxFuture, stream};

use crate::{By, Result, Store, Tx};

/// Records per due query; the statements' `limit 200` must match.
const BATCH: usize = 200;
/// Concurrent writes of one batch; SQLite commits them together.
const TOGETHER: usize = 8;

/// One job step on one record; false when the record was not due any more.
pub(crate) type Step = for<'t, 'c> fn(&'t mut Tx<'c>, i64) -> BoxFuture<'t, Result<bool>>;

/// Record that is due: since when, and its id.
/// The next batch begins after the last record, so a failing record does not block the others.
pub(crate) type Due = (Timestamp, i64);

/// Returns where the next batch begins, or `None` when this batch was not full.
pub(crate) fn full(due: &[Due]) -> Option<Due> {
    due.last().copied().filter(|_| due.len() == BATCH)
}

impl Store {
    /// Runs a step on each record, up to [`TOGETHER`] at once; returns how many had something to do.
    pub(crate) async fn each(&self, due: &[Due], operation: &'static str, step: Step) -> i64 {
        let by = By::system();
        // Collected first: a closure inside the stream would keep the whole future from being Send.
        let steps: Vec<_> = due.iter().map(|(_, id)| self.one(&by, operation, *id, step)).collect();
        stream::iter(steps)
            .buffer_unordered(TOGETHER)
            .filter(|done| std::future::ready(*done))
            .count()
            .await
            .try_into()
            .unwrap_or(i64::MAX)
    }

    async fn one(&self, by: &By, operation: &'static str, id: i64, step: Step) -> bool {
        let done = self.write(by, operation, id, move |tx, id| step(tx, *id)).await;
        done.unwrap_or_else(|cause| {
            tracing::error!(%cause, operation, id, "job step failed; it is retried on the next run");
            false
        })
    }
}
