//! A database per test: a SQLite file, or a new database in the PostgreSQL of `TEST_POSTGRES_URL`.

use std::{path::PathBuf, sync::Arc};

use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use store::Vault;
use tempfile::TempDir;
use tokio::sync::{Mutex, MutexGuard, Semaphore, SemaphorePermit};

pub use testkit::Kind;

#[derive(Clone)]
pub struct Database {
    pub kind: Kind,
    pub url: String,
    name: String,
    /// Deleted with the last clone.
    folder: Arc<TempDir>,
    connected: Arc<Mutex<Connected>>,
}

enum Connected {
    Not,
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// Limits concurrent tests on PostgreSQL, whose server has a limited number of connections.
pub async fn turn(kind: Kind) -> Option<SemaphorePermit<'static>> {
    static TURNS: Semaphore = Semaphore::const_new(3);
    match kind {
        Kind::Sqlite => None,
        Kind::Postgres => Some(TURNS.acquire().await.expect("open")),
    }
}

impl Database {
    pub async fn create(kind: Kind) -> Database {
        let folder = Arc::new(tempfile::tempdir().expect("a folder"));
        std::fs::write(folder.path().join("wishbridge.keys"), testkit::KEYS).expect("the keys are written");
        let (name, url) = match kind {
            Kind::Sqlite => (String::new(), testkit::sqlite(&folder.path().join("wishbridge.db")).await),
            Kind::Postgres => testkit::postgres().await,
        };
        Database { kind, url, name, folder, connected: Arc::new(Mutex::new(Connected::Not)) }
    }

    /// Returns the path of the servers' key file.
    pub fn key_file(&self) -> PathBuf {
        self.folder.path().join("wishbridge.keys")
    }

    /// Loads the keys, as a separate server does.
    pub fn vault(&self) -> Vault {
        Vault::at(&self.key_file()).expect("a file of keys")
    }

    pub async fn remove(self) {
        if self.kind == Kind::Postgres {
            testkit::drop_postgres(&self.name).await;
        }
    }

    /// Runs a statement, bypassing the store; returns the database's result.
    pub async fn raw(&self, sql: &str) -> Result<u64, sqlx::Error> {
        let sql = AssertSqlSafe(sql.to_owned());
        match &mut *self.connection().await {
            Connected::Sqlite(db) => sqlx::query(sql).execute(db).await.map(|done| done.rows_affected()),
            Connected::Postgres(db) => sqlx::query(sql).execute(db).await.map(|done| done.rows_affected()),
            Connected::Not => unreachable!("connected above"),
        }
    }

    /// Returns the rows of a query: a number and a text in each.
    pub async fn rows(&self, sql: &str) -> Vec<(i64, String)> {
        let sql = AssertSqlSafe(sql.to_owned());
        match &mut *self.connection().await {
            Connected::Sqlite(db) => sqlx::query_as(sql).fetch_all(db).await.expect("rows"),
            Connected::Postgres(db) => sqlx::query_as(sql).fetch_all(db).await.expect("rows"),
            Connected::Not => unreachable!("connected above"),
        }
    }

    /// Returns the connection that bypasses the store, opened at first use.
    async fn connection(&self) -> MutexGuard<'_, Connected> {
        let mut connected = self.connected.lock().await;
        if matches!(*connected, Connected::Not) {
            *connected = match self.kind {
                Kind::Sqlite => Connected::Sqlite(SqliteConnection::connect(&self.url).await.expect("a connection")),
                Kind::Postgres => Connected::Postgres(PgConnection::connect(&self.url).await.expect("a connection")),
            };
        }
        connected
    }

    /// Counts rows: `claim where wish = 5`.
    pub async fn count(&self, from: &str) -> i64 {
        self.rows(&format!("select count(*), '' from {from}")).await[0].0
    }
}
