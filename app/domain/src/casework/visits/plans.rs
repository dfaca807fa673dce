//! Plans: the visits that a caseworker makes on one day, in the order in which their addresses lie.
//!
//! A plan promises nothing: a visit that was not made is due as before, and can be planned again the next morning.

use std::{cmp::Ordering, iter::Peekable, str::Chars};

use serde::Serialize;

use super::Visit;
use crate::{Code, Error, Result, Timestamp, time::Day};

/// Most visits of one day.
pub const PLANNED_MOST: usize = 60;
/// Days ahead for which visits are planned.
pub const PLANNED_AHEAD: Timestamp = 7;

/// Checks that visits are planned for a day: today or one of the next days.
///
/// # Errors
/// Field `day` with [`Code::OutOfRange`] for another day.
pub fn planned_day(at: Timestamp, now: Timestamp) -> Result<Day> {
    let (day, today) = (Day::of(at), Day::of(now));
    let fits = day >= today && day <= today.plus(PLANNED_AHEAD);
    if fits { Ok(day) } else { Err(Error::field("day", Code::OutOfRange)) }
}

/// A visit in the plan of a day, or one that can be planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PlannedVisit {
    /// The visit.
    pub visit: Visit,
    /// Address; `******` unless the file is revealed.
    pub address: String,
    /// Number to call, masked likewise.
    pub phone: String,
    /// Whether the file is revealed to the reader now.
    pub opened: bool,
    /// Name of the account in whose plan of the day it is, or empty.
    pub planned_by: String,
}

/// The visits of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct VisitPlan {
    /// First second of the day.
    pub day: Timestamp,
    /// Visits of the reader, and of those for whom it stands in, in the order of their addresses.
    pub planned: Vec<PlannedVisit>,
    /// Visits that are to be made by that day, in the same order, at most 200.
    pub others: Vec<PlannedVisit>,
}

/// Compares addresses as one walks: numbers in them by their value, so that house 9 comes before house 12.
#[must_use]
pub fn by_address(one: &str, other: &str) -> Ordering {
    let (mut ones, mut others) = (one.chars().peekable(), other.chars().peekable());
    loop {
        let order = match (ones.peek().copied(), others.peek().copied()) {
            (None, None) => return one.cmp(other),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(left), Some(right)) if left.is_ascii_digit() && right.is_ascii_digit() => {
                number(&mut ones).cmp(&number(&mut others))
            }
            (Some(left), Some(right)) => {
                ones.next();
                others.next();
                left.cmp(&right)
            }
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// Reads the digits ahead as a number.
fn number(text: &mut Peekable<Chars<'_>>) -> u64 {
    let mut value = 0_u64;
    while let Some(digit) = text.peek().and_then(|next| next.to_digit(10)) {
        value = value.saturating_mul(10).saturating_add(digit.into());
        text.next();
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DAY;

    #[test]
    fn addresses_are_ordered_as_one_walks() {
        let mut homes = ["和平路 12 号", "和平路 9 号 10 单元", "", "和平路 9 号 2 单元", "安宁里 3 号", "和平路 9 号"];
        homes.sort_by(|one, other| by_address(one, other));
        assert_eq!(
            homes,
            ["", "和平路 9 号", "和平路 9 号 2 单元", "和平路 9 号 10 单元", "和平路 12 号", "安宁里 3 号"]
        );
        assert_eq!(by_address("007", "7"), Ordering::Less, "a total order: equal numbers, other texts");
        assert_eq!(by_address(&"9".repeat(40), &"8".repeat(40)), Ordering::Greater, "too long to count");
    }

    #[test]
    fn visits_are_planned_for_today_and_a_week() {
        let now = 1_790_784_000;
        assert!(planned_day(now, now).is_ok() && planned_day(now + 7 * DAY, now).is_ok());
        assert!(planned_day(now - DAY, now).is_err() && planned_day(now + 8 * DAY, now).is_err());
    }
}
