//! The bounded worker: two pictures at a time, a short queue, an error beyond it.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Semaphore;

use crate::Error;

/// Pictures decoded at the same time; each takes at most about 400 MB.
const AT_ONCE: usize = 2;
/// Pictures that may wait; with [`AT_ONCE`] at half a second each the last one waits 8 s.
const QUEUE: usize = 32;

/// One decoding worker. Tests make their own.
pub(crate) struct Worker {
    permits: Semaphore,
    /// Callers that hold a permit or wait for one.
    callers: AtomicUsize,
    most: usize,
}

/// The worker of pictures that people send.
pub(crate) static WORKER: Worker = Worker::new(AT_ONCE, QUEUE);

/// Counts a caller until it is answered or dropped.
struct Caller<'w>(&'w AtomicUsize);

impl Drop for Caller<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Worker {
    pub(crate) const fn new(at_once: usize, queue: usize) -> Self {
        Worker { permits: Semaphore::const_new(at_once), callers: AtomicUsize::new(0), most: at_once + queue }
    }

    /// Runs `job` on a blocking thread once there is a free place. A caller that is dropped while it waits leaves the
    /// queue, and its job never runs.
    ///
    /// # Errors
    /// [`Error::Busy`] when the queue is full, and what the job fails with.
    pub(crate) async fn run<T: Send + 'static>(
        &'static self,
        job: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let waiting = self.callers.fetch_add(1, Ordering::AcqRel);
        let caller = Caller(&self.callers);
        if waiting >= self.most {
            return Err(Error::Busy);
        }
        let permit = self.permits.acquire().await.map_err(|_| Error::Busy)?;
        // Permit and caller move into the job: a request that times out must not free the place of a running decoder.
        let done = tokio::task::spawn_blocking(move || {
            let _held = (permit, caller);
            job()
        });
        // A decoder that panics has met a broken file.
        done.await.unwrap_or(Err(Error::NotAPicture))
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, time::Duration};

    use super::*;

    #[tokio::test]
    async fn a_full_queue_refuses_and_a_dropped_caller_leaves_it() {
        static SMALL: Worker = Worker::new(1, 1);
        static RUN: AtomicUsize = AtomicUsize::new(0);
        let (release, gate) = mpsc::channel::<()>();
        let running = tokio::spawn(SMALL.run(move || {
            gate.recv_timeout(Duration::from_secs(10)).ok();
            Ok(())
        }));
        while SMALL.permits.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        let count = || {
            RUN.fetch_add(1, Ordering::SeqCst);
            Ok(())
        };
        let waiting = tokio::spawn(SMALL.run(count));
        while SMALL.callers.load(Ordering::SeqCst) < 2 {
            tokio::task::yield_now().await;
        }
        assert_eq!(SMALL.run(count).await, Err(Error::Busy), "one runs, one waits, the third is refused");
        waiting.abort();
        assert!(waiting.await.is_err(), "the waiting caller has gone");
        let next = tokio::spawn(SMALL.run(count));
        release.send(()).expect("the job waits");
        assert_eq!(running.await.expect("joined"), Ok(()));
        assert_eq!(next.await.expect("joined"), Ok(()), "its place is free again");
        assert_eq!(RUN.load(Ordering::SeqCst), 1, "the dropped job never ran");
    }
}
