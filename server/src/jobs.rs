//! Scheduled jobs: reminder, lapse, confirmation, expiry.
//! The table `job` decides which of several servers runs them.

use std::time::{Duration, Instant};

use store::{Store, ops::jobs::JobCounts};
use tokio::{sync::watch, time::MissedTickBehavior};

use crate::metrics::JobRuns;

/// Interval at which this server checks whether the jobs are due.
const EVERY: Duration = Duration::from_secs(20);
/// Shortest pause between two runs across all servers.
/// Below [`EVERY`], so that no check comes just too early.
const REST_SECONDS: i64 = 15;

/// Checks at once and then every 20 seconds, until `stop` is true; then ends at once, also in the middle of a run.
/// Each record has a transaction of its own, so a run that is cut off is continued by the next one.
pub async fn run(store: Store, runs: JobRuns, mut stop: watch::Receiver<bool>) {
    loop {
        // In a task of its own, because a panic must not end the jobs for good.
        let mut rounds = tokio::spawn(rounds(store.clone(), runs.clone()));
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => {
                rounds.abort();
                return;
            }
            _ = &mut rounds => tracing::error!("scheduled jobs panicked; they are started again"),
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// Runs the jobs again and again. Failures are logged and retried at the next check.
async fn rounds(store: Store, runs: JobRuns) {
    let mut tick = tokio::time::interval(EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        if let Err(cause) = store.security_flush().await {
            tracing::error!(%cause, "security events could not be stored; retrying at the next check");
        }
        if let Err(cause) = store.poster_scans_flush().await {
            tracing::error!(%cause, "scans of posters could not be stored; retrying at the next check");
        }
        let begun = Instant::now();
        let looked = look(&store).await;
        match &looked {
            Ok(Some(_)) => runs.done(begun.elapsed()),
            Ok(None) => {}
            Err(_) => runs.failed(),
        }
        match looked {
            Ok(Some(ran)) if ran != JobCounts::default() => tracing::info!(
                ran.reminded,
                ran.lapsed,
                ran.followed,
                ran.standbys,
                ran.applications,
                ran.needs,
                ran.cases_reminded,
                ran.cases_climbed,
                ran.referrals_followed,
                ran.visited,
                ran.urgent,
                ran.loans,
                ran.pairings,
                ran.collections,
                ran.conferences,
                ran.courses,
                ran.helps_lapsed,
                ran.markets,
                ran.jobs,
                ran.shifts,
                ran.desk,
                ran.entitlements,
                ran.school_places,
                ran.drives,
                ran.posters,
                ran.group_notices,
                ran.programmes,
                ran.partnerships,
                ran.pledges,
                ran.rounds,
                ran.asked,
                ran.given_up,
                ran.confirmed,
                ran.expired,
                ran.points_given,
                ran.points_lapsed,
                ran.forgotten,
                "the clocks ran"
            ),
            Ok(_) => {}
            Err(cause) => tracing::error!(%cause, "scheduled jobs failed; retrying at the next check"),
        }
    }
}

/// Runs the scheduled jobs if they are due and no other server has taken this run; `None` otherwise.
/// Checks the clock first, because the jobs end what is due by it.
///
/// # Errors
/// When the database fails.
pub async fn look(store: &Store) -> store::Result<Option<JobCounts>> {
    store.watch_clock().await?;
    Ok(if store.job_due("clocks", REST_SECONDS).await? { Some(store.run_clocks().await?) } else { None })
}
