//! Where answers lie: by key, within a number of bytes, with a turn for the request that computes one.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use super::answer::KeptAnswer;

/// Parts with a lock each, so that threads seldom wait for one another.
const PARTS: usize = 16;
/// Bytes that are counted for a place beside its key and its answer.
const PLACE: usize = 256;

/// Held by the request that computes an answer; all others that want it wait.
pub(super) type Turn = Arc<tokio::sync::Mutex<()>>;

/// What there is for a key.
pub(super) enum ShelfEntry {
    /// An answer that is new enough.
    Page(Arc<KeptAnswer>),
    /// Its answers are not kept: each request gets its own.
    Pass,
    /// Nothing, or something too old: it is computed in turn.
    Turn(Turn),
}

enum PlaceContent {
    Nothing,
    Page(Arc<KeptAnswer>),
    /// No answer is kept until then.
    Pass(Instant),
}

struct Place {
    held: PlaceContent,
    size: usize,
    turn: Turn,
}

impl Place {
    /// Whether there is a use for it: an answer that is not too old, or a request that computes or awaits one.
    fn is_alive(&self, now: Instant, life: Duration) -> bool {
        let is_new = match &self.held {
            PlaceContent::Nothing => false,
            PlaceContent::Page(kept) => now.saturating_duration_since(kept.moment.begun) <= life,
            PlaceContent::Pass(until) => now < *until,
        };
        is_new || self.is_in_use()
    }

    fn is_in_use(&self) -> bool {
        Arc::strong_count(&self.turn) > 1
    }

    /// Whether it was asked for only once so far.
    fn is_unread(&self) -> bool {
        matches!(&self.held, PlaceContent::Page(kept) if kept.reads.load(Relaxed) == 0) && !self.is_in_use()
    }
}

type Part = HashMap<Box<str>, Place>;

/// Answers by key.
pub(super) struct Shelf {
    parts: [Mutex<Part>; PARTS],
    bytes: AtomicUsize,
    room: usize,
    life: Duration,
}

impl Shelf {
    pub(super) fn new(room: usize, life: Duration) -> Shelf {
        Shelf { parts: std::array::from_fn(|_| Mutex::default()), bytes: AtomicUsize::new(0), room, life }
    }

    /// Bytes that it may hold.
    pub(super) fn room(&self) -> usize {
        self.room
    }

    /// How old an answer may be.
    pub(super) fn life(&self) -> Duration {
        self.life
    }

    /// Bytes that it holds.
    pub(super) fn bytes(&self) -> usize {
        self.bytes.load(Relaxed)
    }

    fn part(&self, key: &str) -> MutexGuard<'_, Part> {
        let mixed =
            key.bytes().rev().take(24).fold(7_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte)));
        lock(&self.parts[mixed % PARTS])
    }

    /// Finds what there is for a key, and makes a place for it.
    pub(super) fn find(&self, key: &str, now: Instant, is_good: impl Fn(&KeptAnswer) -> bool) -> ShelfEntry {
        let mut part = self.part(key);
        let Some(place) = part.get(key) else {
            let (turn, size) = (Turn::default(), PLACE + key.len());
            part.insert(key.into(), Place { held: PlaceContent::Nothing, size, turn: turn.clone() });
            self.bytes.fetch_add(size, Relaxed);
            return ShelfEntry::Turn(turn);
        };
        match &place.held {
            PlaceContent::Page(kept) if is_good(kept) => ShelfEntry::Page(kept.clone()),
            PlaceContent::Pass(until) if now < *until => ShelfEntry::Pass,
            _ => ShelfEntry::Turn(place.turn.clone()),
        }
    }

    /// Puts an answer in its place. Without one, or without room, requests are passed on for a while, so that they do
    /// not wait in turn for what none of them can share.
    pub(super) fn put(&self, key: &str, kept: Option<Arc<KeptAnswer>>, now: Instant) {
        let bare = PLACE + key.len();
        // The one before makes room first.
        self.replace(key, PlaceContent::Nothing, bare);
        // What is too large for all of the room drives nothing out.
        let kept = kept.filter(|kept| bare + kept.size() <= self.room);
        let size = kept.as_ref().map_or(0, |kept| kept.size());
        let is_full = || self.bytes().saturating_add(size) > self.room;
        if is_full() {
            self.sweep(now);
        }
        if is_full() {
            // A program that asks for thousands of pages once each must not crowd out those that many ask for.
            self.retain(|place| !place.is_unread());
        }
        if is_full() {
            // One that asks for each of them twice must not, either: what many ask for is soon here again.
            self.retain(Place::is_in_use);
        }
        match kept {
            Some(kept) if !is_full() => self.replace(key, PlaceContent::Page(kept), bare + size),
            _ => self.replace(key, PlaceContent::Pass(now + self.life), bare),
        }
    }

    fn replace(&self, key: &str, held: PlaceContent, size: usize) {
        let mut part = self.part(key);
        self.bytes.fetch_add(size, Relaxed);
        let before = match part.get_mut(key) {
            Some(place) => {
                place.held = held;
                std::mem::replace(&mut place.size, size)
            }
            None => {
                part.insert(key.into(), Place { held, size, turn: Turn::default() });
                0
            }
        };
        self.bytes.fetch_sub(before, Relaxed);
    }

    /// Drops what is too old.
    pub(super) fn sweep(&self, now: Instant) {
        self.retain(|place| place.is_alive(now, self.life));
    }

    fn retain(&self, stays: impl Fn(&Place) -> bool) {
        for part in &self.parts {
            let mut part = lock(part);
            part.retain(|_, place| {
                let is_kept = stays(place);
                if !is_kept {
                    self.bytes.fetch_sub(place.size, Relaxed);
                }
                is_kept
            });
            let most = part.len() * 2;
            part.shrink_to(most);
        }
    }
}

fn lock(part: &Mutex<Part>) -> MutexGuard<'_, Part> {
    part.lock().unwrap_or_else(PoisonError::into_inner)
}
