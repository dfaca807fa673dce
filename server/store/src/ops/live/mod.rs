//! Changes for open browsers: gathered under numbers after their commit, loaded by every server, told to its listeners.
//! Triggers note a change with its record (migration 0083), so no write can forget it. What decides who may hear of it
//! is looked up when it is gathered, and asked of each listener by [`Listener::hear`].

mod resolution;

use std::{collections::BTreeSet, time::Duration};

use domain::{
    DAY, Timestamp,
    events::live::{Change, Listener, Topic},
};
use serde::Serialize;
use sqlx::postgres::{PgListener, PgPoolOptions};
use tokio::sync::watch;

use crate::{
    By, Command, Conn, Result, Store, Tx,
    db::{
        connection::{
            Database,
            live::{Batch, HELD},
            servers::Servers,
        },
        sql::{json_text, row, rows, run, value},
    },
};

/// Rows that become one batch; `limit` of [`gathered`] must match.
const MOST: usize = 500;
/// Waiting rows beyond which all of them become one change that tells to read everything again; the limit in
/// [`is_flood`] must match. So many are left by a bulk load, or by a time in which no server ran.
const FLOOD: i64 = 5000;
/// Channel on which servers of one PostgreSQL database tell each other that there is a new batch.
const CHANNEL: &str = "wishbridge_live";
/// Seconds by which a page may be older than its browser says: it was read before it arrived, and times are whole
/// seconds.
const MAKING: Timestamp = 5;
/// Pause after the connection that listens for other servers was lost.
const PAUSE: Duration = Duration::from_secs(2);
/// Time without a word of another server after which the connection is opened anew.
const QUIET: Duration = Duration::from_secs(60);

/// Gathers changes that were committed into a batch with the next number; returns how many rows.
///
/// One transaction at a time, under the lock of the counter, for the reason of
/// [`crate::wishes::changes`]: a batch that is seen later has a greater number than all that were seen before.
#[derive(Clone, Copy, Debug, Serialize)]
struct GatherLive;

impl Command for GatherLive {
    const NAME: &'static str = "live_gather";
    type Output = usize;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<usize> {
        run!(tx, "update live_counter set n = n where id = 1")?;
        let (rows, changes) = if is_flood(tx).await? {
            (MOST, vec![Change::All])
        } else {
            let found = gathered(tx).await?;
            (found.len(), resolution::resolve(tx, found.into_iter().collect()).await?)
        };
        if rows > 0 {
            insert(tx, &changes).await?;
        }
        Ok(rows)
    }
}

/// Whether more wait than are worth telling one by one; then they are deleted.
async fn is_flood(tx: &mut Tx<'_>) -> Result<bool> {
    let waiting = value!(tx, i64, "select count(*) from (select 1 as one from live_waiting limit 5001) w")?;
    if waiting > FLOOD {
        run!(tx, "delete from live_waiting")?;
    }
    Ok(waiting > FLOOD)
}

/// Deletes the oldest rows that wait, and returns them.
async fn gathered(tx: &mut Tx<'_>) -> Result<Vec<(String, i64)>> {
    Ok(rows!(
        tx,
        (String, i64),
        "delete from live_waiting where id in (select id from live_waiting order by id limit 500)
         returning kind, subject",
    )?)
}

/// Inserts the batch, and tells other servers with the commit.
async fn insert(tx: &mut Tx<'_>, changes: &[Change]) -> Result<()> {
    let (now, text) = (tx.now, json_text(changes)?);
    run!(tx, "update live_counter set n = n + 1 where id = 1")?;
    run!(tx, "insert into live_batch (n, at, changes) select n, $1, $2 from live_counter where id = 1", now, text)?;
    // Here only, not in each write: PostgreSQL commits transactions that notify one after the other.
    if let Conn::Postgres(db, statements) = tx.arm() {
        let tell = sqlx::query("select pg_notify($1, '')").bind(CHANNEL);
        tell.persistent(statements.named()).execute(db).await?;
    }
    Ok(())
}

/// Opens the connection that hears other servers, to PostgreSQL itself: a pooler would give its session to others.
async fn listener(servers: &Servers) -> Result<PgListener> {
    let options = PgPoolOptions::new().max_connections(1).acquire_timeout(PAUSE);
    let pool = options.connect_with(servers.direct().await?).await?;
    let mut listener = PgListener::connect_with(&pool).await?;
    listener.listen(CHANNEL).await?;
    Ok(listener)
}

/// Deletes batches of more than a day ago.
pub(crate) async fn forget(tx: &mut Tx<'_>) -> Result<u64> {
    let before = tx.now - DAY;
    Ok(run!(tx, "delete from live_batch where at < $1", before)?)
}

impl Store {
    /// Completes when this server has committed something, or another one has gathered a batch, since the last call.
    pub async fn written(&self) {
        self.live.written.notified().await;
    }

    /// Gathers what waits, and loads what any server has gathered; wakes this server's listeners. Safe to run on
    /// several servers at once.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tell_changes(&self) -> Result<()> {
        let by = By::system();
        while self.has_waiting().await? {
            if self.run(&by, GatherLive).await? < MOST {
                break;
            }
        }
        self.load_changes().await
    }

    async fn has_waiting(&self) -> Result<bool> {
        let mut db = self.reader().await?;
        Ok(row!(db, (i64,), "select id from live_waiting order by id limit 1")?.is_some())
    }

    /// Loads the batches after the newest that is held; at the start those that listeners may ask for.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load_changes(&self) -> Result<()> {
        let mut db = self.reader().await?;
        let newest = value!(db, i64, "select n from live_counter where id = 1")?;
        let held = i64::try_from(HELD).unwrap_or(i64::MAX);
        let after = match self.live.latest() {
            Some(latest) if latest >= newest => return Ok(()),
            Some(latest) => latest,
            None => {
                let kept = row!(db, (i64,), "select n from live_batch order by n limit 1")?;
                kept.map_or(newest, |(n,)| n - 1).max(newest - held)
            }
        };
        let found = rows!(
            db,
            (i64, Timestamp, String),
            "select n, at, changes from live_batch where n > $1 and n <= $2 order by n",
            after,
            newest,
        )?;
        drop(db);
        let batches = found.into_iter().map(|(n, at, changes)| {
            // Of a newer release, which knows more kinds of changes.
            let changes = serde_json::from_str(&changes).unwrap_or_else(|_| vec![Change::All]);
            Batch { n, at, changes }
        });
        // Of another server's commits this one may not know yet: what visitors share must not be older than what they are
        // told.
        self.commits.moved();
        self.live.add(after, batches.collect());
        Ok(())
    }

    /// Tells of new batches on this server, by the number of the newest.
    #[must_use]
    pub fn live_news(&self) -> watch::Receiver<i64> {
        self.live.news()
    }

    /// Returns what a listener is told of the batches after a number, and the number of the newest one. After a number
    /// that is too old, or not of this database, it is told to read everything again.
    #[must_use]
    pub fn live_topics(&self, listener: &Listener, after: i64) -> (BTreeSet<Topic>, i64) {
        let mut told = BTreeSet::new();
        match self.live.since(after) {
            Some((batches, latest)) => {
                for change in batches.iter().flat_map(|batch| &batch.changes) {
                    listener.hear(change, &mut told);
                }
                (told, latest)
            }
            None => {
                told.insert(Topic::All);
                (told, self.live.latest().unwrap_or_default())
            }
        }
    }

    /// Number of the newest batch on this server; `None` before it has looked for any.
    #[must_use]
    pub fn live_latest(&self) -> Option<i64> {
        self.live.latest()
    }

    /// Number from which a page goes on that was made so many seconds ago; -1, after which everything is read again, if
    /// what was told since then is not known any more.
    #[must_use]
    pub fn live_since(&self, age: Timestamp) -> i64 {
        let made = self.now().saturating_sub(age.max(0)).saturating_sub(MAKING);
        self.live.before(made).unwrap_or(-1)
    }

    /// Listens for batches of other servers on PostgreSQL, on a connection of its own, and wakes [`Store::written`];
    /// never returns. What is missed while the connection is lost is found by the next look at the counter.
    pub async fn hear_other_servers(&self) {
        let Database::Postgres(servers) = &self.database else { return std::future::pending().await };
        loop {
            if let Ok(mut listener) = listener(servers).await {
                // Anew after a while without a word: the connection may lead to a machine that is gone.
                while let Ok(Ok(_)) = tokio::time::timeout(QUIET, listener.recv()).await {
                    self.live.written.notify_one();
                }
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
}
