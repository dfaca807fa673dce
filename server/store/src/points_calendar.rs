//! Months as they are counted in China, which has had one time without summer time since 1991.

use domain::Timestamp;
use jiff::{
    ToSpan,
    civil::Date,
    tz::{Offset, TimeZone},
};

use crate::{Error, Result};

const HOURS_EAST: i8 = 8;

fn zone() -> TimeZone {
    TimeZone::fixed(Offset::constant(HOURS_EAST))
}

fn day(at: Timestamp) -> Date {
    jiff::Timestamp::from_second(at).unwrap_or_default().to_zoned(zone()).date()
}

/// The month of a moment: 202611.
pub(crate) fn month(at: Timestamp) -> i64 {
    let day = day(at);
    i64::from(day.year()) * 100 + i64::from(day.month())
}

/// The last second of the month `months` after that of `at`; 0 for never.
///
/// # Errors
/// Only for a time outside the calendar.
pub(crate) fn lapses(at: Timestamp, months: i64) -> Result<Timestamp> {
    if months == 0 {
        return Ok(0);
    }
    let beyond = || Error::Broken(format!("no month {months} months after {at}"));
    let next = day(at).first_of_month().checked_add((months + 1).months()).map_err(|_| beyond())?;
    Ok(next.to_zoned(zone()).map_err(|_| beyond())?.timestamp().as_second() - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-30 23:59:59 in China.
    const LAST_OF_NOVEMBER: Timestamp = 1_796_054_399;

    #[test]
    fn a_month_ends_at_midnight_in_china() {
        assert_eq!((month(LAST_OF_NOVEMBER), month(LAST_OF_NOVEMBER + 1)), (202_611, 202_612));
    }

    #[test]
    fn points_lapse_at_the_end_of_a_month_whatever_its_length() {
        assert_eq!(lapses(LAST_OF_NOVEMBER, 0).expect("never"), 0);
        let end = |months| lapses(LAST_OF_NOVEMBER, months).expect("a month");
        assert_eq!(month(end(1)), 202_612);
        assert_eq!(month(end(1) + 1), 202_701);
        // February has 28 days.
        assert_eq!((month(end(3)), month(end(3) + 1)), (202_702, 202_703));
        assert_eq!(month(end(60)), 203_111);
    }
}
