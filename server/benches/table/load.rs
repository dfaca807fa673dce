//! HTTP/1.1 load generator, one task and connection each; the same for server and baseline.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use axum::Router;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// Serves a router on a free local port.
pub async fn serve(router: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    address
}

/// A path, and how it is asked for.
#[derive(Clone, Copy, Default)]
pub struct Asked<'a> {
    pub path: &'a str,
    /// Value of `Accept-Encoding`; empty for plain bytes.
    pub coding: &'a str,
    /// Session of the account that asks; empty for a visitor.
    pub token: &'a str,
}

/// An answer.
pub struct Answer {
    pub status: u16,
    /// Value of `Content-Type`.
    pub kind: String,
    pub body: Vec<u8>,
}

/// A kept-alive connection.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    pub async fn open(address: SocketAddr) -> Connection {
        Connection { stream: TcpStream::connect(address).await.unwrap(), buffer: Vec::new() }
    }

    /// Sends a GET, which must be answered with 200.
    pub async fn get(&mut self, Asked { path, coding, token }: Asked<'_>) -> Answer {
        let coding = if coding.is_empty() { String::new() } else { format!("accept-encoding: {coding}\r\n") };
        let cookie = if token.is_empty() { String::new() } else { format!("cookie: session={token}\r\n") };
        let head = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\naccept-language: zh-CN\r\n{coding}{cookie}\r\n");
        let answer = self.exchange(&head).await;
        assert_eq!(answer.status, 200, "{path}");
        answer
    }

    /// Posts JSON to the API as an account, with a request id.
    pub async fn post(&mut self, path: &str, token: &str, id: &str, json: &str) -> Answer {
        let head = format!("POST {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n");
        let length = json.len();
        let kind = "content-type: application/json";
        self.exchange(&format!("{head}idempotency-key: {id}\r\n{kind}\r\ncontent-length: {length}\r\n\r\n{json}")).await
    }

    async fn exchange(&mut self, request: &str) -> Answer {
        self.stream.write_all(request.as_bytes()).await.unwrap();
        self.buffer.clear();
        let mut chunk = [0_u8; 65_536];
        loop {
            let read = self.stream.read(&mut chunk).await.unwrap();
            assert!(read > 0, "the server closed the connection");
            self.buffer.extend_from_slice(&chunk[..read]);
            let Some(end) = self.buffer.windows(4).position(|w| w == b"\r\n\r\n") else { continue };
            let head = String::from_utf8_lossy(&self.buffer[..end]).to_lowercase();
            let header = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
            let total = end + 4 + header("content-length").expect("a length").trim().parse::<usize>().unwrap();
            if self.buffer.len() >= total {
                let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
                let kind = header("content-type").unwrap_or_default().to_owned();
                return Answer { status, kind, body: self.buffer[end + 4..total].to_vec() };
            }
        }
    }
}

/// Returns one answer.
pub async fn answer(address: SocketAddr, asked: Asked<'_>) -> Answer {
    Connection::open(address).await.get(asked).await
}

/// Opens a stream of changes; returns its connection once the first event came.
pub async fn listen(address: SocketAddr) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(b"GET /live HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    let (mut heard, mut chunk) = (Vec::new(), [0_u8; 1024]);
    while !heard.windows(5).any(|w| w == b"data:") {
        let read = stream.read(&mut chunk).await.unwrap();
        assert!(read > 0, "the server closed the stream");
        heard.extend_from_slice(&chunk[..read]);
    }
    stream
}

/// Measures requests a second over this many connections.
pub async fn rate(address: SocketAddr, asked: Asked<'static>, connections: usize, during: Duration) -> f64 {
    let done = Arc::new(AtomicU64::new(0));
    let begun = Instant::now();
    let tasks: Vec<_> = (0..connections)
        .map(|_| {
            let done = done.clone();
            tokio::spawn(async move {
                let mut connection = Connection::open(address).await;
                while begun.elapsed() < during {
                    connection.get(asked).await;
                    done.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    #[allow(clippy::cast_precision_loss)]
    let done = done.load(Ordering::Relaxed) as f64;
    done / begun.elapsed().as_secs_f64()
}

/// Returns the median in milliseconds.
pub fn median(times: Vec<Duration>) -> f64 {
    quantile(times, 50)
}

/// Returns the time in milliseconds that so many of a hundred stay below.
pub fn quantile(mut times: Vec<Duration>, of_100: usize) -> f64 {
    times.sort_unstable();
    times[times.len() * of_100 / 100].as_secs_f64() * 1000.0
}
