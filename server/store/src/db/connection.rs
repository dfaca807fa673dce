//! The open database: its connections, and how they are closed.

pub(crate) mod commits;
pub(crate) mod disk_full;
pub(crate) mod live;
mod migrations;
pub(crate) mod opening;
pub(crate) mod poster_scans;
mod readiness;
pub(crate) mod replica;
pub(crate) mod servers;

use std::{fs::File, sync::Arc, time::Duration};

use commits::Commits;
use disk_full::DiskFull;
use domain::Timestamp;
use servers::{PgReader, Servers};
use sqlx::{ConnectOptions, Connection, Sqlite, SqlitePool, pool::PoolConnection, sqlite::SqliteConnectOptions};
use tokio::sync::{Notify, watch};

use crate::{
    Conn, Result,
    crypto::vault::Vault,
    db::{
        clock::Clock, connection::poster_scans::PosterScans, security_log::SecurityLog, sqlite_writer::Writer,
        turns::Shares,
    },
};

/// Open and migrated database, SQLite or PostgreSQL. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pub(crate) database: Database,
    /// Source of "now" for every method.
    pub clock: Clock,
    /// Keys that seal families' data.
    pub(crate) vault: Vault,
    /// Shares of the pool's connections among those who write.
    pub(crate) shares: Shares,
    /// Whether the database gave no sign of life when it was last asked; see [`Store::watch_database`].
    pub(crate) away: Arc<watch::Sender<bool>>,
    /// Security events that are not inserted yet.
    pub(crate) security: SecurityLog,
    /// Scans of posters that are not added yet.
    pub(crate) scans: PosterScans,
    /// Told of each commit with events; see [`Store::emitted`].
    pub(crate) emitted: Arc<Notify>,
    /// Lock that keeps an embedded database from being moved meanwhile; released by the last clone.
    pub(crate) _in_use: Option<Arc<File>>,
    /// What open browsers are told.
    pub(crate) live: Arc<live::Live>,
    /// Moved by each commit; see [`Store::commits`].
    pub(crate) commits: Commits,
    /// Whether the last write found no room.
    pub(crate) disk_full: DiskFull,
}

#[derive(Clone)]
pub(crate) enum Database {
    Sqlite { readers: SqlitePool, writer: Writer },
    Postgres(Servers),
}

/// Read-only connection, returned to its pool when dropped.
pub(crate) enum Reader {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PgReader),
}

impl Reader {
    pub(crate) fn arm(&mut self) -> Conn<'_> {
        match self {
            Reader::Sqlite(c) => Conn::Sqlite(c),
            Reader::Postgres(c) => {
                let statements = c.statements();
                Conn::Postgres(c, statements)
            }
        }
    }
}

impl Store {
    /// Returns the current time of the store's clock, in Unix seconds.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Checks that the database answers a query.
    ///
    /// # Errors
    /// `Sql` when it does not.
    pub async fn ping(&self) -> Result<()> {
        let mut db = self.reader().await?;
        crate::db::sql::value!(db, i64, "select cast(1 as bigint)")?;
        Ok(())
    }

    /// Commits queued writes and closes every connection.
    pub async fn close(&self) {
        // What is lost when it fails is in the log.
        self.security_flush().await.ok();
        self.poster_scans_flush().await.ok();
        match &self.database {
            Database::Sqlite { readers, writer } => {
                writer.close().await;
                readers.close().await;
            }
            Database::Postgres(servers) => servers.close().await,
        }
    }

    /// Checkpoints and truncates SQLite's write-ahead log, so that deleted data is not left in it.
    /// A long read can block this beyond its timeout of two seconds; then later writes overwrite the log.
    pub(crate) async fn empty_log(&self) -> Result<()> {
        if let Database::Sqlite { readers, .. } = &self.database {
            let options = SqliteConnectOptions::clone(&readers.connect_options()).busy_timeout(Duration::from_secs(2));
            let mut db = options.pragma("query_only", "off").connect().await?;
            sqlx::raw_sql("pragma wal_checkpoint(truncate)").execute(&mut db).await?;
            db.close().await?;
        }
        Ok(())
    }

    pub(crate) async fn reader(&self) -> Result<Reader> {
        Ok(match &self.database {
            Database::Sqlite { readers, .. } => Reader::Sqlite(readers.acquire().await?),
            Database::Postgres(servers) => {
                self.must_answer()?;
                Reader::Postgres(servers.reader().await?)
            }
        })
    }
}
