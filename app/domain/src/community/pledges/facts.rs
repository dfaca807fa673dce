//! The records behind a number of a pledge.

use serde::Serialize;

use crate::Timestamp;

/// What a record behind a number of a pledge is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PledgeSource {
    /// A claim of a member that was kept.
    Claim,
    /// Goods on a receipt of a shop.
    Receipt,
    /// A person of the organisation on a shift.
    Shift,
    /// A person who found work at the organisation.
    Hire,
}

crate::text_enum!(PledgeSource { Claim = "claim", Receipt = "receipt", Shift = "shift", Hire = "hire" });

/// A record that counts for a line of a pledge; it names no person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PledgeFact {
    /// Number of the row, unique within the pledge.
    pub number: i64,
    /// What it is.
    pub source: PledgeSource,
    /// Row id of the claim, receipt, shift or vacancy.
    pub record: i64,
    /// When it counts.
    pub at: Timestamp,
    /// Units, minutes or people.
    pub amount: i64,
    /// Key of the pictogram of goods, or empty.
    pub key: String,
    /// Size of goods, or empty.
    pub size: String,
    /// What the goods, the shift or the work is called.
    pub title: String,
}
