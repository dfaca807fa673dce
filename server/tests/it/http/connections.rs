//! Limits of connections, tested with real sockets.

use std::{
    collections::VecDeque,
    future::pending,
    io,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use axum::{Router, extract::ConnectInfo, routing::get};
use server::http::connections::{Limits, Source, serve};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
    time::{sleep, timeout},
};

const SHORT: Duration = Duration::from_millis(200);
/// Longer than any of these tests.
const LONG: Duration = Duration::from_secs(60);
const GET: &str = "GET / HTTP/1.1\r\nhost: x\r\n\r\n";
const SLOW: &str = "GET /slow HTTP/1.1\r\nhost: x\r\n\r\n";

/// Limits that none of these tests reaches.
fn wide() -> Limits {
    Limits { header: LONG, idle: LONG, stalled: LONG, all: 100, per_address: 100, exempt: |_| false }
}

fn app() -> Router {
    let slow = async || {
        sleep(3 * SHORT).await;
        "slow"
    };
    Router::new()
        .route("/", get(async |ConnectInfo(peer): ConnectInfo<SocketAddr>| peer.to_string()))
        .route("/slow", get(slow))
        .route("/large", get(async || vec![b'x'; 64 << 20]))
}

struct Server {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

async fn start(limits: Limits) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (stop, stopped) = oneshot::channel();
    let task = tokio::spawn(serve(listener, app(), limits, async {
        stopped.await.ok();
    }));
    Server { address, stop, task }
}

impl Server {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.expect("a connection")
    }

    /// Opens a connection and sends these bytes.
    async fn send(&self, bytes: &str) -> TcpStream {
        let mut stream = self.connect().await;
        stream.write_all(bytes.as_bytes()).await.expect("sent");
        stream
    }
}

/// Reads until the text ends like this.
async fn read_until(stream: &mut TcpStream, end: &str) -> String {
    let mut text = Vec::new();
    while !text.ends_with(end.as_bytes()) {
        let byte = timeout(LONG, stream.read_u8()).await.expect("an answer in time");
        text.push(byte.unwrap_or_else(|error| panic!("{error} after {:?}", String::from_utf8_lossy(&text))));
    }
    String::from_utf8(text).expect("text")
}

/// Sends `GET /`, and expects the client's own address as the answer.
async fn is_answered(stream: &mut TcpStream) {
    stream.write_all(GET.as_bytes()).await.expect("sent");
    let peer = stream.local_addr().expect("an address").to_string();
    let answer = read_until(stream, &format!("\r\n\r\n{peer}")).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

/// Waits until the server ends the connection, and returns how long that took.
async fn closed(mut stream: TcpStream) -> Duration {
    let begun = Instant::now();
    let mut rest = Vec::new();
    // A reset is an end as well.
    timeout(20 * SHORT, stream.read_to_end(&mut rest)).await.expect("the server ends the connection").ok();
    begun.elapsed()
}

/// Whether the server has not ended the connection.
async fn is_open(stream: &mut TcpStream) -> bool {
    timeout(SHORT / 2, stream.read(&mut [0])).await.is_err()
}

#[tokio::test]
async fn an_unfinished_header_ends_its_connection_and_others_are_answered_meanwhile() {
    let server = start(Limits { header: SHORT, ..wide() }).await;
    let half = server.send("GET / HTTP/1.1\r\nhost: x\r\nx-slow: ").await;
    let silent = server.connect().await;
    let mut second = server.connect().await;
    is_answered(&mut second).await;
    // Longer than the limit of a header, but no header has begun.
    assert!(is_open(&mut second).await && is_open(&mut second).await && is_open(&mut second).await);
    second.write_all(b"GET / HTTP/1.1\r\n").await.expect("sent");
    let mut other = server.connect().await;
    is_answered(&mut other).await;
    for stream in [half, silent] {
        closed(stream).await;
    }
    let took = closed(second).await;
    assert!(took >= SHORT / 2, "{took:?}");
    is_answered(&mut other).await;
}

#[tokio::test]
async fn a_header_sent_byte_by_byte_ends_at_the_same_time() {
    let server = start(Limits { header: 2 * SHORT, ..wide() }).await;
    let mut stream = server.send("GET / HTTP/1.1\r\nx-slow: ").await;
    let begun = Instant::now();
    while stream.write_all(b"x").await.is_ok() {
        assert!(begun.elapsed() < 20 * SHORT, "still open");
        sleep(SHORT / 10).await;
    }
    assert!(begun.elapsed() >= SHORT, "{:?}", begun.elapsed());
}

#[tokio::test]
async fn an_idle_connection_ends_and_a_running_request_does_not() {
    let server = start(Limits { header: SHORT, idle: 2 * SHORT, ..wide() }).await;
    let mut stream = server.send(SLOW).await;
    read_until(&mut stream, "slow").await;
    sleep(SHORT + SHORT / 2).await;
    is_answered(&mut stream).await;
    let idle = closed(stream).await;
    assert!(idle >= SHORT, "{idle:?}");
}

#[tokio::test]
async fn a_client_that_takes_nothing_loses_its_connection() {
    let server = start(Limits { stalled: SHORT, all: 1, ..wide() }).await;
    let mut deaf = server.send("GET /large HTTP/1.1\r\nhost: x\r\n\r\n").await;
    // The only place is free again although the first client never hangs up.
    let mut next = server.connect().await;
    timeout(20 * SHORT, is_answered(&mut next)).await.expect("an answer");
    let mut rest = Vec::new();
    deaf.read_to_end(&mut rest).await.ok();
    assert!(rest.len() < 64 << 20, "{} bytes were sent", rest.len());
}

#[tokio::test]
async fn connections_beyond_the_limit_wait_until_one_ends() {
    let server = start(Limits { all: 2, ..wide() }).await;
    let (first, mut second) = (server.connect().await, server.connect().await);
    is_answered(&mut second).await;
    let mut third = server.send(GET).await;
    assert!(is_open(&mut third).await, "neither answered nor refused");
    is_answered(&mut second).await;
    drop(first);
    is_answered(&mut third).await;
}

#[tokio::test]
async fn connections_of_one_address_beyond_its_limit_are_closed() {
    let server = start(Limits { per_address: 2, ..wide() }).await;
    let (first, mut second) = (server.connect().await, server.connect().await);
    is_answered(&mut second).await;
    closed(server.connect().await).await;
    is_answered(&mut second).await;
    drop(first);
    sleep(SHORT).await;
    is_answered(&mut server.connect().await).await;
}

#[tokio::test]
async fn an_exempt_address_may_have_more() {
    let server = start(Limits { per_address: 1, exempt: Limits::default().exempt, ..wide() }).await;
    let (mut first, mut second) = (server.connect().await, server.connect().await);
    is_answered(&mut first).await;
    is_answered(&mut second).await;
}

#[tokio::test]
async fn stopping_answers_running_requests_and_ends_idle_connections() {
    let server = start(wide()).await;
    let mut idle = server.connect().await;
    is_answered(&mut idle).await;
    let mut running = server.send(SLOW).await;
    sleep(SHORT / 2).await;
    server.stop.send(()).expect("a running server");
    closed(idle).await;
    assert!(!server.task.is_finished(), "a request is running");
    let answer = read_until(&mut running, "slow").await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    timeout(20 * SHORT, server.task).await.expect("its end").expect("no panic");
    assert!(TcpStream::connect(server.address).await.is_err());
}

/// Fails as often as told, then yields one connection.
struct Failing(VecDeque<io::Error>, TcpListener);

impl Source for Failing {
    async fn accept(&mut self) -> io::Result<(TcpStream, SocketAddr)> {
        match self.0.pop_front() {
            Some(error) => Err(error),
            None => TcpListener::accept(&self.1).await,
        }
    }
}

/// Log lines written by the current thread.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("lines").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn failures_to_accept_are_logged_once_and_pause() {
    let lines = Lines::default();
    let writer = lines.clone();
    let log = tracing_subscriber::fmt().with_writer(move || writer.clone()).finish();
    let _logged = tracing::subscriber::set_default(log);

    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    // EMFILE, and once a client that was gone already.
    let mut errors: VecDeque<_> = (0..4).map(|_| io::Error::from_raw_os_error(24)).collect();
    errors.push_back(io::ErrorKind::ConnectionAborted.into());
    let begun = Instant::now();
    tokio::spawn(serve(Failing(errors, listener), app(), wide(), pending()));
    is_answered(&mut TcpStream::connect(address).await.expect("a connection")).await;
    assert!(begun.elapsed() >= Duration::from_millis(400), "{:?}", begun.elapsed());
    let text = String::from_utf8(lines.0.lock().expect("lines").clone()).expect("text");
    assert_eq!(text.matches("accepting a connection failed").count(), 1, "{text}");
}
