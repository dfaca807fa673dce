//! Several PostgreSQL servers: a pooler in transaction mode before one, a standby that is promoted, and a replica that
//! visitors read. Debian's own programs, which `tools/postgres-pair.sh` starts and kills.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use domain::{
    accounts::Actor,
    areas::{AreaId, AreaKind, NewArea},
};
use futures::future::join_all;
use sqlx::{Connection, PgConnection};
use store::{Addresses, Error, Opening, Store, areas::tree::AddArea, ops::health::servers::ServerRole};
use testkit::Pair;
use tokio::{task::JoinHandle, time::timeout};

use crate::support::{PASSWORD, by, keys};

/// Time in which servers come back after a promotion.
const BACK: Duration = Duration::from_secs(10);

/// Makes the first administrator and a root area.
async fn first(store: &Store) -> (Actor, AreaId) {
    let account = store.first_admin("13800000000", "总管", PASSWORD).await.expect("an administrator");
    let admin = store.actor_of(account).await.expect("asked").expect("an account");
    let city = NewArea { parent: None, kind: AreaKind::City, name: "甲".into() };
    let root = store.run(&by(&admin), AddArea(city)).await.expect("a root area");
    (admin, root)
}

async fn add(store: &Store, (admin, root): &(Actor, AreaId), name: String) -> store::Result<AreaId> {
    let district = NewArea { parent: Some(*root), kind: AreaKind::District, name };
    store.run(&by(admin), AddArea(district)).await
}

fn watched(store: &Store) -> JoinHandle<()> {
    let store = store.clone();
    tokio::spawn(async move { store.watch_database().await })
}

/// Waits until something holds.
async fn until(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < BACK, "{what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn names(url: &str) -> BTreeSet<String> {
    let mut db = PgConnection::connect(url).await.expect("a connection");
    let sql = "select name from area where kind = 'district'";
    sqlx::query_scalar::<_, String>(sql).fetch_all(&mut db).await.expect("names").into_iter().collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_a_pooler_in_transaction_mode_everything_works_and_without_a_direct_address_nothing_starts() {
    let pair = Pair::start().await;
    let (pooler, direct) = (pair.pooler(), pair.primary());
    match Store::open(&pooler, keys()).await {
        Err(Error::Broken(sentence)) => assert!(sentence.contains("DATABASE_DIRECT_URL"), "{sentence}"),
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("a pooler was taken for PostgreSQL"),
    }

    let at = Addresses { url: &pooler, direct: Some(&direct), replica: None };
    // Two first starts at once: the lock is a session's.
    let (one, other) =
        tokio::join!(Store::open_at(&at, keys(), Opening::Create), Store::open_at(&at, keys(), Opening::Create));
    let (one, other) = (one.expect("it is made"), other.expect("it opens"));
    let schema = one.schema().await.expect("asked");
    assert_eq!(schema.found, schema.known);
    let town = first(&one).await;
    let writes = (0..400).map(|n| add(if n % 2 == 0 { &one } else { &other }, &town, format!("区{n}")));
    for written in join_all(writes).await {
        written.expect("written");
    }
    assert_eq!(names(&direct).await.len(), 400);
    let reads = (0..200).map(|n| if n % 2 == 0 { one.schema() } else { other.schema() });
    assert!(join_all(reads).await.iter().all(Result::is_ok));
    assert_eq!(one.check().await.expect("checked"), Vec::<String>::new());

    let watchers = [watched(&one), watched(&other)];
    let hearing = tokio::spawn({
        let other = other.clone();
        async move { other.hear_other_servers().await }
    });
    // Its own writes of before.
    timeout(Duration::from_millis(200), other.written()).await.ok();
    let mut woken = false;
    for n in 400..440 {
        add(&one, &town, format!("区{n}")).await.expect("written");
        one.tell_changes().await.expect("told");
        woken = timeout(Duration::from_millis(200), other.written()).await.is_ok();
        if woken {
            break;
        }
    }
    assert!(woken, "the second server, which has written nothing, is woken");
    hearing.abort();
    watchers.iter().for_each(JoinHandle::abort);
    one.close().await;
    other.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_a_standby_is_promoted_servers_come_back_and_no_acknowledged_write_is_lost() {
    let mut pair = Pair::start().await;
    // The standby stands first: servers look for the one that takes writes.
    let both = pair.both();
    match Store::open(&pair.standby(), keys()).await {
        Err(Error::Broken(sentence)) => assert!(sentence.contains("standby"), "{sentence}"),
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("a standby was taken for a primary"),
    }
    let servers =
        [Store::open(&both, keys()).await.expect("it is made"), Store::open(&both, keys()).await.expect("it opens")];
    let seen = servers[0].seen_servers().await.expect("asked").expect("two");
    let roles: Vec<ServerRole> = seen.hosts.iter().map(|(_, role)| *role).collect();
    assert_eq!((roles.as_slice(), seen.is_synchronous), (&[ServerRole::Standby, ServerRole::Primary][..], true));
    let town = Arc::new(first(&servers[0]).await);
    let watchers: Vec<_> = servers.iter().map(watched).collect();
    let acknowledged: Arc<Mutex<Vec<(usize, Instant, String)>>> = Arc::default();
    let load: Vec<_> = (0..8)
        .map(|client| {
            let (store, town, heard) = (servers[client % 2].clone(), town.clone(), acknowledged.clone());
            tokio::spawn(async move {
                for n in 0.. {
                    let name = format!("区{client}-{n}");
                    match add(&store, &town, name.clone()).await {
                        Ok(_) => heard.lock().expect("a list").push((client % 2, Instant::now(), name)),
                        Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
                    }
                }
            })
        })
        .collect();
    let since = |server: usize, moment: Instant| {
        acknowledged.lock().expect("a list").iter().any(|(of, at, _)| *of == server && *at > moment)
    };
    let begun = Instant::now();
    until("both take writes", || since(0, begun) && since(1, begun)).await;
    tokio::time::sleep(Duration::from_secs(1)).await;

    pair.say("kill").await;
    pair.say("promote").await;
    let promoted = Instant::now();
    until("both take writes again within 10 s", || since(0, promoted) && since(1, promoted)).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    for task in &load {
        task.abort();
    }
    let there = names(&pair.standby()).await;
    let heard = acknowledged.lock().expect("a list").clone();
    assert!(heard.len() > 20, "{} writes are too few to tell", heard.len());
    let lost: Vec<_> = heard.iter().filter(|(.., name)| !there.contains(name)).collect();
    assert!(lost.is_empty(), "{lost:?}");
    for store in &servers {
        assert_eq!(store.troubles().await, Vec::<String>::new());
    }
    let seen = servers[1].seen_servers().await.expect("asked").expect("two");
    let roles: Vec<ServerRole> = seen.hosts.iter().map(|(_, role)| *role).collect();
    assert_eq!((roles.as_slice(), seen.is_synchronous), (&[ServerRole::Primary, ServerRole::Away][..], false));
    assert_eq!(servers[0].check().await.expect("checked"), Vec::<String>::new());
    watchers.iter().for_each(JoinHandle::abort);
    join_all(servers.iter().map(Store::close)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn visitors_read_from_a_replica_while_it_is_new_enough_and_never_what_is_two_seconds_old() {
    let mut pair = Pair::start().await;
    let (primary, replica) = (pair.primary(), pair.standby());
    let at = Addresses { url: &primary, direct: None, replica: Some(&replica) };
    let store = Store::open_at(&at, keys(), Opening::Create).await.expect("it is made");
    let town = first(&store).await;
    assert!(store.has_replica() && !store.replica_is_new(), "nothing is known of it before it was compared");
    let watcher = watched(&store);
    add(&store, &town, "区".into()).await.expect("written");
    until("the replica is new", || store.replica_is_new()).await;

    store.ping().await.expect("asked");
    assert_eq!(store.replica_reads(), 0, "only visitors read there");
    store.visiting(store.ping()).await.expect("asked");
    assert_eq!(store.replica_reads(), 1);
    for n in 0..5 {
        let city = NewArea { parent: None, kind: AreaKind::City, name: format!("乙{n}") };
        let made = store.run(&by(&town.0), AddArea(city)).await.expect("written");
        let begun = Instant::now();
        while !store.visiting(store.roots()).await.expect("read").iter().any(|area| area.id == made) {
            assert!(begun.elapsed() < Duration::from_secs(2), "a root area of {:?} ago", begun.elapsed());
        }
    }

    // A replica that stands still: its own reads would be older from now on.
    pair.say("freeze").await;
    let begun = Instant::now();
    until("it is not read any more", || !store.replica_is_new()).await;
    assert!(begun.elapsed() < Duration::from_millis(1500), "{:?}", begun.elapsed());
    let reads = store.replica_reads();
    timeout(Duration::from_secs(3), store.visiting(store.ping())).await.expect("at once").expect("from the primary");
    assert_eq!(store.replica_reads(), reads);
    pair.say("thaw").await;
    add(&store, &town, "新".into()).await.expect("written");
    until("it is read again", || store.replica_is_new()).await;

    // Promoted, it goes a way of its own: what is written there is none of this database.
    pair.say("promote").await;
    let mut away = PgConnection::connect(&replica).await.expect("a connection");
    sqlx::raw_sql("create table elsewhere as select generate_series(1, 10000) as n")
        .execute(&mut away)
        .await
        .expect("written");
    until("it is not read any more", || !store.replica_is_new()).await;
    watcher.abort();
    store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_database_of_the_same_server_is_no_replica() {
    let pair = Pair::start().await;
    let primary = pair.primary();
    let other = primary.replace("/postgres", "/other");
    let mut db = PgConnection::connect(&primary).await.expect("a connection");
    sqlx::raw_sql("create database other").execute(&mut db).await.expect("made");
    Store::open(&other, keys()).await.expect("another installation").close().await;
    let at = Addresses { url: &primary, direct: None, replica: Some(&other) };
    let store = Store::open_at(&at, keys(), Opening::Create).await.expect("it is made");
    let town = first(&store).await;
    let watcher = watched(&store);
    // Places in the log are those of the whole server, so this one is never behind.
    for n in 0..5 {
        add(&store, &town, format!("区{n}")).await.expect("written");
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(!store.replica_is_new());
    }
    assert_eq!(store.visiting(store.roots()).await.expect("read").len(), 1);
    watcher.abort();
    store.close().await;
}
