//! Fixtures of the store's tests: a fresh database of either kind, and a small town in it.
#![allow(dead_code, unused_imports, unused_macros)] // each test file uses a part

mod crowds;
mod delivery;
mod planting;
mod shops;
mod town;

use std::{
    future::Future,
    panic::{AssertUnwindSafe, resume_unwind},
    path::PathBuf,
    str::FromStr,
    sync::atomic::{AtomicI64, Ordering},
    time::Instant,
};

use domain::{
    accounts::Actor,
    households::{
        HouseholdId,
        reveals::{Reveal, RevealReason},
    },
};
use futures::FutureExt;
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, PgConnection, Row, SqliteConnection, postgres::PgConnectOptions,
};
use store::{By, Clock, Store, Vault};

pub use crowds::{crowd, donors};
pub use delivery::DeliveringStore;
pub use shops::West;
pub use testkit::{keys, on_both};
pub use town::Town;

/// Password of every account in these tests.
pub const PASSWORD: &str = "correct horse";

/// Runs a test on a database of its own and removes it afterwards, also when the test fails.
pub async fn run(kind: testkit::Kind, test: impl AsyncFnOnce(&Stage)) {
    let started = Instant::now();
    let stage = match kind {
        testkit::Kind::Sqlite => Stage::sqlite().await,
        testkit::Kind::Postgres => Stage::postgres().await,
    };
    play(&stage, test(&stage)).await;
    testkit::note_time(started);
}

/// Runs a test body and removes its database, also when the body panics.
pub async fn play(stage: &Stage, body: impl Future<Output = ()>) {
    let played = AssertUnwindSafe(body).catch_unwind().await;
    stage.store.close().await;
    stage.clear().await;
    if let Err(panic) = played {
        resume_unwind(panic);
    }
}

/// Returns a number that is unique within this process.
pub fn unique() -> i64 {
    static NEXT: AtomicI64 = AtomicI64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Returns a phone number that no other account has.
pub fn phone() -> String {
    format!("138{:08}", unique())
}

/// Makes a request by `actor` with a new request id.
pub fn by(actor: &Actor) -> By {
    By::new(actor.clone(), format!("test-{}", unique()))
}

/// Returns the reason of a reveal that the family asked for.
pub fn asked_for(household: HouseholdId) -> Reveal {
    Reveal { household, reason: RevealReason::RequestOfFamily, words: String::new() }
}

/// Returns the refusal's code; panics on any other result.
pub fn code<T: std::fmt::Debug>(result: store::Result<T>) -> &'static str {
    match result {
        Err(store::Error::Refused(refused)) => refused.code().as_str(),
        other => panic!("not refused: {other:?}"),
    }
}

/// Returns the invalid fields with their codes; panics on any other result.
pub fn fields<T: std::fmt::Debug>(result: store::Result<T>) -> Vec<(&'static str, &'static str)> {
    match result {
        Err(store::Error::Refused(domain::Error::Invalid(fields))) => {
            fields.iter().map(|field| (field.name, field.code.as_str())).collect()
        }
        other => panic!("no invalid fields: {other:?}"),
    }
}

/// Returns the query plan that `sql` prints, as lines.
pub async fn plan_of(stage: &Stage, sql: &str) -> String {
    let sql = AssertSqlSafe(sql);
    let lines: Vec<String> = if stage.is_postgres() {
        let options: PgConnectOptions = stage.url.parse().expect("an address");
        let mut db: PgConnection = options.connect().await.expect("a connection");
        let rows = sqlx::raw_sql(sql).fetch_all(&mut db).await.expect("a plan");
        rows.iter().map(|row| row.get(0)).collect()
    } else {
        let mut db = SqliteConnection::connect(&stage.url).await.expect("a connection");
        let rows = sqlx::raw_sql(sql).fetch_all(&mut db).await.expect("a plan");
        rows.iter().map(|row| row.get(3)).collect()
    };
    lines.join("\n")
}

enum Kind {
    Sqlite(PathBuf),
    Postgres { name: String },
}

/// An open database of one test, with a clock that the test advances.
pub struct Stage {
    pub store: DeliveringStore,
    pub clock: Clock,
    pub url: String,
    kind: Kind,
}

impl Stage {
    pub async fn sqlite() -> Stage {
        let folder = std::env::temp_dir().join(format!("wishbridge-{:032x}", rand::random::<u128>()));
        let url = testkit::sqlite(&folder.join("test.db")).await;
        Stage::open(url, Kind::Sqlite(folder)).await
    }

    pub async fn postgres() -> Stage {
        let (name, url) = testkit::postgres().await;
        Stage::open(url, Kind::Postgres { name }).await
    }

    async fn open(url: String, kind: Kind) -> Stage {
        let clock = Clock::default();
        let store = Store::open_with(&url, clock.clone(), keys()).await.expect("the database opens");
        Stage { store: DeliveringStore(store), clock, url, kind }
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self.kind, Kind::Postgres { .. })
    }

    /// Opens a second server on the same database and clock.
    pub async fn another(&self) -> Store {
        Store::open_with(&self.url, self.clock.clone(), keys()).await.expect("the database opens again")
    }

    /// Runs SQL past the store; panics when it fails.
    pub async fn plant(&self, sql: &str) {
        self.try_plant(sql).await.expect("planted");
    }

    /// As [`Stage::plant`], but returns the database's error.
    pub async fn try_plant(&self, sql: &str) -> Result<(), sqlx::Error> {
        let sql = AssertSqlSafe(sql);
        match &self.kind {
            Kind::Sqlite(_) => {
                let mut db = SqliteConnection::connect(&self.url).await?;
                sqlx::raw_sql(sql).execute(&mut db).await?;
                db.close().await
            }
            Kind::Postgres { .. } => {
                let mut db = PgConnection::connect(&self.url).await?;
                sqlx::raw_sql(sql).execute(&mut db).await?;
                db.close().await
            }
        }
    }

    /// Returns the number that a query selects.
    pub async fn number(&self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql);
        match &self.kind {
            Kind::Sqlite(_) => {
                let mut db = SqliteConnection::connect(&self.url).await.expect("a connection");
                sqlx::query_scalar(sql).fetch_one(&mut db).await.expect("a number")
            }
            Kind::Postgres { .. } => {
                let mut db = PgConnection::connect(&self.url).await.expect("a connection");
                sqlx::query_scalar(sql).fetch_one(&mut db).await.expect("a number")
            }
        }
    }

    /// Dumps every value of every row as text, as a reader without the store's keys sees it.
    pub async fn dump(&self) -> String {
        let tables = match &self.kind {
            Kind::Sqlite(_) => "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'",
            Kind::Postgres { .. } => "select tablename::text from pg_tables where schemaname = 'public'",
        };
        let mut dump = String::new();
        for table in self.texts(tables).await {
            let rows = match &self.kind {
                Kind::Sqlite(_) => {
                    let columns = self.texts(&format!("select name from pragma_table_info('{table}')")).await;
                    let columns: Vec<String> =
                        columns.iter().map(|name| format!("coalesce(cast(\"{name}\" as text), '')")).collect();
                    format!("select {} from \"{table}\"", columns.join(" || '|' || "))
                }
                // bytea columns come as hexadecimal digits; tests of those columns search for their clear bytes.
                Kind::Postgres { .. } => format!("select t::text from \"{table}\" t"),
            };
            for row in self.texts(&rows).await {
                dump.push_str(&format!("{table}: {row}\n"));
            }
        }
        dump
    }

    /// Returns the only text column of a query's rows.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let sql = AssertSqlSafe(sql);
        match &self.kind {
            Kind::Sqlite(_) => {
                let mut db = SqliteConnection::connect(&self.url).await.expect("a connection");
                let rows = sqlx::query(sql).fetch_all(&mut db).await.expect("texts");
                let bytes = |row: &sqlx::sqlite::SqliteRow| row.get_unchecked::<Vec<u8>, _>(0);
                rows.iter().map(|row| String::from_utf8_lossy(&bytes(row)).into_owned()).collect()
            }
            Kind::Postgres { .. } => {
                let mut db = PgConnection::connect(&self.url).await.expect("a connection");
                sqlx::query_scalar(sql).fetch_all(&mut db).await.expect("texts")
            }
        }
    }

    /// Folder of the SQLite database; `None` for PostgreSQL.
    pub fn folder(&self) -> Option<&std::path::Path> {
        match &self.kind {
            Kind::Sqlite(folder) => Some(folder),
            Kind::Postgres { .. } => None,
        }
    }

    async fn clear(&self) {
        match &self.kind {
            Kind::Sqlite(folder) => std::fs::remove_dir_all(folder).expect("the folder is removed"),
            Kind::Postgres { name } => testkit::drop_postgres(name).await,
        }
    }
}
