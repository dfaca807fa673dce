//! The memory of the real program stays bounded, whatever pictures come at once.

use store::Store;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::kill9::Server;
use crate::support::{
    database::{Database, Kind},
    world::World,
};

/// 7,000 pixels wide and high, of which 6 kB unpack to 49 MB.
const LARGE: &[u8] = include_bytes!("../support/large.png");
/// The form of a wish, which takes a picture.
const FORM: &str = "/home/wishes/new/wok";
/// Kilobytes that two pictures at a time may take, with room.
const BOUND: u64 = 600_000;

/// The most memory that a process has had, in kilobytes.
fn peak(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("a process");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("its peak");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

/// Sends the picture; returns the status.
async fn send(address: &str, token: &str) -> String {
    let head = "--b\r\ncontent-disposition: form-data; name=\"photo\"; filename=\"p.png\"\r\n\r\n";
    let body = [head.as_bytes(), LARGE, b"\r\n--b--\r\n"].concat();
    let authorization = if token.is_empty() { String::new() } else { format!("authorization: Bearer {token}\r\n") };
    let request = format!(
        "POST {FORM} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{authorization}\
         content-type: multipart/form-data; boundary=b\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream.write_all(&[request.as_bytes(), &body].concat()).await.expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.expect("an answer");
    String::from_utf8_lossy(&answer).split(' ').nth(1).unwrap_or_default().to_owned()
}

async fn at_once(server: &Server, token: &str, count: usize) -> Vec<String> {
    futures::future::join_all((0..count).map(|_| send(&server.address, token))).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_large_pictures_at_once_take_the_memory_of_two() {
    let database = Database::create(Kind::Sqlite).await;
    let store = Store::open(&database.url, database.vault()).await.expect("a database");
    let world = World::make(&store, &database).await;
    store.close().await;
    let server = Server::start(&database);
    let process = server.process.id();
    let before = peak(process);

    // Of strangers no picture is decoded.
    let strangers = at_once(&server, "", 20).await;
    assert!(strangers.iter().all(|status| status == "303"), "{strangers:?}");
    let after = peak(process);
    assert!(after < before + 50_000, "{before} kB, then {after} kB");

    let family = at_once(&server, &world.people["family"].token, 8).await;
    assert!(family.iter().all(|status| ["303", "422", "503"].contains(&status.as_str())), "{family:?}");
    let after = peak(process);
    assert!(after > before + 49_000, "they were decoded: {family:?}");
    assert!(after < before + BOUND, "{before} kB, then {after} kB");
    server.kill();
    database.remove().await;
}
