//! Scheduled jobs: reminder, lapse, confirmation, expiry.
//! The table `job` decides which of several servers runs them.

use std::time::Duration;

use store::{Store, ops::jobs::Ran};
use tokio::{sync::watch, time::MissedTickBehavior};

/// Interval at which this server checks whether the jobs are due.
const EVERY: Duration = Duration::from_secs(20);
/// Shortest pause between two runs across all servers.
/// Below [`EVERY`], so that no check comes just too early.
const REST_SECONDS: i64 = 15;

/// Checks at once and then every 20 seconds, until `stop` changes.
/// Failures are logged and retried at the next check.
pub async fn run(store: Store, mut stop: watch::Receiver<bool>) {
    let mut tick = tokio::time::interval(EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stop.changed() => return,
            _ = tick.tick() => {}
        }
        // Spawned, so that a panic in a job does not end this loop.
        let clocks = tokio::spawn({
            let store = store.clone();
            async move { look(&store).await }
        });
        match clocks.await {
            Ok(Ok(Some(ran))) if ran != Ran::default() => {
                tracing::info!(
                    ran.reminded,
                    ran.lapsed,
                    ran.confirmed,
                    ran.expired,
                    ran.points_given,
                    ran.points_lapsed,
                    ran.forgotten,
                    "the clocks ran"
                )
            }
            Ok(Ok(_)) => {}
            Ok(Err(cause)) => tracing::error!(%cause, "scheduled jobs failed; retrying at the next check"),
            Err(cause) => tracing::error!(%cause, "scheduled jobs panicked; retrying at the next check"),
        }
    }
}

/// Runs the scheduled jobs if they are due and no other server has taken this run; `None` otherwise.
///
/// # Errors
/// When the database fails.
pub async fn look(store: &Store) -> store::Result<Option<Ran>> {
    Ok(if store.job_due("clocks", REST_SECONDS).await? { Some(store.run_clocks().await?) } else { None })
}
