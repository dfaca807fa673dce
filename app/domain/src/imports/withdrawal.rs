//! What becomes of the files of an import that is taken back: what nothing depends on goes, the rest stays.

use serde::{Deserialize, Serialize};

use crate::households::HouseholdId;

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
