//! Tells open browsers of changes: right after a commit of this server, and at a word of another server's on
//! PostgreSQL.

use std::time::Duration;

use store::Store;
use tokio::sync::watch;

/// Pause between two looks when neither this server has written nor another one has said something. Below the second in
/// which a browser is to hear of a change, so that the connection which hears other servers only makes it faster.
const EVERY: Duration = Duration::from_millis(800);
/// How long a commit waits for those of other writes, so that they are told together: gathering is a commit as well,
/// which a slow disk should not do after each other one.
const GATHER: Duration = Duration::from_millis(100);

/// Tells changes until `stop` is true.
pub async fn run(store: Store, mut stop: watch::Receiver<bool>) {
    let others = store.clone();
    let hearing = tokio::spawn(async move { others.hear_other_servers().await });
    // In a task of its own, because a panic must not end it for good.
    while tokio::spawn(rounds(store.clone(), stop.clone())).await.is_err() {
        tracing::error!("telling open browsers panicked; it is started again");
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => break,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
    hearing.abort();
}

async fn rounds(store: Store, mut stop: watch::Receiver<bool>) {
    let mut fails = false;
    loop {
        let told = store.tell_changes().await;
        if let Err(cause) = &told
            && !fails
        {
            tracing::error!(%cause, "open browsers could not be told of changes; trying again");
        }
        fails = told.is_err();
        let pause = tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = store.written() => GATHER,
            () = tokio::time::sleep(EVERY) => Duration::ZERO,
        };
        tokio::time::sleep(pause).await;
    }
}
