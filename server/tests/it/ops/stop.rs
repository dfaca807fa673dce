//! Start, stop and log of the real server.
#![cfg(unix)]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use sqlx::{Connection, SqliteConnection};

use crate::ops::cli::wishbridge;

/// Longest time that a server may take to end, with the default delay.
const END: Duration = Duration::from_secs(10);

struct Server {
    process: Child,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

impl Server {
    fn start(command: &mut Command) -> Server {
        Server::started(command.arg("serve").stdout(Stdio::piped()).spawn().expect("a server"))
    }

    /// Waits until the server tells its address.
    fn started(mut process: Child) -> Server {
        let mut lines = BufReader::new(process.stdout.take().expect("its output")).lines().map_while(Result::ok);
        let said = lines.next().expect("an address");
        let address = said.rsplit_once("http://").expect("an address").1.trim().to_owned();
        // A full pipe would block the server.
        std::thread::spawn(move || lines.for_each(drop));
        Server { process, address }
    }

    /// Sends a request without waiting for its answer.
    fn send(&self, request: &str, body: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        let length = body.len();
        let head = format!("{request} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n");
        write!(stream, "{head}content-length: {length}\r\n\r\n{body}").expect("sent");
        stream.set_read_timeout(Some(3 * END)).expect("a limit");
        stream
    }

    /// Sends a request; returns the status and the whole answer.
    fn ask(&self, request: &str, body: &str) -> (u16, String) {
        let mut answer = String::new();
        self.send(request, body).read_to_string(&mut answer).expect("an answer");
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
        (status.unwrap_or_else(|| panic!("no answer: {answer:?}")), answer)
    }

    fn terminate(&self) -> Instant {
        let told = Command::new("kill").arg("-TERM").arg(self.process.id().to_string()).status().expect("kill");
        assert!(told.success());
        Instant::now()
    }

    /// Waits for the end, for [`END`] at most; returns whether the server ended well.
    fn ended(&mut self, told: Instant) -> bool {
        loop {
            match self.process.try_wait().expect("its state") {
                Some(status) => return status.success(),
                None => assert!(told.elapsed() < END, "still running after {:?}", told.elapsed()),
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// Begins a transaction that keeps every other writer of the database waiting.
async fn locked(folder: &Path) -> SqliteConnection {
    let url = format!("sqlite://{}/data/wishbridge.db", folder.display());
    let mut db = SqliteConnection::connect(&url).await.expect("a connection");
    sqlx::query("begin immediate").execute(&mut db).await.expect("a lock");
    db
}

const SIGN_IN: &str = r#"{"phone": "13800138000", "password": "wrong horse"}"#;

#[test]
fn a_server_that_is_told_to_stop_is_not_ready_and_still_answers_for_a_moment() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = Server::start(wishbridge(folder.path()).env("STOP_DELAY", "3"));
    assert_eq!(server.ask("GET /readyz", "").0, 200);
    let told = server.terminate();
    loop {
        let (status, answer) = server.ask("GET /readyz", "");
        if status == 503 {
            assert!(answer.contains("the server is stopping"), "{answer}");
            break;
        }
        assert!(told.elapsed() < Duration::from_secs(3), "{answer}");
    }
    assert_eq!(server.ask("GET /healthz", "").0, 200);
    assert_eq!(server.ask("GET /api/v1/wishes", "").0, 200);
    assert!(server.ended(told));
    assert!(told.elapsed() >= Duration::from_secs(3), "{:?}", told.elapsed());
}

#[test]
fn streams_of_listeners_end_as_soon_as_the_server_is_told_to_stop() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = Server::start(wishbridge(folder.path()).env("STOP_DELAY", "3"));
    let mut stream = server.send("GET /live", "");
    let (mut begun, mut part) = (String::new(), [0; 4096]);
    while !begun.contains("data: ") {
        let read = stream.read(&mut part).expect("the stream");
        assert!(read > 0, "it ended early: {begun}");
        begun += &String::from_utf8_lossy(&part[..read]);
    }
    assert!(begun.starts_with("HTTP/1.1 200"), "{begun}");
    let told = server.terminate();
    stream.read_to_string(&mut begun).expect("its end");
    assert!(told.elapsed() < Duration::from_secs(2), "{:?}", told.elapsed());
    assert_eq!(server.ask("GET /live", "").0, 503, "browsers look elsewhere");
    assert!(server.ended(told));
}

#[tokio::test]
async fn a_server_ends_within_ten_seconds_although_its_jobs_and_writes_wait_for_the_database() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = Server::start(&mut wishbridge(folder.path()));
    let lock = locked(folder.path()).await;
    // Waits for the lock until long after the server's end.
    let _request = server.send("POST /api/v1/session", SIGN_IN);
    assert_eq!(server.ask("GET /healthz", "").0, 200);
    let told = server.terminate();
    assert!(server.ended(told));
    lock.close().await.ok();
}

#[test]
fn a_server_whose_log_cannot_be_written_answers_and_writes() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = wishbridge(folder.path());
    let mut server = Server::start(command.env("LOG", "trace").stderr(Stdio::piped()));
    // From here on every line fails, as when the program that collects the log has ended.
    drop(server.process.stderr.take().expect("its log"));
    for _ in 0..3 {
        assert_eq!(server.ask("GET /readyz", "").0, 200);
        assert_eq!(server.ask("POST /api/v1/session", SIGN_IN).0, 401);
    }
    let told = server.terminate();
    assert!(server.ended(told));
}

#[test]
fn two_first_starts_at_once_both_serve() {
    let folder = tempfile::tempdir().expect("a folder");
    let start = |_| wishbridge(folder.path()).arg("serve").stdout(Stdio::piped()).spawn().expect("a server");
    let servers: Vec<Server> = [1, 2].map(start).into_iter().map(Server::started).collect();
    for server in &servers {
        assert_eq!(server.ask("GET /readyz", "").0, 200);
        assert_eq!(server.ask("POST /api/v1/session", SIGN_IN).0, 401, "it writes too");
    }
}
