//! What each caseworker of an area has to do, so that its coordinator can even it out.

use serde::Serialize;

use crate::{accounts::AccountId, households::HouseholdId};

/// Files that are handed over at once by choice.
pub const CHOSEN_MOST: usize = 200;

/// Open work of one account; all numbers are of the areas that the reader leads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Workload {
    /// The account; 0 for files and work that no account has.
    pub account: AccountId,
    /// Its name; empty for none.
    pub name: String,
    /// Whether it is a caseworker there now, and its account open; else its work is to be handed over.
    pub works: bool,
    /// Open household files.
    pub files: i64,
    /// Wishes of those files that wait for their review.
    pub wishes: i64,
    /// Open cases.
    pub cases: i64,
    /// Visits whose time has come.
    pub visits: i64,
    /// Open findings.
    pub findings: i64,
    /// Referrals on their way.
    pub referrals: i64,
    /// Visits, findings and referrals of these whose day has passed.
    pub overdue: i64,
}

impl Workload {
    /// Returns all that is open beside the files themselves.
    #[must_use]
    pub fn open(&self) -> i64 {
        self.wishes + self.cases + self.visits + self.findings + self.referrals
    }
}

/// A file that can be handed over; only its number and area, which say who should have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WorkFile {
    /// Number of the household.
    pub household: HouseholdId,
    /// Name of its area.
    pub area_name: String,
}
