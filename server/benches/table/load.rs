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

/// A path, and the codings that its answer may have.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    pub path: &'a str,
    /// Value of `Accept-Encoding`; empty for plain bytes.
    pub coding: &'a str,
}

/// An answer to a GET.
pub struct Answer {
    /// Value of `Content-Type`.
    pub kind: String,
    pub body: Vec<u8>,
}

/// Sends a GET over a kept-alive connection.
async fn get(stream: &mut TcpStream, Asked { path, coding }: Asked<'_>, buffer: &mut Vec<u8>) -> Answer {
    let coding = if coding.is_empty() { String::new() } else { format!("accept-encoding: {coding}\r\n") };
    let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\naccept-language: zh-CN\r\n{coding}\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    buffer.clear();
    let mut chunk = [0_u8; 65_536];
    loop {
        let read = stream.read(&mut chunk).await.unwrap();
        assert!(read > 0, "the server closed the connection");
        buffer.extend_from_slice(&chunk[..read]);
        let Some(end) = buffer.windows(4).position(|w| w == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&buffer[..end]).to_lowercase();
        assert!(head.starts_with("http/1.1 200"), "{head}");
        let header = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        let total = end + 4 + header("content-length").expect("a length").trim().parse::<usize>().unwrap();
        if buffer.len() >= total {
            let kind = header("content-type").unwrap_or_default().to_owned();
            return Answer { kind, body: buffer[end + 4..total].to_vec() };
        }
    }
}

/// Returns one answer.
pub async fn answer(address: SocketAddr, asked: Asked<'_>) -> Answer {
    let mut stream = TcpStream::connect(address).await.unwrap();
    get(&mut stream, asked, &mut Vec::new()).await
}

/// Measures requests a second over this many connections.
pub async fn rate(address: SocketAddr, asked: Asked<'static>, connections: usize, during: Duration) -> f64 {
    let done = Arc::new(AtomicU64::new(0));
    let begun = Instant::now();
    let tasks: Vec<_> = (0..connections)
        .map(|_| {
            let done = done.clone();
            tokio::spawn(async move {
                let mut stream = TcpStream::connect(address).await.unwrap();
                let mut buffer = Vec::new();
                while begun.elapsed() < during {
                    get(&mut stream, asked, &mut buffer).await;
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
pub fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1000.0
}
