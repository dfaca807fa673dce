//! Shares of the writer: each origin of writes waits in a queue of its own, so one that floods only delays itself.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::{Code, accounts::AccountId};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

use crate::{Error, Refusal, Result};

/// Writes of one origin that may wait; further ones are refused.
const WAITING: usize = 256;
/// Writes of all origins that may wait on the single writer.
const ALL: usize = 4096;
/// Connections that one origin's writes may use at the same time, of a pool of 24.
const TOGETHER: usize = 8;

/// Whose share a write takes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A signed-in account.
    Account(AccountId),
    /// Visitors at an address; empty when it is not known.
    Address(String),
    /// The server's own jobs.
    Server,
}

tokio::task_local! {
    static ORIGIN: Origin;
}

impl Origin {
    /// Runs a request; all its writes take this origin's share, also those made as the system.
    pub async fn scope<F: Future>(self, request: F) -> F::Output {
        ORIGIN.scope(self, request).await
    }

    /// Returns the origin of the current request, else the account's own.
    pub(crate) fn of(account: AccountId) -> Origin {
        let own = || if account == 0 { Origin::Server } else { Origin::Account(account) };
        ORIGIN.try_with(Clone::clone).unwrap_or_else(|_| own())
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Queue that serves its origins in turn.
pub(crate) struct FairQueue<T> {
    waiting: Mutex<Waiting<T>>,
    wake: Notify,
}

struct Waiting<T> {
    /// No queue in it is empty.
    queues: HashMap<Origin, VecDeque<T>>,
    /// Each origin that has a queue, once; the first is served next.
    turns: VecDeque<Origin>,
    count: usize,
    closed: bool,
}

impl<T> FairQueue<T> {
    pub(crate) fn new() -> Self {
        let waiting = Waiting { queues: HashMap::new(), turns: VecDeque::new(), count: 0, closed: false };
        FairQueue { waiting: Mutex::new(waiting), wake: Notify::new() }
    }

    /// Adds an item at the end of its origin's queue.
    ///
    /// # Errors
    /// [`Code::TooFast`] when the origin has too many waiting, `Unavailable` when all together have, `Broken` when the
    /// queue is closed.
    pub(crate) fn push(&self, origin: Origin, item: T) -> Result<()> {
        let mut waiting = locked(&self.waiting);
        if waiting.closed {
            return Err(Error::Broken("the writer has stopped".into()));
        }
        let own = waiting.queues.get(&origin).map_or(0, VecDeque::len);
        if own >= WAITING {
            return Err(Refusal::NotAllowed(Code::TooFast).into());
        }
        if waiting.count >= ALL {
            return Err(Refusal::Unavailable.into());
        }
        if own == 0 {
            waiting.turns.push_back(origin.clone());
        }
        waiting.queues.entry(origin).or_default().push_back(item);
        waiting.count += 1;
        drop(waiting);
        self.wake.notify_one();
        Ok(())
    }

    /// Takes the item whose origin's turn it is; `None` when none waits.
    pub(crate) fn pop(&self) -> Option<T> {
        let mut waiting = locked(&self.waiting);
        let origin = waiting.turns.pop_front()?;
        let queue = waiting.queues.get_mut(&origin)?;
        let item = queue.pop_front();
        if queue.is_empty() {
            waiting.queues.remove(&origin);
        } else {
            waiting.turns.push_back(origin);
        }
        waiting.count -= 1;
        item
    }

    /// Waits for the next item; `None` once the queue is closed and empty.
    pub(crate) async fn next(&self) -> Option<T> {
        loop {
            if let Some(item) = self.pop() {
                return Some(item);
            }
            if self.is_closed() {
                return None;
            }
            // A push since `pop` left a permit, so it is not missed.
            self.wake.notified().await;
        }
    }

    /// Items that wait.
    pub(crate) fn len(&self) -> usize {
        locked(&self.waiting).count
    }

    /// Refuses further items; those that wait are still taken.
    pub(crate) fn close(&self) {
        locked(&self.waiting).closed = true;
        self.wake.notify_one();
    }

    pub(crate) fn is_closed(&self) -> bool {
        locked(&self.waiting).closed
    }

    /// Drops all items that wait, which tells their callers that they failed.
    pub(crate) fn clear(&self) {
        while self.pop().is_some() {}
    }
}

/// Shares of a pool of connections, for a database that runs writes concurrently.
#[derive(Clone, Default)]
pub(crate) struct Shares(Arc<Mutex<HashMap<Origin, Share>>>);

struct Share {
    permits: Arc<Semaphore>,
    /// Writes that run or wait.
    writes: usize,
}

/// Right to run one write, given back when dropped.
pub(crate) struct Turn {
    origin: Origin,
    shares: Shares,
    permit: Option<OwnedSemaphorePermit>,
}

impl Shares {
    /// Waits until the origin has fewer than [`TOGETHER`] writes under way.
    ///
    /// # Errors
    /// [`Code::TooFast`] when too many of its writes wait already.
    pub(crate) async fn take(&self, origin: Origin) -> Result<Turn> {
        let permits = {
            let mut shares = locked(&self.0);
            let new = || Share { permits: Arc::new(Semaphore::new(TOGETHER)), writes: 0 };
            let share = shares.entry(origin.clone()).or_insert_with(new);
            if share.writes >= TOGETHER + WAITING {
                return Err(Refusal::NotAllowed(Code::TooFast).into());
            }
            share.writes += 1;
            share.permits.clone()
        };
        // Made before waiting, so that a caller that gives up is not counted any more.
        let mut turn = Turn { origin, shares: self.clone(), permit: None };
        turn.permit = permits.acquire_owned().await.ok();
        Ok(turn)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.permit = None;
        let mut shares = locked(&self.shares.0);
        if let Some(share) = shares.get_mut(&self.origin) {
            share.writes -= 1;
            if share.writes == 0 {
                shares.remove(&self.origin);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;

    fn code<T>(result: Result<T>) -> &'static str {
        match result {
            Err(Error::Refused(refused)) => refused.code().as_str(),
            _ => "",
        }
    }

    #[test]
    fn an_origin_that_floods_gets_every_second_turn_while_another_waits() {
        let queue = FairQueue::new();
        for n in 0..200 {
            queue.push(Origin::Account(1), n).expect("room");
        }
        for n in 1000..1003 {
            queue.push(Origin::Account(2), n).expect("room");
        }
        queue.push(Origin::Address("192.0.2.1".into()), 2000).expect("room");
        let served: Vec<i32> = std::iter::from_fn(|| queue.pop()).collect();
        assert_eq!(served[..8], [0, 1000, 2000, 1, 1001, 2, 1002, 3]);
        assert_eq!(served.len(), 204);
        assert!(locked(&queue.waiting).queues.is_empty() && locked(&queue.waiting).turns.is_empty());
    }

    #[test]
    fn a_full_share_is_refused_and_others_are_not() {
        let queue = FairQueue::new();
        for n in 0..WAITING {
            queue.push(Origin::Account(1), n).expect("room");
        }
        assert_eq!(code(queue.push(Origin::Account(1), 0)), "too_fast");
        queue.push(Origin::Account(2), 0).expect("room");
        for n in 0..ALL - WAITING - 1 {
            queue.push(Origin::Account(3 + i64::try_from(n / 100).expect("small")), n).expect("room");
        }
        assert_eq!(code(queue.push(Origin::Account(2), 0)), "unavailable");
        queue.clear();
        queue.push(Origin::Account(1), 0).expect("room again");
    }

    #[tokio::test]
    async fn a_closed_queue_refuses_and_still_yields_what_waits() {
        let queue = FairQueue::new();
        queue.push(Origin::Server, 1).expect("room");
        queue.close();
        assert!(queue.push(Origin::Server, 2).is_err());
        assert_eq!((queue.next().await, queue.next().await), (Some(1), None));
    }

    #[tokio::test]
    async fn writes_take_the_share_of_the_request_that_makes_them() {
        assert_eq!((Origin::of(0), Origin::of(7)), (Origin::Server, Origin::Account(7)));
        let visitors = Origin::Address("192.0.2.1".into());
        let inside = visitors.clone().scope(async { (Origin::of(0), Origin::of(7)) }).await;
        assert_eq!(inside, (visitors.clone(), visitors));
    }

    #[tokio::test]
    async fn an_origin_has_eight_connections_at_most_and_others_need_not_wait() {
        let shares = Shares::default();
        let mut turns = Vec::new();
        for _ in 0..TOGETHER {
            turns.push(shares.take(Origin::Account(1)).await.expect("a turn"));
        }
        assert!(shares.take(Origin::Account(1)).now_or_never().is_none(), "the ninth waits");
        assert!(shares.take(Origin::Account(2)).now_or_never().is_some());
        turns.pop();
        assert!(shares.take(Origin::Account(1)).now_or_never().is_some());
        turns.clear();
        assert!(locked(&shares.0).is_empty(), "no entry is left of an origin without writes");
    }
}
