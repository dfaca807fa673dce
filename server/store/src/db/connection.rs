//! Opens the database; also the clock from which the store takes the time.

use std::{
    path::Path,
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use domain::Timestamp;
use sqlx::{
    ConnectOptions, Connection, PgPool, Postgres, Sqlite, SqlitePool,
    pool::PoolConnection,
    postgres::PgPoolOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{Conn, Error, Result, crypto::vault::Vault, db::sqlite_writer::Writer};

/// System time plus an offset that only tests move.
#[derive(Clone, Debug, Default)]
pub struct Clock(Arc<AtomicI64>);

impl Clock {
    /// Returns the current time in Unix seconds.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let real = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
        i64::try_from(real).unwrap_or(i64::MAX) + self.0.load(Ordering::Relaxed)
    }

    /// Moves this clock and every clone of it forward.
    pub fn advance(&self, seconds: Timestamp) {
        self.0.fetch_add(seconds, Ordering::Relaxed);
    }
}

/// Open and migrated database, SQLite or PostgreSQL. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pub(crate) database: Database,
    /// Source of "now" for every method.
    pub clock: Clock,
    /// Keys that seal families' data.
    pub(crate) vault: Vault,
}

#[derive(Clone)]
pub(crate) enum Database {
    Sqlite { readers: SqlitePool, writer: Writer },
    Postgres(PgPool),
}

/// Read-only connection, returned to its pool when dropped.
pub(crate) enum Reader {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

impl Reader {
    pub(crate) fn arm(&mut self) -> Conn<'_> {
        match self {
            Reader::Sqlite(c) => Conn::Sqlite(c),
            Reader::Postgres(c) => Conn::Postgres(c),
        }
    }
}

impl Store {
    /// Opens `sqlite://path` (created when missing) or `postgres://…`, migrates it and verifies the keys.
    ///
    /// # Errors
    /// `Broken` when the URL is neither or the keys do not match; `Sql` when opening or migrating fails.
    pub async fn open(url: &str, vault: Vault) -> Result<Store> {
        Store::open_with(url, Clock::default(), vault).await
    }

    /// Opens the database as [`Store::open`], with a clock that the caller can move.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn open_with(url: &str, clock: Clock, vault: Vault) -> Result<Store> {
        let database = if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Database::Postgres(open_postgres(url).await?)
        } else if url.starts_with("sqlite:") {
            open_sqlite(url).await?
        } else {
            return Err(Error::Broken("DATABASE_URL must begin with sqlite:// or postgres://".into()));
        };
        let store = Store { database, clock, vault };
        store.adopt().await?;
        store.write_catalogue().await?;
        Ok(store)
    }

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
        match &self.database {
            Database::Sqlite { readers, writer } => {
                writer.close().await;
                readers.close().await;
            }
            Database::Postgres(pool) => pool.close().await,
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
            Database::Postgres(pool) => Reader::Postgres(pool.acquire().await?),
        })
    }
}

async fn open_sqlite(url: &str) -> Result<Database> {
    let options = SqliteConnectOptions::from_str(url)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
        .statement_cache_capacity(512)
        .pragma("cache_size", "-32000")
        .pragma("mmap_size", "268435456")
        .pragma("temp_store", "memory")
        // Overwrites deleted content with zeros, so that no plaintext stays in unused pages.
        .pragma("secure_delete", "on");
    if let Some(folder) = options.get_filename().parent().filter(|p| *p != Path::new("")) {
        std::fs::create_dir_all(folder).map_err(|e| Error::Broken(format!("cannot make {}: {e}", folder.display())))?;
    }
    let writer = Writer::open(&options).await?;
    let readers = SqlitePoolOptions::new().max_connections(8).connect_with(options.pragma("query_only", "on")).await?;
    Ok(Database::Sqlite { readers, writer })
}

async fn open_postgres(url: &str) -> Result<PgPool> {
    let pool = PgPoolOptions::new().max_connections(24).acquire_timeout(Duration::from_secs(20)).connect(url).await?;
    // Several servers may start at once; sqlx holds an advisory lock while it migrates.
    sqlx::migrate!("migrations/postgres").run(&pool).await.map_err(sqlx::Error::from)?;
    Ok(pool)
}
