//! Twenty SIGKILLs under load: all acknowledged writes are there, and balances add up.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::Duration,
};

use domain::{
    areas::Policy,
    catalogue,
    wishes::{NewWish, Publication},
};
use serde_json::{Value, json};
use store::{
    By, Store,
    areas::policies::SetPolicy,
    wishes::lifecycle::{PostWish, PublishWish},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::support::{
    database::{Database, Kind},
    world::World,
};

const KILLS: u32 = 20;
const WISHES: i64 = 60;
const DONORS: usize = 60;

/// The real binary, on a port of its own.
pub(super) struct Server {
    pub(super) process: Child,
    pub(super) address: String,
}

impl Server {
    pub(super) fn start(database: &Database) -> Server {
        let mut process = Command::new(env!("CARGO_BIN_EXE_wishbridge"))
            .arg("serve")
            .env("DATABASE_URL", &database.url)
            .env("KEY_FILE", database.key_file())
            .env("LISTEN", "127.0.0.1:0")
            .env("LOG", "error")
            .stdout(Stdio::piped())
            .spawn()
            .expect("a server");
        let mut lines = BufReader::new(process.stdout.take().expect("its output")).lines();
        let said = lines.next().expect("an address").expect("text");
        let address = said.rsplit_once("http://").expect("an address").1.trim().to_owned();
        // Drain stdout: a full pipe would block the server.
        std::thread::spawn(move || lines.for_each(drop));
        Server { process, address }
    }

    /// Sends SIGKILL: no handler runs, nothing is flushed.
    pub(super) fn kill(mut self) {
        self.process.kill().expect("a running server");
        self.process.wait().expect("its end");
    }
}

/// Sends a POST over a kept-alive connection; `None` when the server died before it answered.
async fn post(stream: &mut TcpStream, token: &str, path: &str, body: &Value) -> Option<(u16, Value)> {
    let body = body.to_string();
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\n\
         idempotency-key: {}\r\ncontent-length: {}\r\n\r\n{body}",
        server::http::random_id(),
        body.len()
    );
    stream.write_all(request.as_bytes()).await.ok()?;
    let (mut answer, mut chunk) = (Vec::new(), [0_u8; 16_384]);
    loop {
        let read = stream.read(&mut chunk).await.ok().filter(|read| *read > 0)?;
        answer.extend_from_slice(&chunk[..read]);
        let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
        let length: usize = head.lines().find_map(|line| line.strip_prefix("content-length: "))?.trim().parse().ok()?;
        if answer.len() >= end + 4 + length {
            let status = head.split(' ').nth(1)?.parse().ok()?;
            return Some((status, serde_json::from_slice(&answer[end + 4..end + 4 + length]).unwrap_or_default()));
        }
    }
}

/// Ids of all acknowledged writes, across all runs of the server.
#[derive(Clone, Default)]
struct Acknowledged(Arc<Mutex<Vec<i64>>>);

impl Acknowledged {
    fn add(&self, id: i64) {
        self.0.lock().expect("numbers").push(id);
    }

    fn all(&self) -> Vec<i64> {
        self.0.lock().expect("numbers").clone()
    }
}

async fn world(database: &Database) -> (World, Vec<i64>, Vec<String>) {
    let store = Store::open(&database.url, database.vault()).await.expect("a database");
    let mut world = World::make(&store, database).await;
    let donors = world.add_donors(&store, database, DONORS).await;
    let by = |name: &str, what: String| By::new(world.people[name].actor.clone(), what);
    let policy = Policy { open_claims: 50, ..Policy::default() };
    store.run(&by("admin", "policy".into()), SetPolicy { area: world.id("city"), policy }).await.expect("a policy");
    let item = catalogue::by_key("towel").expect("an item").id;
    let mut wishes = Vec::new();
    for number in 0..WISHES {
        let new = NewWish { item, quantity: 20, again: true, ..NewWish::default() };
        let wish = store.run(&by("family", format!("post {number}")), PostWish(new)).await.expect("a wish");
        let publish = by("caseworker", format!("publish {number}"));
        store.run(&publish, PublishWish { id: wish, words: Publication::default().words }).await.expect("published");
        wishes.push(wish);
    }
    store.close().await;
    (world, wishes, donors)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_acknowledged_write_is_missing_after_twenty_kills() {
    let database = Database::create(Kind::Sqlite).await;
    let (world, wishes, donors) = world(&database).await;
    let (claims, lots) = (Acknowledged::default(), Acknowledged::default());
    for life in 0..KILLS {
        let server = Server::start(&database);
        let mut load = Vec::new();
        for worker in 0..6_usize {
            let address = server.address.clone();
            let claimer = world.people[&donors[(life as usize * 3 + worker) % donors.len()]].token.clone();
            let shopkeeper = world.people["shopkeeper"].token.clone();
            let (claims, lots, wishes, shop) = (claims.clone(), lots.clone(), wishes.clone(), world.id("shop"));
            load.push(tokio::spawn(async move {
                let mut stream = TcpStream::connect(&address).await.expect("a connection");
                for turn in 0.. {
                    let (token, path, body, kept, key) = if worker < 4 {
                        let wish = wishes[(life as usize * 7 + worker * 13 + turn) % wishes.len()];
                        (&claimer, format!("/api/v1/wishes/{wish}/claims"), json!({"quantity": 1}), &claims, "id")
                    } else {
                        let receipt = json!({"location": shop, "item": "towel", "size": "", "quantity": 3});
                        (&shopkeeper, "/api/v1/stock/receipts".to_owned(), receipt, &lots, "lot")
                    };
                    let Some((status, answer)) = post(&mut stream, token, &path, &body).await else { return };
                    match status {
                        201 => kept.add(answer[key].as_i64().expect("a number")),
                        409 => {}
                        other => panic!("{other}: {answer}"),
                    }
                }
            }));
        }
        tokio::time::sleep(Duration::from_millis(60 + u64::from(life) * 17 % 140)).await;
        server.kill();
        for task in load {
            task.await.expect("a client");
        }
    }
    let (claims, lots) = (claims.all(), lots.all());
    assert!(
        claims.len() > 100 && lots.len() > 50,
        "too little load to mean anything: {} and {}",
        claims.len(),
        lots.len()
    );

    let store = Store::open(&database.url, database.vault()).await.expect("a database that opens");
    assert_eq!(store.check().await.expect("a check"), Vec::<String>::new());
    for (table, acknowledged) in [("claim", claims), ("lot", lots)] {
        let there: std::collections::HashSet<i64> =
            database.rows(&format!("select id, '' from {table}")).await.into_iter().map(|(id, _)| id).collect();
        let missing: Vec<_> = acknowledged.iter().filter(|id| !there.contains(id)).collect();
        assert!(missing.is_empty(), "acknowledged, but missing: {table} {missing:?}");
    }
    store.close().await;
    database.remove().await;
}
