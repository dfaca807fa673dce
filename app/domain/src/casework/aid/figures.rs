//! What the public reads of aid: whole years that are over, nothing that could tell of a single family.

use serde::Serialize;

use super::{AidKind, AidSource};
use crate::{
    Timestamp,
    time::{Month, year},
};

/// Households below which the public reads nothing of a programme.
pub const FEWEST: i64 = 5;
/// Fen to which the public's amounts are rounded, so that two tables tell of no single grant: 100 yuan.
const ROUNDED: i64 = 10_000;
/// Months after a year in which its grants are still entered; its figures are frozen then.
const LATE_MONTHS: i64 = 3;

/// What a programme gave in a year, as the public reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PublicAid {
    /// What kind of aid it is.
    pub kind: AidKind,
    /// Who gave.
    pub source: AidSource,
    /// Name of the programme.
    pub name: String,
    /// Households that got it, at least five, rounded down to steps of five.
    pub households: i64,
    /// Money in fen, rounded to 100 yuan.
    pub amount: i64,
}

/// What the programmes of a root area gave in a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AidNotice {
    /// Name of the root area.
    pub area_name: String,
    /// The year.
    pub year: i64,
    /// Its programmes with at least five households.
    pub programmes: Vec<PublicAid>,
}

/// Rounds an amount in fen to 100 yuan.
#[must_use]
pub fn rounded(fen: i64) -> i64 {
    (fen + ROUNDED / 2) / ROUNDED * ROUNDED
}

/// Returns when the figures of a year are frozen: what is entered or reversed later changes them no more, so that a
/// reader who compares two days learns nothing.
#[must_use]
pub fn frozen_at(of: i64) -> Timestamp {
    let january: Month = format!("{:04}-01", of + 1).parse().unwrap_or_else(|_| Month::of(0));
    january.plus(LATE_MONTHS).start()
}

/// Returns the last year whose figures are frozen.
#[must_use]
pub fn last_year(now: Timestamp) -> i64 {
    let last = year(now) - 1;
    if frozen_at(last) <= now { last } else { last - 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_public_from_april_on() {
        let april: Month = "2027-04".parse().expect("a month");
        assert_eq!(frozen_at(2026), april.start());
        assert_eq!((last_year(april.start()), last_year(april.start() - 1)), (2026, 2025));
        assert_eq!((rounded(14_999), rounded(15_000), rounded(0)), (10_000, 20_000, 0));
    }
}
