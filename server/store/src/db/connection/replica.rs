//! A replica of the PostgreSQL database, from which visitors read as long as it is new enough.
//! How old it is says no clock but the log of changes: it has all that the primary had written when the primary was
//! last asked and had not written more than the replica has replayed by now.

use std::{
    collections::VecDeque,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use sqlx::{
    Connection, PgConnection, PgPool, Row,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tokio::time::{sleep, timeout};

use super::{
    Database,
    servers::{PgReader, Servers},
};
use crate::{Store, db::sql::Statements};

/// How far behind the replica may be when a read begins. With the 0.8 s for which the server keeps an answer this is
/// below the 2 s that are promised.
const OLDEST: Duration = Duration::from_millis(1100);
/// Pause between two looks at both.
const EVERY: Duration = Duration::from_millis(150);
/// Time in which both must answer.
const PATIENCE: Duration = Duration::from_secs(1);
/// Time in which a connection to the replica is there, or the primary is read.
const CONNECTED: Duration = Duration::from_millis(500);
/// Looks that are remembered; more than fit into [`OLDEST`].
const MARKS: usize = 16;

/// Place in the log behind all that was written, acknowledged or not.
const WRITTEN: &str = "select cast(pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') as bigint)";
/// Place up to which the log was replayed.
const REPLAYED: &str = "select cast(pg_wal_lsn_diff(case when pg_is_in_recovery() then pg_last_wal_replay_lsn()
    else pg_current_wal_insert_lsn() end, '0/0') as bigint)";

/// What a replica has in common with its primary and with no other database: its number in the server, and when its
/// first migration ran. Places in the log are those of a whole server, and other databases on it have the same.
const IDENTITY: [&str; 2] = [
    "select cast(oid as bigint) from pg_database where datname = current_database()",
    "select cast(extract(epoch from min(installed_on)) * 1000000 as bigint) from _sqlx_migrations",
];

tokio::task_local! {
    /// Set around requests whose answers may be read from the replica.
    static VISITING: ();
}

pub(super) fn is_visiting() -> bool {
    VISITING.try_with(|()| ()).is_ok()
}

/// Connections to the replica, and how new it is.
pub(crate) struct Replica {
    host: PgConnectOptions,
    pool: PgPool,
    /// Moment as of which the replica has everything; `None` if that is not known.
    has_all_of: Mutex<Option<Instant>>,
    reads: AtomicU64,
}

/// Places that the primary had reached, with the moment before it was asked.
type Marks = VecDeque<(Instant, i64)>;

impl Replica {
    pub(super) fn new(host: PgConnectOptions) -> Self {
        let pool = PgPoolOptions::new().max_connections(24).acquire_timeout(CONNECTED).connect_lazy_with(host.clone());
        Replica { host, pool, has_all_of: Mutex::new(None), reads: AtomicU64::new(0) }
    }

    /// Its address.
    pub(crate) fn host(&self) -> &PgConnectOptions {
        &self.host
    }

    fn is_new(&self) -> bool {
        let has_all_of = *self.has_all_of.lock().unwrap_or_else(PoisonError::into_inner);
        has_all_of.is_some_and(|moment| moment.elapsed() < OLDEST)
    }

    fn note(&self, moment: Option<Instant>) {
        *self.has_all_of.lock().unwrap_or_else(PoisonError::into_inner) = moment;
    }

    /// Opens a connection for reads; `None` if the replica is away or too old.
    pub(super) async fn reader(&self, statements: Statements) -> Option<PgReader> {
        if !self.is_new() {
            return None;
        }
        match timeout(CONNECTED, PgReader::of(&self.pool, statements)).await {
            Ok(Ok(reader)) => {
                self.reads.fetch_add(1, Relaxed);
                Some(reader)
            }
            _ => {
                self.note(None);
                None
            }
        }
    }

    pub(super) async fn close(&self) {
        self.pool.close().await;
    }
}

impl Store {
    /// Runs a request of a visitor, whose reads may come from the replica: they are up to 1.1 s old.
    pub async fn visiting<F: Future>(&self, request: F) -> F::Output {
        VISITING.scope((), request).await
    }

    fn replica(&self) -> Option<&Replica> {
        match &self.database {
            Database::Sqlite { .. } => None,
            Database::Postgres(servers) => servers.replica(),
        }
    }

    /// Whether a replica is set.
    #[must_use]
    pub fn has_replica(&self) -> bool {
        self.replica().is_some()
    }

    /// Whether visitors read from the replica now.
    #[must_use]
    pub fn replica_is_new(&self) -> bool {
        self.replica().is_some_and(Replica::is_new)
    }

    /// Counts the reads that the replica has taken.
    #[must_use]
    pub fn replica_reads(&self) -> u64 {
        self.replica().map_or(0, |replica| replica.reads.load(Relaxed))
    }
}

impl Servers {
    /// Compares the replica with the primary, again and again; never returns.
    pub(super) async fn watch_replica(&self) {
        let Some(replica) = self.replica() else { return std::future::pending().await };
        let (mut links, mut marks, mut was_new, mut said) = (None, Marks::new(), false, String::new());
        loop {
            let (hosts, mut pause) = ((self.host(), replica.host.clone()), EVERY);
            match timeout(PATIENCE, look(&mut links, &mut marks, &hosts)).await {
                Ok(Ok(Some(moment))) => replica.note(Some(moment)),
                // Behind: what it has all of is only getting older.
                Ok(Ok(None)) => {}
                wrong @ (Ok(Err(_)) | Err(_)) => {
                    // Once: both are looked at each second.
                    if let Ok(Err(sqlx::Error::Protocol(why))) = wrong
                        && why != said
                    {
                        tracing::warn!("{why}: visitors read from the primary");
                        said = why;
                    }
                    links = None;
                    pause = PATIENCE;
                    replica.note(None);
                }
            }
            match (was_new, replica.is_new()) {
                (true, false) => tracing::warn!("the replica is away or too old: visitors read from the primary"),
                (false, true) => tracing::info!("visitors read from the replica"),
                _ => {}
            }
            was_new = replica.is_new();
            sleep(pause).await;
        }
    }
}

/// Returns the newest moment as of which the replica has everything, if it has come nearer.
async fn look(
    links: &mut Option<(PgConnection, PgConnection)>,
    marks: &mut Marks,
    (primary, replica): &(PgConnectOptions, PgConnectOptions),
) -> sqlx::Result<Option<Instant>> {
    if links.is_none() {
        marks.clear();
        let mut both = (PgConnection::connect_with(primary).await?, PgConnection::connect_with(replica).await?);
        for sql in IDENTITY {
            if place(&mut both.0, sql).await? != place(&mut both.1, sql).await? {
                return Err(sqlx::Error::Protocol("DATABASE_READ_URL leads to another database".into()));
            }
        }
        *links = Some(both);
    }
    let Some((primary, replica)) = links else { return Ok(None) };
    let replayed = place(replica, REPLAYED).await?;
    let begun = Instant::now();
    let written = place(primary, WRITTEN).await?;
    // It is ahead only if its past is another one, as after a promotion that it has not followed.
    if replayed > written {
        return Err(sqlx::Error::Protocol("the replica follows another server".into()));
    }
    marks.push_back((begun, written));
    if marks.len() > MARKS {
        marks.pop_front();
    }
    let mut newest = None;
    while let Some((moment, place)) = marks.front().copied()
        && place <= replayed
    {
        newest = Some(moment);
        marks.pop_front();
    }
    Ok(newest)
}

/// Reads one number.
async fn place(db: &mut PgConnection, sql: &'static str) -> sqlx::Result<i64> {
    sqlx::raw_sql(sql).fetch_one(db).await?.try_get(0)
}
