//! When a shop location takes goods in, as data: hours of each weekday, days on which it is closed, and its phone.

use serde::{Deserialize, Serialize};

use crate::{
    Code, Error, Result, Timestamp,
    error::Checks,
    text,
    time::{Day, second_of_day},
};

/// Minutes of a day.
const DAY_MINUTES: i64 = 24 * 60;
/// Most closed days that a location lists.
pub const MOST_CLOSED: usize = 100;
/// Days that [`Opening::next_day`] looks ahead; a location that is closed for longer opens by its phone.
const LOOK_AHEAD: i64 = 60;

/// Hours of one day, in minutes since midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Hours {
    /// When it opens.
    pub opens: i64,
    /// When it closes, later on the same day.
    pub closes: i64,
}

impl Hours {
    /// Parses two times of a form: `9:00` and `17:30`. `None` when both are empty, which is a closed day.
    ///
    /// # Errors
    /// [`Code::Unreadable`] for what is no time; [`Code::OutOfRange`] unless the first is before the second.
    pub fn parse(opens: &str, closes: &str) -> Result<Option<Hours>, Code> {
        if opens.trim().is_empty() && closes.trim().is_empty() {
            return Ok(None);
        }
        let hours = Hours { opens: minute(opens)?, closes: minute(closes)? };
        if hours.is_valid() { Ok(Some(hours)) } else { Err(Code::OutOfRange) }
    }

    fn is_valid(self) -> bool {
        0 <= self.opens && self.opens < self.closes && self.closes <= DAY_MINUTES
    }
}

fn minute(text: &str) -> Result<i64, Code> {
    let text = text::half_width(text);
    let (hour, minute) = text.trim().split_once(':').ok_or(Code::Unreadable)?;
    let number = |part: &str| part.trim().parse::<i64>().map_err(|_| Code::Unreadable);
    let (hour, minute) = (number(hour)?, number(minute)?);
    if (0..=24).contains(&hour) && (0..60).contains(&minute) { Ok(hour * 60 + minute) } else { Err(Code::Unreadable) }
}

/// Formats minutes since midnight: `9:00`.
#[must_use]
pub fn clock(minutes: i64) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

/// When a location takes goods in, and how to reach it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = LocationOpening))]
pub struct Opening {
    /// Phone of the location; empty when it has none.
    pub phone: String,
    /// Name on parcels; empty for the location's own name.
    pub recipient: String,
    /// Hours of Monday to Sunday, `null` for a day on which it is closed; empty while they are not known.
    pub week: Vec<Option<Hours>>,
    /// Further days on which it is closed, as days since 1 January 1970.
    pub closed: Vec<i64>,
}

impl Opening {
    /// Whether the hours of the week are known.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.week.len() == 7
    }

    /// Hours of a weekday, 0 for Monday; `None` when it is closed, or when hours are not known.
    #[must_use]
    pub fn hours(&self, weekday: i64) -> Option<Hours> {
        usize::try_from(weekday).ok().and_then(|weekday| self.week.get(weekday).copied().flatten())
    }

    /// Whether goods can be brought on a day. Every day counts while the hours are not known.
    #[must_use]
    pub fn is_open_on(&self, day: Day) -> bool {
        !self.closed.contains(&day.number()) && (!self.is_known() || self.hours(day.weekday()).is_some())
    }

    /// Whether goods can be brought at a moment.
    #[must_use]
    pub fn is_open_at(&self, at: Timestamp) -> bool {
        let (day, minute) = (Day::of(at), second_of_day(at) / 60);
        self.is_open_on(day)
            && self.hours(day.weekday()).is_none_or(|hours| (hours.opens..hours.closes).contains(&minute))
    }

    /// The first day from `day` on that is open; `day` itself when none is near.
    #[must_use]
    pub fn next_day(&self, day: Day) -> Day {
        (0..LOOK_AHEAD).map(|n| day.plus(n)).find(|day| self.is_open_on(*day)).unwrap_or(day)
    }

    /// Groups the weekdays with the same hours, in the order of the week: `[0, 1, 2]` with hours, `[3]` without.
    #[must_use]
    pub fn groups(&self) -> Vec<(Vec<i64>, Option<Hours>)> {
        let mut groups: Vec<(Vec<i64>, Option<Hours>)> = Vec::new();
        for (weekday, hours) in (0..).zip(&self.week) {
            match groups.last_mut().filter(|(_, last)| last == hours) {
                Some((days, _)) => days.push(weekday),
                None => groups.push((vec![weekday], *hours)),
            }
        }
        groups
    }

    /// The phone as it is dialled.
    #[must_use]
    pub fn dialled(&self) -> String {
        self.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
    }

    /// Normalises the fields and validates them.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every invalid field.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        let phone = checks.take("shop_phone", text::line(&text::half_width(&self.phone), 0, 30)).unwrap_or_default();
        let recipient = checks.take("recipient", text::line(&self.recipient, 0, 30)).unwrap_or_default();
        let dialable = phone.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '+' | '(' | ')'));
        let digits = phone.bytes().filter(u8::is_ascii_digit).count();
        checks.ensure("shop_phone", phone.is_empty() || (dialable && digits >= 3), Code::NotAPhone);
        let whole = self.week.is_empty() || self.week.len() == 7;
        let valid = self.week.iter().flatten().all(|hours| hours.is_valid());
        checks.ensure("week", whole && valid, Code::OutOfRange);
        // A week without an open day is a closed location, for which there is a tick of its own.
        checks.ensure("week", self.week.is_empty() || self.week.iter().any(Option::is_some), Code::Required);
        let mut closed = self.closed;
        closed.sort_unstable();
        closed.dedup();
        checks.ensure("closed_days", closed.len() <= MOST_CLOSED, Code::OutOfRange);
        checks.done()?;
        Ok(Opening { phone, recipient, week: self.week, closed })
    }
}

/// Parses closed days as they are typed: a day a line, or the first and the last one with `~` between them.
///
/// # Errors
/// [`Error::Invalid`] for field `closed_days`: [`Code::Unreadable`] for what is no day, [`Code::OutOfRange`] for too many.
pub fn closed_days(typed: &str, day: impl Fn(&str) -> Option<Day>) -> Result<Vec<i64>> {
    let unreadable = || Error::field("closed_days", Code::Unreadable);
    let mut closed = Vec::new();
    for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (first, last) = line.split_once(['~', '～']).unwrap_or((line, line));
        let (first, last) = (day(first).ok_or_else(unreadable)?, day(last).ok_or_else(unreadable)?);
        let span = last.number() - first.number();
        if !(0..=i64::try_from(MOST_CLOSED).unwrap_or(0)).contains(&span) {
            return Err(Error::field("closed_days", Code::OutOfRange));
        }
        closed.extend(first.number()..=last.number());
    }
    Ok(closed)
}

/// Where the goods of a wish are brought, as far as a reader may know before claiming it.
#[derive(Clone, Debug, PartialEq)]
pub enum DropOff {
    /// This location.
    At(crate::ledger::Location),
    /// One of so many locations of the district: which one would tell more of where the family lives.
    OneOf(i64),
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-10-01 00:00 in China, a Thursday.
    const THURSDAY: Timestamp = 1_790_784_000;

    fn weekdays() -> Opening {
        let hours = Some(Hours { opens: 9 * 60, closes: 17 * 60 });
        let week = vec![None, hours, hours, hours, hours, hours, None];
        Opening { week, closed: vec![Day::of(THURSDAY).number()], ..Opening::default() }
    }

    #[test]
    fn a_closed_weekday_and_a_holiday_are_not_open() {
        let (opening, day) = (weekdays(), Day::of(THURSDAY));
        let open: Vec<bool> = (0..7).map(|n| opening.is_open_on(day.plus(n))).collect();
        assert_eq!(open, [false, true, true, false, false, true, true], "holiday, Fri, Sat, Sun, Mon, Tue, Wed");
        assert_eq!(opening.next_day(day), day.plus(1));
        let friday = day.plus(1).start();
        assert!(opening.is_open_at(friday + 9 * 3600) && !opening.is_open_at(friday + 17 * 3600));
        assert!(Opening::default().is_open_on(day) && Opening::default().is_open_at(THURSDAY), "unknown hours");
    }

    #[test]
    fn weekdays_with_the_same_hours_stand_together() {
        let groups: Vec<(Vec<i64>, bool)> =
            weekdays().groups().into_iter().map(|(days, hours)| (days, hours.is_some())).collect();
        assert_eq!(groups, [(vec![0], false), (vec![1, 2, 3, 4, 5], true), (vec![6], false)]);
    }

    #[test]
    fn hours_are_read_as_they_are_typed() {
        assert_eq!(Hours::parse("9:00", "17:30"), Ok(Some(Hours { opens: 540, closes: 1050 })));
        assert_eq!(Hours::parse("０９：００", "24:00"), Ok(Some(Hours { opens: 540, closes: 1440 })));
        assert_eq!(Hours::parse(" ", ""), Ok(None));
        for (opens, closes, code) in [
            ("9:00", "", Code::Unreadable),
            ("9", "10:00", Code::Unreadable),
            ("9:60", "10:00", Code::Unreadable),
            ("10:00", "9:00", Code::OutOfRange),
        ] {
            assert_eq!(Hours::parse(opens, closes), Err(code), "{opens} {closes}");
        }
    }

    #[test]
    fn closed_days_are_single_or_from_one_to_another() {
        let day = |text: &str| text.trim().parse::<i64>().ok().map(|n| Day::of(THURSDAY).plus(n));
        let number = |n: i64| Day::of(THURSDAY).plus(n).number();
        assert_eq!(closed_days("1\n\n3 ~ 5", day), Ok(vec![number(1), number(3), number(4), number(5)]));
        for wrong in ["x", "5~3", "1~999"] {
            assert!(closed_days(wrong, day).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_week_has_seven_days_and_one_of_them_is_open() {
        assert_eq!(weekdays().checked().map(|opening| opening.is_known()), Ok(true));
        for week in [vec![None; 7], vec![Some(Hours { opens: 9, closes: 8 }); 7], vec![None; 3]] {
            assert!(Opening { week, ..Opening::default() }.checked().is_err());
        }
        let wrong = Opening { phone: "ring us".into(), ..Opening::default() };
        assert!(wrong.checked().is_err());
    }
}
