//! Backups by schedule: looks every minute whether one is due. The table `backup_run` decides which of several servers
//! makes it.

use std::time::Duration;

use domain::backups::BackupKind;
use store::{
    Store,
    ops::backups::{Ended, Plan},
};
use tokio::{sync::watch, time::MissedTickBehavior};

/// Pause between two looks.
const EVERY: Duration = Duration::from_secs(60);

/// Looks until `stop` is true; without a plan only waits for that. A run that is cut off is made again by a server that
/// looks once it has been silent for some minutes.
pub async fn run(store: Store, plan: Option<Plan>, mut stop: watch::Receiver<bool>) {
    loop {
        let Some(plan) = plan.clone() else {
            stop.wait_for(|stop| *stop).await.ok();
            return;
        };
        // In a task of its own, because a panic must not end the backups for good.
        let mut rounds = tokio::spawn(rounds(store.clone(), plan));
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => {
                rounds.abort();
                return;
            }
            _ = &mut rounds => tracing::error!("the backups panicked; they are started again"),
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

async fn rounds(store: Store, plan: Plan) {
    let mut tick = tokio::time::interval(EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        match store.backups_follow(&plan).await {
            Ok(ended) => ended.iter().for_each(tell),
            Err(cause) => tracing::error!(%cause, "backups could not be looked at; retrying in a minute"),
        }
    }
}

fn tell(Ended { kind, file, failure }: &Ended) {
    match (kind, failure) {
        (BackupKind::Copy, None) => tracing::info!(?file, "a backup was made"),
        (BackupKind::Trial, None) => tracing::info!(?file, "a backup was restored into an empty place and adds up"),
        (BackupKind::Upload, None) => tracing::info!(?file, "a backup was brought to the store elsewhere"),
        (BackupKind::Upload, Some((_, detail))) => {
            tracing::error!(?file, detail, "a backup could not be brought to the store elsewhere");
        }
        (BackupKind::Copy, Some((_, detail))) => tracing::error!(?file, detail, "a backup could not be made"),
        (BackupKind::Trial, Some((fault, detail))) => {
            let fault = fault.as_str();
            tracing::error!(?file, fault, detail, "a backup was tried, and it cannot be relied on");
        }
    }
}
