//! A client's stream that does not wait for ever for the client: neither for the rest of a header nor to send an answer.

use std::{
    io::{self, ErrorKind},
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, ready},
    time::{Duration, Instant},
};

use hyper::rt;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::Sleep,
};

/// Builds the stream of a connection and the timer that limits its headers.
pub(super) fn limited(inner: TcpStream, stalled: Duration, header: Duration) -> (Stream, HeaderClock) {
    let received = Arc::new(AtomicBool::new(false));
    let clock = HeaderClock { received: received.clone(), first: AtomicBool::new(true), limit: header };
    (Stream { inner, received, limit: stalled, stalled: None }, clock)
}

/// A client's stream that notes when bytes arrive, and fails when the client takes none for too long.
pub(super) struct Stream {
    inner: TcpStream,
    received: Arc<AtomicBool>,
    limit: Duration,
    /// Runs while a write waits for the client.
    stalled: Option<Pin<Box<Sleep>>>,
}

impl Stream {
    fn unless_stalled<T>(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(tokio::time::sleep(self.limit)));
        ready!(stalled.as_mut().poll(cx));
        Poll::Ready(Err(ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Stream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.inner).poll_read(cx, buffer);
        if buffer.filled().len() > before {
            self.received.store(true, Ordering::Relaxed);
        }
        read
    }
}

impl AsyncWrite for Stream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.inner).poll_write(cx, bytes);
        self.unless_stalled(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.inner).poll_write_vectored(cx, slices);
        self.unless_stalled(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}

/// hyper's timer of a connection. hyper has one limit for waiting and for reading a header together, and asks this clock
/// when it begins to wait; the clock shortens the wait once a byte has arrived.
pub(super) struct HeaderClock {
    received: Arc<AtomicBool>,
    /// Whether no header was waited for yet.
    first: AtomicBool,
    limit: Duration,
}

impl rt::Timer for HeaderClock {
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn rt::Sleep>> {
        self.sleep_until(Instant::now() + duration)
    }

    fn sleep_until(&self, deadline: Instant) -> Pin<Box<dyn rt::Sleep>> {
        // A new connection counts as one on which the header has begun.
        self.received.store(self.first.swap(false, Ordering::Relaxed), Ordering::Relaxed);
        let idle = Box::pin(tokio::time::sleep_until(deadline.into()));
        Box::pin(HeaderWait { sleep: idle, received: self.received.clone(), begun: false, limit: self.limit })
    }
}

/// Waits for a header: until the idle limit, or from its first byte until the header's limit.
struct HeaderWait {
    sleep: Pin<Box<Sleep>>,
    received: Arc<AtomicBool>,
    begun: bool,
    limit: Duration,
}

impl rt::Sleep for HeaderWait {}

impl Future for HeaderWait {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if !self.begun && self.received.load(Ordering::Relaxed) {
            self.begun = true;
            let end = tokio::time::Instant::now() + self.limit;
            if end < self.sleep.deadline() {
                self.sleep.as_mut().reset(end);
            }
        }
        self.sleep.as_mut().poll(cx)
    }
}
