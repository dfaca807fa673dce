//! Calendar months, as the monthly notice has them. China has had one time, without summer time, since 1991.

use crate::{Code, DAY, Timestamp};

const EAST: Timestamp = 8 * 3600;

/// A month of a year, 1970 or later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    year: i64,
    month: i64,
}

/// Days from 1970-01-01 to the first of a month (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
fn days(year: i64, month: i64) -> i64 {
    let (year, shifted) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + (153 * shifted + 2) / 5 - 719_468
}

impl Month {
    /// The month in which something happened.
    #[must_use]
    pub fn of(at: Timestamp) -> Month {
        let day = (at + EAST).div_euclid(DAY);
        // No month is longer than 31 days, so this is never too late.
        let guess = day.max(0) / 31;
        let mut found = Month { year: 1970 + guess / 12, month: guess % 12 + 1 };
        while found.after().start() <= at {
            found = found.after();
        }
        found
    }

    /// The first second of it.
    #[must_use]
    pub fn start(self) -> Timestamp {
        days(self.year, self.month) * DAY - EAST
    }

    /// The first second of the next one.
    #[must_use]
    pub fn end(self) -> Timestamp {
        self.after().start()
    }

    /// The next month.
    #[must_use]
    pub fn after(self) -> Month {
        if self.month == 12 { Month { year: self.year + 1, month: 1 } } else { Month { month: self.month + 1, ..self } }
    }

    /// The month before.
    #[must_use]
    pub fn before(self) -> Month {
        if self.month == 1 { Month { year: self.year - 1, month: 12 } } else { Month { month: self.month - 1, ..self } }
    }

    /// Its year.
    #[must_use]
    pub fn year(self) -> i64 {
        self.year
    }

    /// Its number in the year, 1 to 12.
    #[must_use]
    pub fn number(self) -> i64 {
        self.month
    }
}

/// As it is stored and sent: `2026-10`.
impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl std::str::FromStr for Month {
    type Err = Code;

    fn from_str(text: &str) -> Result<Self, Code> {
        let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
        let (year, month) = text.split_once('-').ok_or(Code::Unknown)?;
        if !digits(year, 4) || !digits(month, 2) {
            return Err(Code::Unknown);
        }
        let (year, month) = (year.parse().map_err(|_| Code::Unknown)?, month.parse().map_err(|_| Code::Unknown)?);
        if year < 1970 || !(1..=12).contains(&month) { Err(Code::Unknown) } else { Ok(Month { year, month }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_begins_at_midnight_in_china() {
        let october: Month = "2026-10".parse().expect("a month");
        assert_eq!(october.start(), 1_790_784_000); // date -d '2026-10-01 00:00 +0800' +%s
        assert_eq!(october.end(), 1_793_462_400); // date -d '2026-11-01 00:00 +0800' +%s
        assert_eq!((october.after().to_string(), october.before().to_string()), ("2026-11".into(), "2026-09".into()));
        let december: Month = "2026-12".parse().expect("a month");
        assert_eq!((december.after().to_string(), december.after().before()), ("2027-01".into(), december));
    }

    #[test]
    fn every_second_lies_in_its_month() {
        let mut month: Month = "1970-01".parse().expect("a month");
        for _ in 0..2000 {
            assert_eq!((Month::of(month.start().max(0)), Month::of(month.end() - 1)), (month, month));
            let length = (month.end() - month.start()) / DAY;
            assert!((28..=31).contains(&length));
            month = month.after();
        }
    }

    #[test]
    fn what_is_no_month_is_refused() {
        for wrong in ["", "2026", "2026-13", "2026-00", "26-10", "2026-1", "2026-10-01", "+026-10", "1969-12"] {
            assert_eq!(wrong.parse::<Month>(), Err(Code::Unknown), "{wrong}");
        }
    }
}
