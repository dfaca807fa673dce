//! A number that each commit moves, by which what was read before a commit is told from what was read after it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use sqlx::{Sqlite, SqlitePool, pool::PoolConnection};

use crate::Store;

/// Pause between two looks at what other servers have committed.
pub(super) const EVERY: Duration = Duration::from_millis(250);

/// Counts commits that this server has made or seen; clones share the count.
#[derive(Clone, Debug, Default)]
pub(crate) struct Commits(Arc<AtomicU64>);

impl Commits {
    /// Moves the number. Called after a commit and before its caller is answered, who may read at once.
    pub(crate) fn moved(&self) {
        self.0.fetch_add(1, Ordering::AcqRel);
    }
}

impl Store {
    /// Returns a number that every commit moves: this store's at once, those of other servers and programs a quarter of
    /// a second later, while [`Store::watch_database`] runs. It may move without a commit.
    /// What was read is as new as the number that was returned before the reading began, never as one returned after.
    #[must_use]
    pub fn commits(&self) -> u64 {
        self.commits.0.load(Ordering::Acquire)
    }

    /// Looks whether other connections have changed the file, again and again; returns when the store is closed.
    pub(super) async fn watch_file(&self, readers: &SqlitePool) {
        tokio::select! {
            () = self.look_at_file(readers) => {}
            // The connection that looks would keep the pool from closing.
            () = readers.close_event() => {}
        }
    }

    async fn look_at_file(&self, readers: &SqlitePool) {
        let (mut link, mut seen) = (None, None);
        loop {
            let version = file_version(readers, &mut link).await;
            if version.is_none() || version != seen {
                self.commits.moved();
            }
            seen = version;
            tokio::time::sleep(EVERY).await;
        }
    }
}

/// Returns a number that commits of all other connections move, those of other processes too. It means something on one
/// connection only, which is therefore kept.
async fn file_version(readers: &SqlitePool, link: &mut Option<PoolConnection<Sqlite>>) -> Option<i64> {
    if link.is_none() {
        *link = readers.acquire().await.ok();
    }
    let db = link.as_mut()?;
    let version = sqlx::query_scalar::<_, i64>("pragma data_version").fetch_one(&mut **db).await.ok();
    if version.is_none() {
        *link = None;
    }
    version
}
