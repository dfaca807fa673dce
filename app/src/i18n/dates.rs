//! Dates in natural language. China has been at UTC+8 without daylight saving time since 1991.

use domain::{
    DAY, Timestamp,
    time::{Day, Month, china},
};
use jiff::civil::Date;

use super::Lang;

fn local(at: Timestamp) -> jiff::Zoned {
    jiff::Timestamp::from_second(at).unwrap_or_default().to_zoned(china())
}

fn days_between(from: Timestamp, to: Timestamp) -> i64 {
    Day::of(to).number() - Day::of(from).number()
}

/// Parses a date field (`2025-11-28`) into the last second of that day in China.
#[must_use]
pub fn day_end(text: &str) -> Option<Timestamp> {
    let day: Date = text.trim().parse().ok()?;
    let end = day.to_zoned(china()).ok()?.timestamp().as_second() + DAY - 1;
    // The last days of the year 9999 cannot be written as a time again.
    jiff::Timestamp::from_second(end).ok().map(|_| end)
}

/// Formats a day for a date field: `2025-11-28`.
#[must_use]
pub fn day_value(at: Timestamp) -> String {
    local(at).date().to_string()
}

/// Formats a time for other programs: `2025-11-28 14:05`.
#[must_use]
pub fn minute_value(at: Timestamp) -> String {
    local(at).strftime("%Y-%m-%d %H:%M").to_string()
}

/// Formats a time for calendars, in UTC: `20251128T060500Z`.
#[must_use]
pub fn utc_stamp(at: Timestamp) -> String {
    jiff::Timestamp::from_second(at).unwrap_or_default().strftime("%Y%m%dT%H%M%SZ").to_string()
}

impl Lang {
    /// Relative date: 今天 14:05, 明天, 后天 周一, 周四 11 月 27 日, 11 月 28 日, 2024 年 5 月 1 日.
    ///
    /// Past times of today and yesterday include the time of day; future ones are days only.
    #[must_use]
    pub fn near(self, at: Timestamp, now: Timestamp) -> String {
        let then = local(at);
        let time = || then.strftime("%H:%M").to_string();
        let weekday = || self.t(&format!("weekday-{}", then.weekday().to_monday_one_offset()));
        let day = |key| self.date(key, &then);
        match days_between(now, at) {
            0 if at <= now => self.tf("date-today-at", &[("time", time().into())]),
            0 => self.t("date-today"),
            -1 => self.tf("date-yesterday-at", &[("time", time().into())]),
            1 => self.t("date-tomorrow"),
            2 => self.tf("date-in-two-days", &[("weekday", weekday().into())]),
            3..=6 => self.tf("date-on-weekday", &[("weekday", weekday().into()), ("date", day("date-day").into())]),
            _ if local(now).year() == then.year() => day("date-day"),
            _ => day("date-year"),
        }
    }

    /// As [`Lang::near`] for a whole day, which has no time: 今天, 明天, 11 月 20 日.
    #[must_use]
    pub fn near_day(self, at: Timestamp, now: Timestamp) -> String {
        let then = local(at);
        match days_between(now, at) {
            0 => self.t("date-today"),
            -1 if local(now).year() == then.year() => self.date("date-day", &then),
            -1 => self.date("date-year", &then),
            _ => self.near(at, now),
        }
    }

    fn date(self, key: &str, then: &jiff::Zoned) -> String {
        let month = self.t(&format!("month-{}", then.month()));
        let year = then.year().to_string();
        self.tf(key, &[("month", month.into()), ("day", then.day().into()), ("year", year.into())])
    }

    /// A future day in two parts: (明天, 11 月 22 日), (周四, 11 月 27 日), (11 月 28 日, 周五).
    #[must_use]
    pub fn day(self, at: Timestamp, now: Timestamp) -> (String, String) {
        let then = local(at);
        let weekday = self.t(&format!("weekday-{}", then.weekday().to_monday_one_offset()));
        let month = self.t(&format!("month-{}", then.month()));
        let day = self.tf("date-day", &[("month", month.into()), ("day", then.day().into())]);
        match days_between(now, at) {
            0 => (self.t("date-today"), day),
            1 => (self.t("date-tomorrow"), day),
            2..=6 => (weekday, day),
            _ => (day, weekday),
        }
    }

    /// Date and time of day, which stay right when read later: 11 月 28 日 14:05.
    #[must_use]
    pub fn clock(self, at: Timestamp) -> String {
        let then = local(at);
        let month = self.t(&format!("month-{}", then.month()));
        let day = self.tf("date-day", &[("month", month.into()), ("day", then.day().into())]);
        format!("{day} {}", then.strftime("%H:%M"))
    }

    /// A stored month: 2026 年 10 月; a text that is none stays.
    #[must_use]
    pub fn month(self, stored: &str) -> String {
        let Ok(month) = stored.parse::<Month>() else { return stored.to_owned() };
        let name = self.t(&format!("month-{}", month.number()));
        self.tf("month-of-year", &[("year", month.year().to_string().into()), ("month", name.into())])
    }

    /// Full date: 2025 年 11 月 28 日 周五 14:05.
    #[must_use]
    pub fn full(self, at: Timestamp) -> String {
        let then = local(at);
        self.tf(
            "date-full",
            &[
                ("year", then.year().to_string().into()),
                ("month", self.t(&format!("month-{}", then.month())).into()),
                ("day", then.day().into()),
                ("weekday", self.t(&format!("weekday-{}", then.weekday().to_monday_one_offset())).into()),
                ("time", then.strftime("%H:%M").to_string().into()),
            ],
        )
    }

    /// Waiting time: 等了 6 天.
    #[must_use]
    pub fn waited(self, since: Timestamp, now: Timestamp) -> String {
        match days_between(since, now) {
            ..=0 => self.t("waited-today"),
            n => self.tf("waited-days", &[("n", n.into())]),
        }
    }
}

/// [`Lang::near`] in the viewer's language, relative to now. The `Near` component adds the full date.
#[must_use]
pub fn date_near(at: Timestamp) -> String {
    let scene = crate::web::scene();
    scene.lang.near(at, scene.now)
}

/// [`Lang::month`] in the viewer's language.
#[must_use]
pub fn month_name(month: &str) -> String {
    super::lang().month(month)
}

/// Formats minutes as hours with one decimal: `4.5`.
#[must_use]
pub fn minutes_as_hours(minutes: i64) -> String {
    let tenths = minutes * 10 / 60;
    if tenths % 10 == 0 { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
}

/// [`Lang::full`] in the viewer's language.
#[must_use]
pub fn date_full(at: Timestamp) -> String {
    super::lang().full(at)
}

/// [`Lang::waited`] in the viewer's language, up to now.
#[must_use]
pub fn waited(since: Timestamp) -> String {
    let scene = crate::web::scene();
    scene.lang.waited(since, scene.now)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Friday 2025-11-21, 20:00 in China.
    const NOW: Timestamp = 1_763_726_400;

    #[test]
    fn near_dates_are_relative() {
        let said = |days: i64| Lang::default().near(NOW + days * DAY, NOW);
        assert_eq!(said(0), "今天 20:00");
        assert_eq!(Lang::default().near(NOW + 3600, NOW), "今天");
        assert_eq!(said(-1), "昨天 20:00");
        assert_eq!(said(1), "明天");
        assert_eq!(said(2), "后天 周日");
        assert_eq!(said(6), "周四 11 月 27 日");
        assert_eq!(said(7), "11 月 28 日");
        assert_eq!(said(60), "2026 年 1 月 20 日");
        assert_eq!(Lang::from_tag("en").unwrap().near(NOW + 2 * DAY, NOW), "Sunday");
    }

    #[test]
    fn a_whole_day_has_no_time() {
        let said = |days: i64| Lang::default().near_day(NOW + days * DAY, NOW);
        assert_eq!([said(-1), said(0), said(1), said(7)], ["11 月 20 日", "今天", "明天", "11 月 28 日"]);
    }

    #[test]
    fn a_future_day_has_two_parts() {
        let said = |days: i64| Lang::default().day(NOW + days * DAY, NOW);
        let pair = |near: &str, then: &str| (near.to_owned(), then.to_owned());
        assert_eq!(said(1), pair("明天", "11 月 22 日"));
        assert_eq!(said(6), pair("周四", "11 月 27 日"));
        assert_eq!(said(7), pair("11 月 28 日", "周五"));
    }

    #[test]
    fn a_day_starts_at_midnight_in_china() {
        assert_eq!(Lang::default().near(NOW + 4 * 3600, NOW), "明天");
        assert_eq!(day_value(NOW + 4 * 3600), "2025-11-22");
        assert_eq!(day_end("2025-11-21"), Some(NOW + 4 * 3600 - 1));
        assert_eq!(day_end("28.11.2025"), None);
    }
}
