//! Accepts connections within limits, and ends those on which the client sends or takes nothing.
//! Limits of a request itself (30 s, the size of its body) are in `layers.rs`; those begin when its header is complete.

mod host;
mod stream;

use std::{
    collections::HashMap,
    io::{self, ErrorKind},
    net::{IpAddr, SocketAddr},
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use axum::{Router, extract::ConnectInfo};
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::TokioIo,
    server::graceful::{GracefulShutdown, Watcher},
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};
use tower::ServiceExt;

use super::address;

/// Connections at the same time, if the process may open twice as many files.
const MOST: usize = 16_384;
/// Pause after a failure to accept, which is nearly always a lack of files.
const PAUSE: Duration = Duration::from_millis(100);
/// Shortest time between two log lines about the same trouble.
const SELDOM: Duration = Duration::from_secs(60);

/// Number of connections, and how long the client of one may send or take nothing.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Time for the header of a request, counted from its first byte, or from the connection's start for the first one.
    pub header: Duration,
    /// Time between an answer and the next request on the same connection.
    pub idle: Duration,
    /// Time in which the client takes no byte of its answer.
    pub stalled: Duration,
    /// Connections in all. Further ones wait in the kernel's queue.
    pub all: usize,
    /// Connections of one IPv4 address or one /64 of IPv6. Further ones are closed at once.
    pub per_address: usize,
    /// Tells whether an address may have more than `per_address`, such as the one that all visitors of a proxy share.
    pub exempt: fn(IpAddr) -> bool,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            header: Duration::from_secs(10),
            idle: Duration::from_secs(60),
            stalled: Duration::from_secs(60),
            all: most(),
            per_address: 64,
            // A proxy on this machine, and tests.
            exempt: |address| address.is_loopback(),
        }
    }
}

/// Half of the files that the process may open: an answer can need one beside its connection's.
fn most() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    open_files(&limits).map_or(MOST, |files| (files / 2).clamp(1, MOST))
}

/// Parses the soft limit of open files. `None` if unlimited, or unknown as on other systems than Linux.
fn open_files(limits: &str) -> Option<usize> {
    limits.lines().find_map(|line| line.strip_prefix("Max open files"))?.split_whitespace().next()?.parse().ok()
}

/// Where connections come from: a listener, or a test's.
pub trait Source: Send {
    /// Waits for the next connection. Loses none when it is dropped before it completes.
    fn accept(&mut self) -> impl Future<Output = io::Result<(TcpStream, SocketAddr)>> + Send;
}

impl Source for TcpListener {
    async fn accept(&mut self) -> io::Result<(TcpStream, SocketAddr)> {
        TcpListener::accept(self).await
    }
}

/// Answers HTTP/1 requests until `stop` completes; then accepts no more, ends idle connections, and returns when running
/// requests are answered.
pub async fn serve(mut source: impl Source, app: Router, limits: Limits, stop: impl Future<Output = ()>) {
    let (places, shares) = (Arc::new(Semaphore::new(limits.all)), Shares::default());
    let (mut failing, mut full, mut crowded) = (Seldom::default(), Seldom::default(), Seldom::default());
    let (graceful, app) = (GracefulShutdown::new(), app.with_state(()));
    let mut stop = pin!(stop);
    loop {
        if places.available_permits() == 0 && full.is_due() {
            tracing::warn!(limits.all, "no connection is free: further ones wait");
        }
        let next = async {
            // Never closed, so there is always a permit in the end.
            let place = places.clone().acquire_owned().await;
            (place, source.accept().await)
        };
        let (place, accepted) = tokio::select! {
            next = next => next,
            () = &mut stop => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) if is_of_the_peer(&error) => continue,
            Err(cause) => {
                if failing.is_due() {
                    tracing::error!(%cause, "accepting a connection failed");
                }
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        let address = peer.ip().to_canonical();
        let most = if (limits.exempt)(address) { usize::MAX } else { limits.per_address };
        let Some(share) = shares.take(address, most) else {
            if crowded.is_due() {
                tracing::warn!(most, "an address has too many connections; if it is a proxy's, set TRUSTED_PROXY");
            }
            continue;
        };
        let (app, watcher) = (app.clone(), graceful.watcher());
        tokio::spawn(async move {
            answer(stream, peer, app, limits, watcher).await;
            drop((place, share));
        });
    }
    // Refuses new connections while the running requests are answered.
    drop(source);
    graceful.shutdown().await;
}

/// Whether accepting failed because the client was gone already.
fn is_of_the_peer(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::ConnectionRefused | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset)
}

/// Answers the requests of one connection until it ends.
async fn answer(stream: TcpStream, peer: SocketAddr, app: Router, limits: Limits, watcher: Watcher) {
    // Responses are written whole; Nagle's algorithm would only delay them.
    stream.set_nodelay(true).ok();
    let (stream, clock) = stream::limited(stream, limits.stalled, limits.header);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        let app = app.clone();
        async move {
            match host::refused(&request) {
                Some(refusal) => Ok(refusal),
                None => app.oneshot(request).await,
            }
        }
    });
    let connection = http1::Builder::new()
        .timer(clock)
        .header_read_timeout(limits.idle)
        .serve_connection(TokioIo::new(stream), service);
    // Clients that hang up, time out or speak no HTTP: none of them is this server's trouble.
    if let Err(cause) = watcher.watch(connection).await {
        tracing::trace!(%cause, "a connection ended");
    }
}

/// Limits log lines to one in [`SELDOM`].
#[derive(Default)]
struct Seldom(Option<Instant>);

impl Seldom {
    fn is_due(&mut self) -> bool {
        let due = self.0.is_none_or(|last| last.elapsed() >= SELDOM);
        if due {
            self.0 = Some(Instant::now());
        }
        due
    }
}

/// Number of open connections of each address.
#[derive(Clone, Default)]
struct Shares(Arc<Mutex<HashMap<String, usize>>>);

impl Shares {
    /// Counts a connection of this address until the share is dropped; `None` if it has `most` already.
    fn take(&self, address: IpAddr, most: usize) -> Option<Share> {
        let address = address::group(address);
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(address.clone()).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Share { address, shares: self.clone() })
    }
}

/// A counted connection.
struct Share {
    address: String,
    shares: Shares,
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut open = self.shares.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_soft_limit_of_open_files_is_parsed() {
        let limits = "Limit                     Soft Limit           Hard Limit           Units     \n\
                      Max processes             94909                94909                processes \n\
                      Max open files            1024                 524288               files     \n";
        assert_eq!(open_files(limits), Some(1024));
        assert_eq!(open_files("Max open files            unlimited            unlimited            files"), None);
        assert_eq!(open_files(""), None);
        assert!((1..=MOST).contains(&most()));
    }

    #[test]
    fn connections_are_counted_per_ipv4_address_and_per_64_of_ipv6() {
        let shares = Shares::default();
        let address = |text: &str| text.parse::<IpAddr>().expect("an address");
        let first = shares.take(address("2001:db8::1"), 2);
        let second = shares.take(address("2001:db8::2"), 2);
        assert!(first.is_some() && second.is_some());
        assert!(shares.take(address("2001:db8::3"), 2).is_none(), "the same /64");
        assert!(shares.take(address("192.0.2.1"), 2).is_some());
        drop(first);
        assert!(shares.take(address("2001:db8::3"), 2).is_some());
        drop(second);
        assert!(shares.0.lock().expect("counts").is_empty(), "no entry is left of an address without connections");
    }
}
