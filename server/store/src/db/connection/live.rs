//! What this server's listeners read: the newest batches of changes, one copy for all of them.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::{Timestamp, events::live::Change};
use tokio::sync::{Notify, watch};

/// Batches that are held for listeners that come back. Some minutes under load, hours otherwise.
pub(crate) const HELD: usize = 2048;

/// Changes with one number.
#[derive(Debug)]
pub(crate) struct Batch {
    /// The number.
    pub n: i64,
    /// When it was gathered.
    pub at: Timestamp,
    /// What changed.
    pub changes: Vec<Change>,
}

/// Batches in memory, and who is woken by them.
#[derive(Debug, Default)]
pub(crate) struct Live {
    ring: Mutex<Ring>,
    /// Number of the newest batch that is held.
    latest: watch::Sender<i64>,
    /// Told of each commit of this server, and of batches that other servers made.
    pub written: Notify,
}

#[derive(Debug, Default)]
struct Ring {
    /// Number of the batch before the oldest that is held; `None` before anything was loaded.
    before: Option<i64>,
    batches: VecDeque<Arc<Batch>>,
}

impl Ring {
    fn latest(&self) -> i64 {
        self.batches.back().map(|batch| batch.n).or(self.before).unwrap_or_default()
    }
}

impl Live {
    fn ring(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Number of the newest batch; `None` before anything was loaded.
    pub(crate) fn latest(&self) -> Option<i64> {
        let ring = self.ring();
        ring.before.map(|_| ring.latest())
    }

    /// Adds batches after those that are held, and wakes the listeners. Batches that are held already are passed over,
    /// because two tasks may have loaded the same.
    pub(crate) fn add(&self, after: i64, batches: Vec<Batch>) {
        let mut ring = self.ring();
        if ring.before.is_none() {
            ring.before = Some(after);
        }
        for batch in batches {
            if batch.n > ring.latest() {
                ring.batches.push_back(Arc::new(batch));
            }
        }
        while ring.batches.len() > HELD {
            ring.before = ring.batches.pop_front().map(|batch| batch.n);
        }
        // Under the lock, so that a smaller number never follows a greater one.
        self.latest.send_replace(ring.latest());
    }

    /// Number of the newest batch that is older than a time; `None` if that one is not held any more.
    pub(crate) fn before(&self, time: Timestamp) -> Option<i64> {
        let ring = self.ring();
        let older = ring.batches.partition_point(|batch| batch.at < time);
        match older.checked_sub(1) {
            Some(at) => ring.batches.get(at).map(|batch| batch.n),
            // None is held from before that time, and perhaps there were some.
            None if ring.batches.is_empty() => ring.before,
            None => ring.before.filter(|before| *before == 0),
        }
    }

    /// Tells of new batches, beginning with the next one.
    pub(crate) fn news(&self) -> watch::Receiver<i64> {
        self.latest.subscribe()
    }

    /// Returns the batches after a number, and the number of the newest; `None` if one of them is not held any more, or
    /// the number was never given.
    pub(crate) fn since(&self, after: i64) -> Option<(Vec<Arc<Batch>>, i64)> {
        let ring = self.ring();
        let latest = ring.latest();
        if ring.before.is_none_or(|before| after < before) || after > latest {
            return None;
        }
        let first = ring.batches.partition_point(|batch| batch.n <= after);
        Some((ring.batches.iter().skip(first).cloned().collect(), latest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch(n: i64) -> Batch {
        Batch { n, at: 100 * n, changes: Vec::new() }
    }

    fn numbers(live: &Live, after: i64) -> Option<Vec<i64>> {
        live.since(after).map(|(batches, _)| batches.iter().map(|batch| batch.n).collect())
    }

    #[test]
    fn a_listener_that_comes_back_gets_each_later_batch_once_or_hears_that_some_are_gone() {
        let live = Live::default();
        assert_eq!((numbers(&live, 0), live.latest()), (None, None));
        let mut news = live.news();
        live.add(10, vec![batch(11), batch(12)]);
        live.add(10, vec![batch(12), batch(13)]);
        assert!(news.has_changed().expect("it lives") && *news.borrow_and_update() == 13);
        assert_eq!(numbers(&live, 10), Some(vec![11, 12, 13]));
        assert_eq!((numbers(&live, 12), numbers(&live, 13)), (Some(vec![13]), Some(vec![])));
        assert_eq!((numbers(&live, 9), numbers(&live, 14)), (None, None), "gone, and never given");
        assert_eq!((live.before(1201), live.before(1200), live.before(9999)), (Some(12), Some(11), Some(13)));
        assert_eq!(live.before(1100), None, "the batch before it is not held");
        let many = i64::try_from(HELD).expect("small");
        live.add(13, (14..14 + many).map(batch).collect());
        assert_eq!((numbers(&live, 12), numbers(&live, 13).map(|all| all.len())), (None, Some(HELD)));
    }
}
