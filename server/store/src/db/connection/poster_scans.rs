//! Scans of posters, counted in memory and added in batches: a scan costs no write, and opening an address changes
//! nothing at once. A server that is killed loses the scans of its last seconds.

use std::{
    collections::HashMap,
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::community::posters::{PosterId, PosterSubject};
use serde::Serialize;

/// Different posters that one batch counts, so that invented numbers do not fill the memory.
const MOST: usize = 1024;

/// A poster as its code names it. The batch counts only what fits together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ScannedPoster {
    pub poster: PosterId,
    pub subject: PosterSubject,
    pub record: i64,
}

/// Scans since the last batch. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct PosterScans(Arc<Mutex<HashMap<ScannedPoster, i64>>>);

impl PosterScans {
    fn waiting(&self) -> MutexGuard<'_, HashMap<ScannedPoster, i64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts scans; those of a poster beyond [`MOST`] are dropped.
    pub(crate) fn add(&self, scanned: ScannedPoster, count: i64) {
        let mut waiting = self.waiting();
        if waiting.len() < MOST || waiting.contains_key(&scanned) {
            *waiting.entry(scanned).or_default() += count;
        }
    }

    /// Takes all that was counted, in the order in which rows are locked.
    pub(crate) fn take(&self) -> Vec<(ScannedPoster, i64)> {
        let mut taken: Vec<_> = mem::take(&mut *self.waiting()).into_iter().collect();
        taken.sort_by_key(|(scanned, _)| scanned.poster);
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scans_are_summed_and_invented_numbers_stay_few() {
        let scans = PosterScans::default();
        for poster in 1..=5000 {
            scans.add(ScannedPoster { poster, subject: PosterSubject::Wish, record: 1 }, 1);
            scans.clone().add(ScannedPoster { poster: 1, subject: PosterSubject::Wish, record: 1 }, 1);
        }
        let taken = scans.take();
        assert_eq!((taken.len(), taken[0].1), (MOST, 5001));
        assert!(scans.take().is_empty());
    }
}
