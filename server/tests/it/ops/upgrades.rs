//! Schemas of releases before, with rows in them, are upgraded by a process that is killed on the way: the next start goes
//! on, no row is lost, and everything adds up.

use std::{
    collections::BTreeSet,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection, migrate::Migrator};

use super::cli::{said, wishbridge};
use crate::support::database::{Kind, turn};

/// Rows of a shop of the first release.
const FIRST: &str = include_str!("../../../store/tests/it/db/first_release.sql");
/// Rows of tables that are written anew later, each after the migration that makes its table.
const LATER: [(i64, &str); 2] = [
    (
        9,
        "insert into import (kind, root, location, account, name, lines, created, applied)
         values ('stock', 1, 1, 1, 'a.csv', 0, 1, 1)",
    ),
    (
        42,
        "insert into finding (household, report, need, words, state, outcome, owner, step, record, step_at, due, level,
             raised_to, climbs, created, created_by, closed, version)
         values (1, 0, 'school', '', 'open', '', 0, 'none', 0, 0, 9, '', 0, 0, 1, 1, 0, 0)",
    ),
];
/// What is counted before and after; `notice` and `journal` are written anew on the way.
const COUNTED: &str = "select (select count(*) from area) || ' ' || (select count(*) from location)
    || ' ' || (select count(*) from household) || ' ' || (select count(*) from person)
    || ' ' || (select count(*) from account) || ' ' || (select count(*) from wish)
    || ' ' || (select count(*) from lot) || ' ' || (select count(*) from claim)
    || ' ' || (select count(*) from journal) || ' ' || (select count(*) from entry)
    || ' ' || (select count(*) from balance) || ' ' || (select count(*) from notice)";
/// Every so many-th schema is upgraded, and each that stands before a table that is written anew.
const STEP: usize = 4;

/// A database as a release before left it.
struct Old {
    version: i64,
    url: String,
    /// Migrations that it lacks.
    lacking: u32,
}

async fn migrations(folder: &str) -> Migrator {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("store/migrations").join(folder);
    Migrator::new(folder).await.expect("migrations")
}

/// Returns the versions of the schemas that are upgraded, in order, and how many there are in all.
async fn chosen() -> (Vec<i64>, usize) {
    let all = migrations("sqlite").await;
    let versions: Vec<i64> = all.iter().map(|migration| migration.version).collect();
    let is_before_new_table =
        |at: &usize| all.migrations.get(at + 1).is_some_and(|next| next.sql.as_str().contains("drop table"));
    let chosen = (0..versions.len()).filter(|at| at % STEP == 0 || is_before_new_table(at));
    (chosen.map(|at| versions[at]).collect(), versions.len())
}

/// Applies the migrations up to a version, and the rows that belong behind it.
async fn advance(kind: Kind, url: &str, version: i64) {
    let rows = LATER.iter().find(|(at, _)| *at == version).map(|(_, rows)| *rows);
    let rows = if version == 1 { Some(FIRST) } else { rows };
    let up_to = |mut all: Migrator| {
        all.migrations.to_mut().retain(|migration| migration.version <= version);
        all
    };
    match kind {
        Kind::Sqlite => {
            let mut db = SqliteConnection::connect(&format!("{url}?mode=rwc")).await.expect("a connection");
            up_to(migrations("sqlite").await).run(&mut db).await.expect("migrated");
            if let Some(rows) = rows {
                sqlx::raw_sql(rows).execute(&mut db).await.expect("rows");
            }
            db.close().await.expect("closed");
        }
        Kind::Postgres => {
            let mut db = PgConnection::connect(url).await.expect("a connection");
            up_to(migrations("postgres").await).run(&mut db).await.expect("migrated");
            if let Some(rows) = rows {
                sqlx::raw_sql(rows).execute(&mut db).await.expect("rows");
            }
            db.close().await.expect("closed");
        }
    }
}

/// Copies a database that is not in use; returns the address of the copy.
async fn copied(kind: Kind, url: &str, name: &str, number: usize) -> String {
    match kind {
        Kind::Sqlite => {
            let copy = format!("{url}.{number}");
            let file = |url: &str| url.trim_start_matches("sqlite://").to_owned();
            std::fs::copy(file(url), file(&copy)).expect("copied");
            copy
        }
        Kind::Postgres => {
            let server = testkit::postgres_server().expect("a server");
            let mut db = PgConnection::connect(&server).await.expect("a connection");
            let sql = format!("create database {name}_{number} template {name} strategy file_copy");
            sqlx::query(AssertSqlSafe(sql)).execute(&mut db).await.expect("copied");
            db.close().await.expect("closed");
            url.replace(name, &format!("{name}_{number}"))
        }
    }
}

async fn text(kind: Kind, url: &str, sql: &'static str) -> String {
    match kind {
        Kind::Sqlite => {
            let mut db = SqliteConnection::connect(url).await.expect("a connection");
            let text = sqlx::query_scalar(sql).fetch_one(&mut db).await.expect("a text");
            db.close().await.expect("closed");
            text
        }
        Kind::Postgres => {
            let mut db = PgConnection::connect(url).await.expect("a connection");
            let text = sqlx::query_scalar(sql).fetch_one(&mut db).await.expect("a text");
            db.close().await.expect("closed");
            text
        }
    }
}

/// Returns the command that upgrades a database and then recomputes everything.
fn check(folder: &Path, old: &Old) -> Command {
    let mut command = wishbridge(folder);
    command.arg("check").env("DATABASE_URL", &old.url).env("KEY_FILE", folder.join("wishbridge.keys"));
    command
}

fn must_end_clean(folder: &Path, old: &Old) {
    let ended = check(folder, old).output().expect("it runs");
    assert!(ended.status.success(), "from {}: {}", old.version, said(&ended));
}

/// Starts the command and kills it after a while; returns whether it was still at it.
async fn kill_after(mut command: Command, moment: Duration) -> bool {
    let mut process = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
    tokio::time::sleep(moment).await;
    let is_at_it = process.try_wait().expect("asked").is_none();
    process.kill().ok();
    process.wait().expect("its end");
    is_at_it
}

async fn test(kind: Kind) {
    let _turn = turn(kind).await;
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("wishbridge.keys"), testkit::KEYS).expect("the keys are written");
    let (name, url) = match kind {
        Kind::Sqlite => (String::new(), format!("sqlite://{}/old.db", folder.path().display())),
        Kind::Postgres => testkit::empty_postgres().await,
    };
    let (chosen, known) = chosen().await;
    let mut olds = Vec::new();
    for version in chosen.iter().copied().chain(LATER.map(|(version, _)| version)).collect::<BTreeSet<_>>() {
        advance(kind, &url, version).await;
        // Two of the first: one shows how long an upgrade takes.
        let copies = if version == 1 { 2 } else { usize::from(chosen.contains(&version)) };
        for _ in 0..copies {
            let left = migrations("sqlite").await.iter().filter(|migration| migration.version > version).count();
            let lacking = u32::try_from(left).expect("a number");
            olds.push(Old { version, url: copied(kind, &url, &name, olds.len()).await, lacking });
        }
    }
    let begun = Instant::now();
    must_end_clean(folder.path(), &olds[0]);
    let whole = begun.elapsed();

    let (count, known) = (u32::try_from(olds.len() - 1).expect("a number"), u32::try_from(known).expect("a number"));
    let mut cut = 0;
    for (number, old) in (0..count).zip(&olds[1..]) {
        let before = text(kind, &old.url, COUNTED).await;
        // Moments lie over all of an upgrade, which is the shorter the fewer migrations are left.
        let share = 100 + 750 * old.lacking * (number * 11 % count) / (known * count);
        cut += u32::from(kill_after(check(folder.path(), old), whole * share / 1000).await);
        must_end_clean(folder.path(), old);
        assert_eq!(text(kind, &old.url, COUNTED).await, before, "from {}", old.version);
        let sealed = text(kind, &old.url, "select name from household").await;
        assert!(sealed.starts_with("1."), "from {}: {sealed}", old.version);
    }
    assert!(count >= 25 && cut * 2 > count, "{cut} of {count} were killed while at it");
    if kind == Kind::Postgres {
        for number in 0..olds.len() {
            testkit::drop_postgres(&format!("{name}_{number}")).await;
        }
        testkit::drop_postgres(&name).await;
    }
}

mod an_upgrade_that_is_killed_at_any_moment_goes_on {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn sqlite() {
        test(Kind::Sqlite).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        test(Kind::Postgres).await;
    }
}
