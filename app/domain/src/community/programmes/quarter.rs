//! Quarters of a year, for which indicators are reported.

use crate::{Timestamp, time::Month};

/// A quarter of a calendar year in China, by its first month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quarter(Month);

impl Quarter {
    /// The quarter that contains `at`.
    #[must_use]
    pub fn of(at: Timestamp) -> Quarter {
        let month = Month::of(at);
        Quarter(month.plus(-((month.number() - 1) % 3)))
    }

    /// The quarter of a stored key: 20264.
    #[must_use]
    pub fn keyed(key: i64) -> Quarter {
        let first = Month::of(0);
        let months = (key / 10 - first.year()) * 12 + (key % 10 - 1) * 3;
        Quarter(first.plus(months))
    }

    /// Year and number as one comparable number: 20264.
    #[must_use]
    pub fn key(self) -> i64 {
        self.0.year() * 10 + self.number()
    }

    /// Its year.
    #[must_use]
    pub fn year(self) -> i64 {
        self.0.year()
    }

    /// Its number in the year, 1 to 4.
    #[must_use]
    pub fn number(self) -> i64 {
        (self.0.number() - 1) / 3 + 1
    }

    /// The first second after it.
    #[must_use]
    pub fn end(self) -> Timestamp {
        self.0.plus(3).start()
    }

    /// The next quarter.
    #[must_use]
    pub fn after(self) -> Quarter {
        Quarter(self.0.plus(3))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_is_three_months_and_keeps_its_key() {
        let day = |text: &str| text.parse::<crate::time::Day>().expect("a day").start();
        let fourth = Quarter::of(day("2026-11-30"));
        assert_eq!((fourth.key(), fourth.year(), fourth.number()), (20264, 2026, 4));
        assert_eq!((fourth.end(), fourth.after().key()), (day("2027-01-01"), 20271));
        assert_eq!((Quarter::keyed(20264), Quarter::of(day("2026-10-01"))), (fourth, fourth));
        assert_eq!(Quarter::of(day("2026-09-30")).key(), 20263);
    }
}
