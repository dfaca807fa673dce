//! Thanks for helpers: a yearly sheet that an account makes of what it did, with a public check. Never a ranking.

use serde::{Deserialize, Serialize};

use crate::{Code, Error, Result, Timestamp};

/// Row id of a sheet.
pub type HelperSheetId = i64;

/// First year of which there are sheets.
pub const FIRST_YEAR: i64 = 2000;

/// Checks the year of a sheet.
///
/// # Errors
/// [`Error::Invalid`] for a year ahead of `this`, or before there was anything.
pub fn sheet_year(year: i64, this: i64) -> Result<i64> {
    if (FIRST_YEAR..=this).contains(&year) { Ok(year) } else { Err(Error::field("year", Code::OutOfRange)) }
}

/// What an account did in a year, counted on the day when its sheet was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct HelperCounts {
    /// Claims whose goods reached the family.
    pub claims: i64,
    /// Units of those.
    pub units: i64,
    /// Minutes of shifts from check-in to check-out.
    pub checked_minutes: i64,
    /// Minutes of shifts that were typed by hand, where there was no check-out.
    pub typed_minutes: i64,
    /// Households that it stood by.
    pub pairings: i64,
    /// Courses and events that it organised and that took place.
    pub courses: i64,
}

impl HelperCounts {
    /// Whether there is nothing to thank for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == HelperCounts::default()
    }
}

/// A sheet, for its owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct HelperSheet {
    /// Row id.
    pub id: HelperSheetId,
    /// The year.
    pub year: i64,
    /// Number of the sheet.
    pub number: String,
    /// Check code.
    pub code: String,
    /// Name of the owner, or empty.
    pub name: String,
    /// When it was made.
    pub made: Timestamp,
    /// When it was withdrawn; `null` while its check says yes.
    pub withdrawn: Option<Timestamp>,
    /// What was done.
    pub counts: HelperCounts,
}

/// Whether a sheet is real: year and counts, nothing about the person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SheetAnswer {
    /// Whether number and code belong together, and the sheet was not withdrawn.
    pub real: bool,
    /// Its year.
    pub year: Option<i64>,
    /// What stands on it.
    pub counts: Option<HelperCounts>,
}
