//! What becomes of the files of an import that is taken back: what nothing depends on goes, the rest stays.

use serde::{Deserialize, Serialize};

use crate::{Code, Error, Result, households::HouseholdId};

/// Why a file that an import made stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WhyKept {
    /// It was changed since.
    Changed,
    /// Something was done for the family since: a wish, a visit, a card, an account …
    InUse,
    /// It is closed or merged, or lies in an area of others by now.
    Elsewhere,
}

crate::text_enum!(WhyKept { Changed = "changed", InUse = "in_use", Elsewhere = "elsewhere" });

/// A file that stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct KeptFile {
    /// The household.
    pub household: HouseholdId,
    /// Why.
    pub why: WhyKept,
}

/// How far an import is taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Withdrawal {
    /// Files that were deleted.
    pub gone: i64,
    /// Files that can still be deleted; asking again goes on with them.
    pub left: i64,
    /// Files that stay.
    pub kept: Vec<KeptFile>,
}

/// A row of goods or points that stays booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptRow {
    /// Its number in the file; 0 where the file is not kept any more.
    pub row: i64,
    /// Why it cannot be reversed.
    pub why: Code,
}

/// How far a list of goods or points is taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowWithdrawal {
    /// Rows whose bookings were reversed.
    pub gone: i64,
    /// Rows for which there was no time; asking again goes on with them.
    pub left: i64,
    /// Rows that stay.
    pub kept: Vec<KeptRow>,
}

impl RowWithdrawal {
    /// Notes what became of a row.
    ///
    /// # Errors
    /// What concerns no single row: a failure, or a session that ended.
    pub fn note(&mut self, row: i64, done: Result<()>) -> Result<()> {
        match done {
            Ok(()) => self.gone += 1,
            Err(error @ (Error::Failed(_) | Error::Unavailable | Error::NotAllowed(Code::SignInNeeded))) => {
                return Err(error);
            }
            Err(error) => self.kept.push(KeptRow { row, why: error.code() }),
        }
        Ok(())
    }
}
