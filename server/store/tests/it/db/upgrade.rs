//! A database of the first release is migrated to the present schema, and `check` finds no difference.

use std::path::Path;

use crate::support::{self, Stage, on_both};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection, migrate::Migrator};
use store::Store;

/// Rows of a shop of the first release: ten woks, three of them reserved for a claim.
const BOOKED: &str = include_str!("first_release.sql");

/// Loads the first migration alone.
async fn first(folder: &str) -> Migrator {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(folder);
    let mut all = Migrator::new(folder).await.expect("migrations");
    all.migrations.to_mut().truncate(1);
    all
}

/// Makes a database of the first release with the rows of [`BOOKED`], and returns its address.
async fn old(stage: &Stage) -> String {
    if stage.is_postgres() {
        let mut db = PgConnection::connect(&stage.url).await.expect("a connection");
        sqlx::raw_sql("create schema old; set search_path to old").execute(&mut db).await.expect("a schema");
        first("postgres").await.run(&mut db).await.expect("migrated");
        sqlx::raw_sql(BOOKED).execute(&mut db).await.expect("booked");
        format!("{}?options[search_path]=old", stage.url.split('?').next().expect("an address"))
    } else {
        let url = stage.url.replace("test.db", "old.db");
        let mut db = SqliteConnection::connect(&format!("{url}?mode=rwc")).await.expect("a connection");
        first("sqlite").await.run(&mut db).await.expect("migrated");
        sqlx::raw_sql(BOOKED).execute(&mut db).await.expect("booked");
        db.close().await.expect("closed");
        url
    }
}

/// Runs a statement past the store.
async fn change(url: &str, sql: &'static str) -> Result<(), sqlx::Error> {
    if url.starts_with("postgres") {
        sqlx::raw_sql(sql).execute(&mut PgConnection::connect(url).await?).await?;
    } else {
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut SqliteConnection::connect(url).await?).await?;
    }
    Ok(())
}

on_both!(a_database_of_the_first_release_is_migrated_without_loss, |stage| {
    let url = old(stage).await;
    let store = Store::open(&url, support::keys()).await.expect("it opens");
    assert_eq!(store.check().await.expect("checked"), Vec::<String>::new());
    for forbidden in
        ["update journal set at = 9", "delete from journal", "update entry set lot = 9", "delete from entry"]
    {
        assert!(change(&url, forbidden).await.is_err(), "{forbidden}");
    }
    let names = ["马秀英家", "13900000009", "柳林巷九号", "马小燕", "燕子要上学了", "13800000001"];
    if stage.is_postgres() {
        for (table, column) in [("household", "name"), ("household", "phone"), ("person", "name"), ("account", "phone")]
        {
            let mut db = PgConnection::connect(&url).await.expect("a connection");
            let read = AssertSqlSafe(format!("select {column} from {table} limit 1"));
            let value: String = sqlx::query_scalar(read).fetch_one(&mut db).await.expect("a value");
            assert!(value.starts_with("1."), "{table}.{column} is sealed: {value}");
        }
    } else {
        let file = url.trim_start_matches("sqlite://");
        let bytes = std::fs::read(file).expect("the file");
        for name in names {
            assert!(!bytes.windows(name.len()).any(|part| part == name.as_bytes()), "{name} is in the file in clear");
        }
    }
    // `check` must notice a changed balance.
    change(&url, "update balance set quantity = 6 where account = 2").await.expect("changed");
    assert_ne!(store.check().await.expect("checked"), Vec::<String>::new());
    store.close().await;
});

/// As a process leaves it that is killed after the commit of a migration which sqlx notes only then.
#[tokio::test]
async fn an_upgrade_that_was_killed_behind_a_commit_goes_on_on_sqlite() {
    let stage = Stage::sqlite().await;
    support::play(&stage, async {
        for version in [2, 52, 74, 76] {
            let url = stage.url.replace("test.db", &format!("killed-{version}.db"));
            let mut db = SqliteConnection::connect(&format!("{url}?mode=rwc")).await.expect("a connection");
            first("sqlite").await.run(&mut db).await.expect("migrated");
            sqlx::raw_sql(BOOKED).execute(&mut db).await.expect("booked");
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/sqlite");
            let mut some = Migrator::new(folder).await.expect("migrations");
            some.migrations.to_mut().retain(|migration| migration.version <= version);
            some.run(&mut db).await.expect("migrated");
            let noted = "delete from _sqlx_migrations where version = $1";
            let done = sqlx::query(noted).bind(version).execute(&mut db).await.expect("forgotten");
            assert_eq!(done.rows_affected(), 1);
            db.close().await.expect("closed");

            let store = Store::open(&url, support::keys()).await.expect("it goes on");
            let schema = store.schema().await.expect("asked");
            assert_eq!((version, schema.found), (version, schema.known));
            assert_eq!(store.check().await.expect("checked"), Vec::<String>::new());
            store.close().await;
        }
    })
    .await;
}
