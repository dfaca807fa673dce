//! Today: what waits for staff, and what comes first.

mod work;

use std::cmp::Reverse;

use self::work::Limit;
pub use self::work::Work;
use crate::{DAY, Timestamp, time::Day};

/// From this number on a count is said to be "99+".
pub const MANY: i64 = 100;

/// How pressing work is; the groups of the start page, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Its limit has passed.
    Late,
    /// Its limit passes on the present day.
    Today,
    /// Its limit is on a later day, or it has none.
    Next,
}

impl Urgency {
    /// Every group, in the order of the page.
    pub const ALL: [Urgency; 3] = [Urgency::Late, Urgency::Today, Urgency::Next];
}

/// Work of one kind that waits for an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waits {
    /// What waits.
    pub work: Work,
    /// How many records; a count that takes long stops at [`MANY`].
    pub n: i64,
    /// Second of the record that comes first: since when it waits, or until when it is due, as the kind of work says;
    /// 0 if unknown.
    pub at: Timestamp,
}

impl Waits {
    /// Returns when the first record's limit passes.
    #[must_use]
    pub fn due(&self, now: Timestamp) -> Option<Timestamp> {
        match self.work.limit() {
            Limit::Since(days) if self.at > 0 => Some(self.at + days * DAY),
            Limit::Due(_) if self.at > 0 => Some(self.at),
            Limit::ThisDay => Some(Day::of(now).end()),
            _ => None,
        }
    }

    /// Returns since when the first record waits, where that is known.
    #[must_use]
    pub fn since(&self) -> Option<Timestamp> {
        (matches!(self.work.limit(), Limit::Since(_)) && self.at > 0).then_some(self.at)
    }

    /// Returns the group of the page that it stands in.
    #[must_use]
    pub fn urgency(&self, now: Timestamp) -> Urgency {
        match self.due(now) {
            Some(due) if due <= now => Urgency::Late,
            Some(due) if due <= Day::of(now).end() => Urgency::Today,
            _ => Urgency::Next,
        }
    }

    /// Returns the thousandths of its limit that the first record has used up: 1000 when it becomes late.
    fn used(&self, now: Timestamp) -> i64 {
        let days = match self.work.limit() {
            Limit::Since(days) | Limit::Due(days) => days,
            Limit::ThisDay | Limit::Never => 1,
        };
        let (due, limit) = (self.due(now), days * DAY);
        due.map_or(i64::MIN, |due| (now - due).saturating_add(limit).saturating_mul(1000) / limit)
    }
}

/// Sorts what waits: late before due on this day before the rest; in each group the account's own work first, and then
/// what has used up most of its limit.
pub fn rank(waits: &mut [Waits], now: Timestamp) {
    waits.sort_by_key(|one| (one.urgency(now), !one.work.is_own(), Reverse(one.used(now)), one.work));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Noon of a day in China.
    const NOW: Timestamp = 1_763_697_600;

    fn wait(work: Work, at: Timestamp) -> Waits {
        Waits { work, n: 1, at }
    }

    #[test]
    fn what_used_up_most_of_its_limit_comes_first_in_its_group() {
        let mut waits = vec![
            wait(Work::LeftOut, NOW - 900 * DAY),
            wait(Work::Review, NOW - DAY),
            wait(Work::Transfers, NOW - 6 * DAY),
            wait(Work::Offers, NOW - 8 * DAY),
            wait(Work::Review, NOW - 9 * DAY),
            wait(Work::Cases, NOW - 60),
            wait(Work::Shifts, NOW + 3600),
        ];
        rank(&mut waits, NOW);
        let ranked: Vec<_> = waits.iter().map(|one| (one.work, one.urgency(NOW))).collect();
        assert_eq!(
            ranked,
            [
                (Work::Cases, Urgency::Late),
                (Work::Review, Urgency::Late),
                (Work::Offers, Urgency::Late),
                (Work::Shifts, Urgency::Today),
                (Work::Transfers, Urgency::Next),
                (Work::Review, Urgency::Next),
                (Work::LeftOut, Urgency::Next),
            ]
        );
    }

    #[test]
    fn work_is_late_from_the_second_of_its_limit() {
        let review = wait(Work::Review, NOW - 3 * DAY);
        assert_eq!((review.urgency(NOW), review.urgency(NOW - 1)), (Urgency::Late, Urgency::Today));
        assert_eq!((review.since(), review.due(NOW)), (Some(NOW - 3 * DAY), Some(NOW)));
        let unread = wait(Work::UnreadGroups, 0);
        assert_eq!((unread.urgency(NOW), unread.since()), (Urgency::Today, None));
        for work in Work::ALL {
            assert_eq!(work.as_str().parse::<Work>(), Ok(*work));
            let unknown = wait(*work, 0).urgency(NOW);
            assert_ne!(unknown, Urgency::Late, "a count without a time is never called late: {work:?}");
        }
        let own: Vec<_> = Work::ALL.iter().filter(|work| work.is_own()).collect();
        assert!(own.contains(&&Work::Urgent) && own.contains(&&Work::IndicatorReports));
        assert!(!own.contains(&&Work::Review) && !own.contains(&&Work::Disputes));
    }
}
