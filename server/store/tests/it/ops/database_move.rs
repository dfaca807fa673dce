//! An installation moves from SQLite to PostgreSQL: refusals, cuts at any moment, and what has arrived.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use crate::support::{self, PASSWORD, Stage, by};
use domain::{
    accounts::Actor,
    progress::{Meter, Progress, Unit},
};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use store::{
    Error, Opening, Store,
    areas::organisations::AddOrganisation,
    ops::database_move::{Moved, cancel_move, move_database},
};
use tokio::sync::Notify;

/// Blows after so many rows that were copied or compared.
#[derive(Default)]
struct Fuse {
    rows: u64,
    done: AtomicU64,
    total: AtomicU64,
    blown: Notify,
}

impl Meter for Fuse {
    fn begin(&self, _: &str, _: Unit, total: u64) {
        self.total.fetch_max(total, Ordering::Relaxed);
    }

    fn advance(&self, done: u64) {
        if self.done.fetch_add(done, Ordering::Relaxed) + done >= self.rows {
            self.blown.notify_one();
        }
    }
}

/// Moves until so many rows are done, and drops all of it there, as a kill does. Returns the number of all rows.
async fn cut_off(from: &str, to: &str, rows: u64) -> u64 {
    let fuse = Arc::new(Fuse { rows, ..Fuse::default() });
    let progress = Progress::to(fuse.clone());
    tokio::select! {
        biased;
        () = fuse.blown.notified() => {}
        done = move_database(from, to, support::keys(), &progress) => panic!("it was to be cut off: {done:?}"),
    }
    fuse.total.load(Ordering::Relaxed)
}

async fn moved(from: &str, to: &str) -> store::Result<Moved> {
    move_database(from, to, support::keys(), &Progress::none()).await
}

/// Returns the sentence that the command prints on failure.
fn sentence<T: std::fmt::Debug>(result: store::Result<T>) -> String {
    match result {
        Err(Error::Broken(sentence)) => sentence,
        other => panic!("no sentence: {other:?}"),
    }
}

async fn plant(url: &str, sql: &str) {
    let mut db = PgConnection::connect(url).await.expect("a connection");
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut db).await.expect("planted");
    db.close().await.expect("closed");
}

async fn opened(url: &str) -> store::Result<Store> {
    Store::open(url, support::keys()).await
}

mod an_installation_moves_row_by_row_and_goes_on_where_it_was_cut_off {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        let stage = Stage::sqlite().await;
        let town = stage.town("甲").await;
        let wish = stage.wish(&town, 2).await;
        stage.claim(&town, wish, 1).await;
        stage.store.deliver_all().await.expect("delivered");
        stage.store.chains_grow().await.expect("links");
        let phone = stage.store.profile(&town.family).await.expect("a profile").phone;
        let before = stage.store.wish(&Actor::visitor(), wish).await.expect("the wish").0;
        let heads = stage.store.chain_heads().await.expect("heads");
        let from = stage.url.clone();
        let (name, to) = testkit::empty_postgres().await;

        let in_use = sentence(moved(&from, &to).await);
        assert!(in_use.contains("is in use: stop `wishbridge serve`"), "{in_use}");
        let Stage { store, .. } = stage;
        store.close().await;
        drop(store);

        // A server that opens the target at the same time is waited for, and its tables are found.
        let mut server = PgConnection::connect(&to).await.expect("a connection");
        sqlx::query("select pg_advisory_lock(7463212580)").execute(&mut server).await.expect("locked");
        let (full, ()) = tokio::join!(moved(&from, &to), opens_meanwhile(server));
        let full = sentence(full);
        assert!(full.contains("1 tables already"), "{full}");
        opened(&from).await.expect("not marked").close().await;
        plant(&to, "drop table cats").await;

        let rows = cut_off(&from, &to, 1).await;
        assert!(rows > 100, "{rows}");
        let source = sentence(opened(&from).await.map(drop));
        assert!(source.contains("is being moved to"), "{source}");
        let seen = Store::open_existing(&from, support::keys(), Opening::Unchanged).await.expect("looked at");
        let told = seen.moving().await.expect("a sentence").expect("it moves");
        assert!(told == source, "the doctor says the same: {told}");
        seen.close().await;
        drop(seen);
        let half = sentence(opened(&to).await.map(drop));
        assert!(half.contains("has not ended"), "{half}");
        plant(&to, "update database_move set after = 'another' where name = ''").await;
        let foreign = sentence(moved(&from, &to).await);
        assert!(foreign.contains("another installation"), "{foreign}");
        own_again(&from, &to).await;

        for part in [rows / 3, rows / 2, rows + rows / 2] {
            cut_off(&from, &to, part).await;
        }
        plant(&to, "update area set name = name || '?' where parent = 0").await;
        let differs = sentence(moved(&from, &to).await);
        assert!(differs.starts_with("area ") && differs.contains("is not the same"), "{differs}");
        plant(&to, "update area set name = rtrim(name, '?') where parent = 0").await;

        let done = moved(&from, &to).await.expect("moved");
        assert_eq!((done.rows, &done.heads, done.digest.len()), (rows, &heads, 64));
        assert!(!heads.is_empty() && done.tables > 150, "{done:?}");
        let again = sentence(moved(&from, &to).await);
        assert!(again.contains("already: set DATABASE_URL"), "{again}");
        let closed = sentence(opened(&from).await.map(drop));
        assert!(closed.contains("was moved to"), "{closed}");

        let target = opened(&to).await.expect("it opens");
        assert_eq!(target.check().await.expect("checked"), Vec::<String>::new());
        assert_eq!(target.wish(&Actor::visitor(), wish).await.expect("the wish").0, before);
        target.sign_in(&phone, PASSWORD, "").await.expect("the family signs in there");
        let new = AddOrganisation { area: town.root, name: "新会".into() };
        assert!(target.run(&by(&town.admin), new).await.expect("it can be written") > town.union);
        target.close().await;

        cancel_move(&from).await.expect("cancelled");
        opened(&from).await.expect("it can be used again").close().await;
        testkit::drop_postgres(&name).await;
        let file = PathBuf::from(from.trim_start_matches("sqlite://"));
        std::fs::remove_dir_all(file.parent().expect("a folder")).expect("removed");
    }

    /// Keeps the lock of servers that open a database until a move waits for it, and then makes a table.
    async fn opens_meanwhile(mut server: PgConnection) {
        let waiting = "select count(*) from pg_locks where locktype = 'advisory' and not granted
             and database = (select oid from pg_database where datname = current_database())";
        for _ in 0..100 {
            if sqlx::query_scalar::<_, i64>(waiting).fetch_one(&mut server).await.expect("a count") > 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        sqlx::query("create table cats (name text)").execute(&mut server).await.expect("made");
        server.close().await.expect("closed");
    }

    /// Puts back whose half move it is.
    async fn own_again(from: &str, to: &str) {
        let mut db = sqlx::SqliteConnection::connect(from).await.expect("a connection");
        let sql = "select name from installation where id = 1";
        let own: String = sqlx::query_scalar(sql).fetch_one(&mut db).await.expect("a name");
        db.close().await.expect("closed");
        plant(to, &format!("update database_move set after = '{own}' where name = ''")).await;
    }
}
