//! Months and days in China, which has been at UTC+8 without daylight saving time since 1991.

use jiff::{
    Span,
    civil::Date,
    tz::{Offset, TimeZone},
};

use crate::{Code, DAY, Timestamp};

/// Hours by which China is ahead of UTC.
const HOURS_EAST: i8 = 8;

/// The time zone of every date that people read or type.
#[must_use]
pub fn china() -> TimeZone {
    TimeZone::fixed(Offset::constant(HOURS_EAST))
}

/// Hours between which time counts as day, when people can be expected to answer.
const DAYTIME: (i64, i64) = (8, 20);

/// Seconds since the beginning of 1970 in China.
fn local(at: Timestamp) -> i64 {
    // Programs send any number.
    at.saturating_add(i64::from(HOURS_EAST) * 3600)
}

/// Seconds since midnight in China.
#[must_use]
pub fn second_of_day(at: Timestamp) -> i64 {
    local(at).rem_euclid(DAY)
}

/// The first day that is counted.
const EPOCH: Date = Date::constant(1970, 1, 1);

/// A calendar day in China, as its distance from 1 January 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(i64);

impl From<Date> for Day {
    fn from(date: Date) -> Day {
        Day((date - EPOCH).get_days().into())
    }
}

impl Day {
    /// The day that contains `at`.
    #[must_use]
    pub fn of(at: Timestamp) -> Day {
        Day(local(at).div_euclid(DAY))
    }

    /// Its first second.
    #[must_use]
    pub fn start(self) -> Timestamp {
        self.0.saturating_mul(DAY).saturating_sub(local(0))
    }

    /// The first second of the next day.
    #[must_use]
    pub fn end(self) -> Timestamp {
        self.plus(1).start()
    }

    /// The day `days` later; negative for earlier.
    #[must_use]
    pub fn plus(self, days: i64) -> Day {
        Day(self.0.saturating_add(days))
    }

    /// Days since 1 January 1970.
    #[must_use]
    pub fn number(self) -> i64 {
        self.0
    }

    /// The day of this number, as it is stored.
    #[must_use]
    pub fn numbered(number: i64) -> Day {
        Day(number)
    }

    fn date(self) -> Date {
        EPOCH.saturating_add(Span::new().try_days(self.0).unwrap_or_default())
    }

    /// Its month.
    #[must_use]
    pub fn month(self) -> Month {
        Month(self.date().first_of_month())
    }

    /// The same day of a month so many months later, or that month's last day; negative for earlier.
    #[must_use]
    pub fn months_later(self, months: i64) -> Day {
        self.date().saturating_add(Span::new().try_months(months).unwrap_or_default()).into()
    }

    /// Days since Monday: 0 to 6.
    #[must_use]
    pub fn weekday(self) -> i64 {
        // 1970-01-01 was a Thursday.
        (self.0 + 3).rem_euclid(7)
    }
}

/// The stored and transmitted form: `2026-10-31`.
impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let date = self.date();
        write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
    }
}

impl std::str::FromStr for Day {
    type Err = Code;

    fn from_str(text: &str) -> Result<Self, Code> {
        let (month, day) = text.rsplit_once('-').ok_or(Code::Unknown)?;
        if day.len() != 2 || !day.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Code::Unknown);
        }
        let (month, day): (Month, i8) = (month.parse()?, day.parse().map_err(|_| Code::Unknown)?);
        Date::new(month.0.year(), month.0.month(), day).map(Day::from).map_err(|_| Code::Unknown)
    }
}

/// Transmits a value as its text.
macro_rules! as_text {
    ($($name:ident)+) => {$(
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(|code: Code| serde::de::Error::custom(code.as_str()))
            }
        }
    )+};
}

as_text!(Day Month);

/// Returns when so many hours of daytime have passed; only the time from 8 to 20 o'clock of each day counts.
#[must_use]
pub fn after_daytime(from: Timestamp, hours: i64) -> Timestamp {
    let (mut day, mut left) = (Day::of(from), hours * 3600);
    loop {
        let begins = from.max(day.start() + DAYTIME.0 * 3600);
        let ends = day.start() + DAYTIME.1 * 3600;
        let counts = (ends - begins).max(0);
        if left <= counts {
            return begins + left;
        }
        left -= counts;
        day = day.plus(1);
    }
}

/// A month of 1970 or later, stored as its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(Date);

impl Month {
    /// The month that contains `at`.
    #[must_use]
    pub fn of(at: Timestamp) -> Month {
        Month(jiff::Timestamp::from_second(at).unwrap_or_default().to_zoned(china()).date().first_of_month())
    }

    /// Its first second.
    #[must_use]
    pub fn start(self) -> Timestamp {
        self.0.to_zoned(china()).map_or(0, |midnight| midnight.timestamp().as_second())
    }

    /// The first second of the next month.
    #[must_use]
    pub fn end(self) -> Timestamp {
        self.after().start()
    }

    /// The next month.
    #[must_use]
    pub fn after(self) -> Month {
        self.plus(1)
    }

    /// The previous month.
    #[must_use]
    pub fn before(self) -> Month {
        self.plus(-1)
    }

    /// The month `months` later; negative for earlier.
    #[must_use]
    pub fn plus(self, months: i64) -> Month {
        Month(self.0.saturating_add(Span::new().try_months(months).unwrap_or_default()))
    }

    /// Its year.
    #[must_use]
    pub fn year(self) -> i64 {
        self.0.year().into()
    }

    /// Its number in the year, 1 to 12.
    #[must_use]
    pub fn number(self) -> i64 {
        self.0.month().into()
    }

    /// Months since the year 0, so that months can be counted.
    #[must_use]
    pub fn index(self) -> i64 {
        self.year() * 12 + self.number() - 1
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> Day {
        self.0.into()
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> Day {
        self.0.last_of_month().into()
    }

    /// Year and month as one comparable number: 202611.
    #[must_use]
    pub fn key(self) -> i64 {
        self.year() * 100 + self.number()
    }
}

/// The stored and transmitted form: `2026-10`.
impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.number())
    }
}

impl std::str::FromStr for Month {
    type Err = Code;

    fn from_str(text: &str) -> Result<Self, Code> {
        let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
        let (year, month) = text.split_once('-').ok_or(Code::Unknown)?;
        if !digits(year, 4) || !digits(month, 2) || year < "1970" {
            return Err(Code::Unknown);
        }
        let (year, month) = (year.parse().map_err(|_| Code::Unknown)?, month.parse().map_err(|_| Code::Unknown)?);
        Date::new(year, month, 1).map(Month).map_err(|_| Code::Unknown)
    }
}

/// The calendar year in China. The only one: a year that a form offers is the year that the rules check.
#[must_use]
pub fn year(at: Timestamp) -> i64 {
    Month::of(at).year()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_starts_at_midnight_in_china() {
        let october: Month = "2026-10".parse().expect("a month");
        assert_eq!(october.start(), 1_790_784_000); // date -d '2026-10-01 00:00 +0800' +%s
        assert_eq!(october.end(), 1_793_462_400); // date -d '2026-11-01 00:00 +0800' +%s
        assert_eq!((october.after().to_string(), october.before().to_string()), ("2026-11".into(), "2026-09".into()));
        let december: Month = "2026-12".parse().expect("a month");
        assert_eq!((december.after().to_string(), december.after().before()), ("2027-01".into(), december));
    }

    #[test]
    fn the_first_and_last_second_are_in_the_month() {
        let mut month: Month = "1970-01".parse().expect("a month");
        for _ in 0..2000 {
            assert_eq!((Month::of(month.start().max(0)), Month::of(month.end() - 1)), (month, month));
            let length = (month.end() - month.start()) / DAY;
            assert!((28..=31).contains(&length));
            month = month.after();
        }
    }

    #[test]
    fn a_day_starts_at_midnight_in_china() {
        let midnight = 1_790_784_000; // date -d '2026-10-01 00:00 +0800' +%s, a Thursday
        let day = Day::of(midnight);
        assert_eq!((day.start(), day.end(), day.weekday()), (midnight, midnight + DAY, 3));
        assert_eq!((Day::of(midnight + DAY - 1), Day::of(midnight - 1)), (day, day.plus(-1)));
        assert_eq!((second_of_day(midnight), second_of_day(midnight - 1)), (0, DAY - 1));
        assert_eq!((Day::of(0).number(), Day::of(0).weekday(), second_of_day(0)), (0, 3, 8 * 3600));
    }

    #[test]
    fn days_are_told_as_dates_and_impossible_ones_refused() {
        let day: Day = "2028-02-29".parse().expect("a day");
        assert_eq!((day.to_string(), day.month().to_string()), ("2028-02-29".into(), "2028-02".into()));
        assert_eq!(
            (day.months_later(12).to_string(), day.months_later(-3).to_string()),
            ("2029-02-28".into(), "2027-11-29".into())
        );
        assert_eq!((day.month().last_day(), day.month().first_day()), (day, day.plus(-28)));
        assert_eq!(Day::numbered(day.number()), Day::of(day.start()));
        for wrong in ["2026-02-29", "2026-04-31", "2026-4-1", "2026-04", "", "2026-04-1x", "2026-13-01"] {
            assert_eq!(wrong.parse::<Day>(), Err(Code::Unknown), "{wrong}");
        }
    }

    #[test]
    fn nights_do_not_count_as_daytime() {
        let midnight = 1_790_784_000; // date -d '2026-10-01 00:00 +0800' +%s
        let at = |hours: i64| midnight + hours * 3600;
        let hour = 3600;
        // From eight in the morning to eight in the evening; from noon to the next noon; a night is skipped.
        for (from, until) in [(8, 20), (12, 36), (19, 43), (20, 44), (23, 44), (0, 20), (7, 20)] {
            assert_eq!(after_daytime(at(from), 12), at(until), "from {from}:00");
        }
        assert_eq!((after_daytime(at(19), 1), after_daytime(at(19) + 1, 1)), (at(20), at(32) + 1));
        assert_eq!((after_daytime(at(3), 0), after_daytime(at(12), 0)), (at(8), at(12)));
        for minute in 0..2 * 24 * 60 {
            let from = midnight + minute * 60;
            let until = after_daytime(from, 12);
            assert!(until > from && until - from <= DAY, "{from}: at most a day");
            assert!((8 * hour..=20 * hour).contains(&second_of_day(until)), "{from}: ends by day");
        }
    }

    #[test]
    fn malformed_months_are_rejected() {
        for wrong in ["", "2026", "2026-13", "2026-00", "26-10", "2026-1", "2026-10-01", "+026-10", "1969-12"] {
            assert_eq!(wrong.parse::<Month>(), Err(Code::Unknown), "{wrong}");
        }
    }
}
