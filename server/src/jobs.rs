//! The clocks: reminder, lapse, confirmation, expiry. The table `job` decides which of several servers runs them.

use std::time::Duration;

use store::{Store, ops::jobs::Ran};
use tokio::{sync::watch, time::MissedTickBehavior};

/// How often this server looks whether something is due.
const EVERY: Duration = Duration::from_secs(20);
/// How long the clocks rest between two runs, whoever runs them; a little less, so that no look is in vain.
const REST_SECONDS: i64 = 15;

/// Looks at once and then every 20 seconds, until `stop` changes. A failure is logged; the next look tries again.
pub async fn run(store: Store, mut stop: watch::Receiver<bool>) {
    let mut tick = tokio::time::interval(EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stop.changed() => return,
            _ = tick.tick() => {}
        }
        // In a task of its own, so that a panic does not stop the clocks for good.
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
            Ok(Err(cause)) => tracing::error!(%cause, "the clocks failed; they are tried again"),
            Err(cause) => tracing::error!(%cause, "the clocks broke; they are tried again"),
        }
    }
}

/// Runs what is due, if it is this server's turn.
///
/// # Errors
/// When the database fails.
pub async fn look(store: &Store) -> store::Result<Option<Ran>> {
    Ok(if store.job_due("clocks", REST_SECONDS).await? { Some(store.run_clocks().await?) } else { None })
}
