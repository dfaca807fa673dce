//! The loop of every job: records that are due, each in a write of its own.

use domain::Timestamp;
use futures::{StreamExt, stream};

use crate::{By, Command, Store};

/// Records per due query; the `limit 200` of each [`sweep`] must match.
const BATCH: usize = 200;
/// Concurrent writes of one batch; SQLite commits them together.
const TOGETHER: usize = 8;

/// Record that is due: since when, and its id.
/// The next batch begins after the last record, so a failing record does not block the others.
pub(crate) type Due = (Timestamp, i64);

/// Returns where the next batch begins, or `None` when this batch was not full.
pub(crate) fn full(due: &[Due]) -> Option<Due> {
    due.last().copied().filter(|_| due.len() == BATCH)
}

/// Runs a command on every record that a query finds due, batch by batch; a result of how many had something to do.
/// The query selects since when and the id, begins after the record of its last two parameters, and has `limit 200`.
macro_rules! sweep {
    ($store:expr, $command:expr, $sql:expr $(, $value:expr)* $(,)?) => {{
        let (mut done, mut after) = (0, $crate::db::job_sweep::Due::default());
        loop {
            let due = $crate::db::sql::rows!(
                $store.reader().await?,
                $crate::db::job_sweep::Due,
                $sql,
                $($value,)*
                after.0,
                after.1,
            )?;
            done += $store.each(&due, $command).await;
            match $crate::db::job_sweep::full(&due) {
                Some(last) => after = last,
                None => break Ok(done),
            }
        }
    }};
}
pub(crate) use sweep;

impl Store {
    /// Runs a job's command on each record, up to [`TOGETHER`] at once; returns how many had something to do.
    /// A command answers false when its record was not due any more.
    pub(crate) async fn each<C: Command<Output = bool>>(&self, due: &[Due], command: fn(i64) -> C) -> i64 {
        let by = By::system();
        // Collected first: a closure inside the stream would keep the whole future from being Send.
        let steps: Vec<_> = due.iter().map(|(_, id)| self.one(&by, *id, command(*id))).collect();
        stream::iter(steps)
            .buffer_unordered(TOGETHER)
            .filter(|done| std::future::ready(*done))
            .count()
            .await
            .try_into()
            .unwrap_or(i64::MAX)
    }

    async fn one<C: Command<Output = bool>>(&self, by: &By, id: i64, command: C) -> bool {
        self.run(by, command).await.unwrap_or_else(|cause| {
            tracing::error!(%cause, operation = C::NAME, id, "job step failed; it is retried on the next run");
            false
        })
    }
}
