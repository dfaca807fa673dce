//! Reads of the database past the store.

use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, SqliteConnection, postgres::PgConnectOptions};

use crate::support::Stage;

/// A connection of its own to the stage's database.
pub enum Eye {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// One row of balances or of sums of entries: place, owner, lot, units.
pub type Line = (String, i64, i64, i64);
/// A journal: id, kind, its claim, transfer or order, and the other half of its reversal; 0 is none.
pub type Written = (i64, String, i64, i64);

impl Eye {
    pub async fn on(stage: &Stage) -> Eye {
        if stage.is_postgres() {
            let options: PgConnectOptions = stage.url.parse().expect("an address");
            Eye::Postgres(options.connect().await.expect("a connection"))
        } else {
            Eye::Sqlite(SqliteConnection::connect(&stage.url).await.expect("a connection"))
        }
    }

    pub async fn lines(&mut self, sql: String) -> Vec<Line> {
        let sql = AssertSqlSafe(sql);
        match self {
            Eye::Sqlite(db) => sqlx::query_as(sql).fetch_all(db).await.expect("rows"),
            Eye::Postgres(db) => sqlx::query_as(sql).fetch_all(db).await.expect("rows"),
        }
    }

    pub async fn journals(&mut self, sql: String) -> Vec<Written> {
        let sql = AssertSqlSafe(sql);
        match self {
            Eye::Sqlite(db) => sqlx::query_as(sql).fetch_all(db).await.expect("rows"),
            Eye::Postgres(db) => sqlx::query_as(sql).fetch_all(db).await.expect("rows"),
        }
    }

    pub async fn number(&mut self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql);
        match self {
            Eye::Sqlite(db) => sqlx::query_scalar(sql).fetch_one(db).await.expect("a number"),
            Eye::Postgres(db) => sqlx::query_scalar(sql).fetch_one(db).await.expect("a number"),
        }
    }
}
