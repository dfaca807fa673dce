//! Hands events to their readers: right after a commit of this server that emitted some, and every few seconds what
//! other servers left behind and what is to be tried again.

use std::time::Duration;

use store::Store;
use tokio::sync::watch;

/// Pause between two looks at the outbox when no write of this server has emitted anything.
const EVERY: Duration = Duration::from_secs(3);
/// How long a commit's events wait for those of other writes, so that they are handled together.
const GATHER: Duration = Duration::from_millis(50);

/// Delivers until `stop` is true; then handles what is left and ends.
pub async fn run(store: Store, mut stop: watch::Receiver<bool>) {
    // In a task of its own, because a panic must not end delivery for good.
    while tokio::spawn(rounds(store.clone(), stop.clone())).await.is_err() {
        tracing::error!("delivery of events panicked; it is started again");
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

async fn rounds(store: Store, mut stop: watch::Receiver<bool>) {
    let mut fails = false;
    loop {
        let (stopping, pause) = tokio::select! {
            _ = stop.wait_for(|stop| *stop) => (true, Duration::ZERO),
            () = store.emitted() => (false, GATHER),
            () = tokio::time::sleep(EVERY) => (false, Duration::ZERO),
        };
        tokio::time::sleep(pause).await;
        let delivered = store.deliver_all().await;
        if let Err(cause) = &delivered
            && !fails
        {
            tracing::error!(%cause, "events could not be delivered; retrying every few seconds");
        }
        fails = delivered.is_err();
        if stopping {
            return;
        }
    }
}
