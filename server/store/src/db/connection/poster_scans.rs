//! Scans of posters, counted in memory and added in batches: a scan costs no write, and opening an address changes
//! nothing at once. A server that is killed loses the scans of its last seconds.
//!
//! An address counts once for each poster within [`AGAIN`], so that reloading inflates nothing. It is remembered as a
//! keyed hash for that time, in memory only, and the key with it.

use std::{
    collections::{
        HashMap,
        hash_map::{Entry, RandomState},
    },
    hash::BuildHasher,
    mem,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use domain::community::posters::{PosterId, PosterSubject};
use serde::Serialize;

/// Different posters that one batch counts, so that invented numbers do not fill the memory.
const MOST: usize = 1024;
/// Time within which an address counts once for a poster.
const AGAIN: Duration = Duration::from_secs(600);
/// Addresses that are remembered; scans of others are not counted until the time is over.
const MOST_ADDRESSES: usize = 8192;
/// Posters that one address scans within the time; it may not fill the memory with invented numbers, either.
const MOST_OF_ONE: usize = 32;

/// A poster as its code names it. The batch counts only what fits together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ScannedPoster {
    pub poster: PosterId,
    pub subject: PosterSubject,
    pub record: i64,
}

/// Scans since the last batch. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct PosterScans(Arc<Mutex<Scans>>);

struct Scans {
    waiting: HashMap<ScannedPoster, i64>,
    /// What each address scanned since [`Scans::since`], by its hash.
    seen: HashMap<u64, Vec<ScannedPoster>>,
    key: RandomState,
    since: Instant,
}

impl Default for Scans {
    fn default() -> Self {
        Scans { waiting: HashMap::new(), seen: HashMap::new(), key: RandomState::new(), since: Instant::now() }
    }
}

impl Scans {
    fn add(&mut self, scanned: ScannedPoster, count: i64) {
        if self.waiting.len() < MOST || self.waiting.contains_key(&scanned) {
            *self.waiting.entry(scanned).or_default() += count;
        }
    }

    /// Whether an address has scanned the poster just before, and remembers that it did.
    fn is_again(&mut self, scanned: ScannedPoster, from: &str, now: Instant) -> bool {
        // Behind a proxy that no setting names, all visitors have the address of this machine.
        if from.is_empty() || from.parse().is_ok_and(|address: IpAddr| address.is_loopback()) {
            return false;
        }
        if now.saturating_duration_since(self.since) >= AGAIN {
            (self.seen, self.key, self.since) = (HashMap::new(), RandomState::new(), now);
        }
        let (from, addresses) = (self.key.hash_one(from), self.seen.len());
        match self.seen.entry(from) {
            Entry::Occupied(known) => {
                let known = known.into_mut();
                let is_again = known.contains(&scanned) || known.len() >= MOST_OF_ONE;
                if !is_again {
                    known.push(scanned);
                }
                is_again
            }
            Entry::Vacant(_) if addresses >= MOST_ADDRESSES => true,
            Entry::Vacant(place) => {
                place.insert(vec![scanned]);
                false
            }
        }
    }
}

impl PosterScans {
    fn scans(&self) -> MutexGuard<'_, Scans> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a scan from an address, unless that one has just scanned the same poster.
    pub(crate) fn scan(&self, scanned: ScannedPoster, from: &str, now: Instant) {
        let mut scans = self.scans();
        if !scans.is_again(scanned, from, now) {
            scans.add(scanned, 1);
        }
    }

    /// Adds scans that were taken and not stored; those of a poster beyond [`MOST`] are dropped.
    pub(crate) fn add(&self, scanned: ScannedPoster, count: i64) {
        self.scans().add(scanned, count);
    }

    /// Takes all that was counted, in the order in which rows are locked.
    pub(crate) fn take(&self) -> Vec<(ScannedPoster, i64)> {
        let mut taken: Vec<_> = mem::take(&mut self.scans().waiting).into_iter().collect();
        taken.sort_by_key(|(scanned, _)| scanned.poster);
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(poster: PosterId) -> ScannedPoster {
        ScannedPoster { poster, subject: PosterSubject::Wish, record: 1 }
    }

    #[test]
    fn scans_are_summed_and_invented_numbers_stay_few() {
        let (scans, now) = (PosterScans::default(), Instant::now());
        for poster in 1..=5000 {
            scans.add(of(poster), 1);
            scans.clone().scan(of(1), "", now);
        }
        let taken = scans.take();
        assert_eq!((taken.len(), taken[0].1), (MOST, 5001));
        assert!(scans.take().is_empty());
    }

    #[test]
    fn an_address_counts_once_for_a_poster_and_later_again() {
        let (scans, now) = (PosterScans::default(), Instant::now());
        for _ in 0..100 {
            scans.scan(of(1), "192.0.2.1", now);
            scans.scan(of(1), "2001:db8:0:1200::/64", now);
            scans.scan(of(2), "192.0.2.1", now);
            scans.scan(of(3), "127.0.0.1", now);
        }
        assert_eq!(scans.take(), [(of(1), 2), (of(2), 1), (of(3), 100)]);
        scans.scan(of(1), "192.0.2.1", now + AGAIN);
        assert_eq!(scans.take(), [(of(1), 1)]);
        // Neither one address nor many fill the memory.
        for number in 0..20_000 {
            scans.scan(of(number), "192.0.2.2", now + AGAIN);
            scans.scan(of(1), &format!("number {number}"), now + AGAIN);
        }
        let kept = scans.scans();
        assert_eq!(kept.seen.len(), MOST_ADDRESSES);
        assert!(kept.seen.values().all(|posters| posters.len() <= MOST_OF_ONE));
    }
}
