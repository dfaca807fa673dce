//! Claims a second, by the store and through HTTP, one at a time and 64 concurrently, against the least that a
//! database can do durably.

use std::{
    net::SocketAddr,
    path::Path,
    sync::{Arc, Mutex},
    time::Instant,
};

use app::web::session::Cookies;
use domain::claims::NewClaim;
use server::{
    State,
    http::{self, write_limit::WriteLimit},
};
use sqlx::{Connection, PgPool, SqliteConnection, postgres::PgPoolOptions, sqlite::SqliteConnectOptions};
use store::{By, claims::lifecycle::TakeClaim};
use tokio::sync::Semaphore;

use crate::{
    line,
    load::{self, Connection as Client},
    round,
    world::{Size, World},
};

/// Units of one wish, and claims of one donor: the most that the rules allow.
const UNITS: usize = 20;
const CLAIMS: usize = 50;
/// Claims in each measurement.
const EACH: usize = 1500;
/// Measurements of one world: by the store and through HTTP, each alone and with others.
const MEASUREMENTS: usize = 4;
const SIZE: Size = Size {
    wishes: (MEASUREMENTS * EACH).div_ceil(UNITS),
    units: UNITS,
    donors: (MEASUREMENTS * EACH).div_ceil(CLAIMS),
    claims: CLAIMS,
};

/// Measures the embedded database; the baseline is a commit of one row.
pub async fn embedded(folder: &Path) {
    let plain = plain_commits(&folder.join("plain.db")).await;
    let world = World::make(&format!("sqlite://{}/claims.db", folder.display()), &SIZE).await;
    world.publish().await;
    compare(&world, [plain, plain]).await;
}

/// Measures a server's database; the baseline is what pgbench calls a simple update, as often at once.
pub async fn served() {
    let (name, url) = testkit::empty_postgres().await;
    let alone = simple_updates(&url, 1).await;
    let many = simple_updates(&url, 64).await;
    testkit::drop_postgres(&name).await;
    let (name, url) = testkit::empty_postgres().await;
    let world = World::make(&url, &SIZE).await;
    world.publish().await;
    compare(&world, [alone, many]).await;
    world.store.close().await;
    testkit::drop_postgres(&name).await;
}

/// Measures transactions a second that change a row, read it, and add a row, on so many connections.
async fn simple_updates(url: &str, at_once: u32) -> f64 {
    let pool = PgPoolOptions::new().max_connections(at_once).connect(url).await.unwrap();
    for sql in [
        "create table if not exists balance (id integer primary key, amount integer not null)",
        "create table if not exists change (id integer not null, amount integer not null, at timestamptz not null)",
        "insert into balance select n, 0 from generate_series(1, 100000) n on conflict do nothing",
    ] {
        sqlx::query(sql).execute(&pool).await.unwrap();
    }
    let begun = Instant::now();
    let tasks: Vec<_> = (0..at_once).map(|_| tokio::spawn(update(pool.clone(), begun))).collect();
    let mut done = 0;
    for task in tasks {
        done += task.await.unwrap();
    }
    let rate = f64::from(done) / begun.elapsed().as_secs_f64();
    pool.close().await;
    rate
}

/// Runs simple updates for a round; returns their number.
async fn update(pool: PgPool, begun: Instant) -> u32 {
    let mut db = pool.acquire().await.unwrap();
    let mut done = 0;
    while begun.elapsed() < round() {
        let id = i32::from(rand::random::<u16>()) + 1;
        let mut tx = db.begin().await.unwrap();
        sqlx::query("update balance set amount = amount + 1 where id = $1").bind(id).execute(&mut *tx).await.unwrap();
        sqlx::query("select amount from balance where id = $1").bind(id).fetch_one(&mut *tx).await.unwrap();
        sqlx::query("insert into change values ($1, 1, now())").bind(id).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        done += 1;
    }
    done
}

/// Measures rows a second when each is committed on its own.
async fn plain_commits(file: &Path) -> f64 {
    use sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut db = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::query("create table row (id integer primary key, at integer not null)").execute(&mut db).await.unwrap();
    let (begun, mut rows) = (Instant::now(), 0_i32);
    while begun.elapsed() < round() {
        sqlx::query("insert into row (at) values ($1)").bind(rows).execute(&mut db).await.unwrap();
        rows += 1;
    }
    f64::from(rows) / begun.elapsed().as_secs_f64()
}

/// Measures all, beside the baseline of one at a time and that of 64 at once.
async fn compare(world: &World, baselines: [f64; 2]) {
    // A person sends one write a second; these donors send hundreds.
    let state = State { writes: WriteLimit::new(0), ..State::new(world.store.clone(), Cookies { secure: false }) };
    let address = load::serve(http::router(state)).await;
    let mut from = 0;
    for (what, at_once, baseline) in [("one at a time", 1, baselines[0]), ("64 at once", 64, baselines[1])] {
        for way in [Way::Store, Way::Http(address)] {
            let rate = claim(world, way, at_once, from).await;
            let way = if let Way::Store = way { "" } else { ", through HTTP" };
            let ratio = format!("{:.2}", rate / baseline);
            line(&format!("claims a second, {what}{way}"), &format!("{rate:.0}"), &format!("{baseline:.0}"), &ratio);
            from += EACH;
        }
    }
}

/// Measures claims a second at this concurrency.
async fn claim(world: &World, way: Way, at_once: usize, from: usize) -> f64 {
    let (turns, clients) = (Arc::new(Semaphore::new(at_once)), Arc::new(Mutex::new(Vec::<Client>::new())));
    let begun = Instant::now();
    let mut tasks = Vec::with_capacity(EACH);
    for number in from..from + EACH {
        let turn = turns.clone().acquire_owned().await.unwrap();
        let (store, wish, free) = (world.store.clone(), world.wishes[number % world.wishes.len()], clients.clone());
        let (actor, token) = world.donors[number / CLAIMS].clone();
        tasks.push(tokio::spawn(async move {
            match way {
                Way::Store => {
                    let by = By::new(actor, format!("claim-{number}"));
                    store.run(&by, TakeClaim { wish, new: NewClaim { quantity: 1, due: 0 } }).await.unwrap();
                }
                Way::Http(address) => {
                    let idle = free.lock().unwrap().pop();
                    let mut client = match idle {
                        Some(client) => client,
                        None => Client::open(address).await,
                    };
                    let path = format!("/api/v1/wishes/{wish}/claims");
                    let answer = client.post(&path, &token, &format!("claim-{number}"), "{\"quantity\":1}").await;
                    assert_eq!(answer.status, 201, "{}", String::from_utf8_lossy(&answer.body));
                    free.lock().unwrap().push(client);
                }
            }
            drop(turn);
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    f64::from(u32::try_from(EACH).unwrap()) / begun.elapsed().as_secs_f64()
}

/// How a claim is sent.
#[derive(Clone, Copy)]
enum Way {
    /// As a command.
    Store,
    /// As a request to the API.
    Http(SocketAddr),
}
