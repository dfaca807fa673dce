//! Rows of imported sheets, one type for each kind of sheet.

use serde::{Deserialize, Serialize};

use super::Wrong;
use crate::{
    Timestamp,
    accounts::Role,
    catalogue::Category,
    households::{Income, Member},
    ledger::Condition,
};

/// A row of goods.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GoodsRow {
    /// Name of the item.
    pub name: String,
    /// Category, if given.
    pub category: Option<Category>,
    /// Counting unit, or empty.
    pub unit: String,
    /// Size, or empty.
    pub size: String,
    /// Barcode, or empty.
    pub code: String,
    /// Units; 0 to create only the item.
    pub quantity: i64,
    /// Whether it is used.
    pub used: bool,
    /// Best-before date, or 0.
    pub expires: Timestamp,
    /// Purchase price of one unit, in fen, or 0.
    pub price: i64,
    /// Whether it is an appliance.
    pub electrical: bool,
    /// Price of one unit in the free shop, in points; for new items only.
    pub points: i64,
    /// Minimum stock; for new items only.
    pub minimum: i64,
    /// Box or batch that tells it apart from an equal row, or empty.
    pub batch: String,
}

impl GoodsRow {
    /// New or used.
    #[must_use]
    pub fn condition(&self) -> Condition {
        if self.used { Condition::Used } else { Condition::New }
    }
}

/// A household, from a single row or from one row per member.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct HouseholdRow {
    /// Name of the area it lives in, or empty.
    pub area: String,
    /// Name of the contact person.
    pub name: String,
    /// Mobile number, or empty.
    pub phone: String,
    /// Other numbers, as they are written; kept as a note in the file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub other_phones: String,
    /// Address, or empty.
    pub address: String,
    /// Whether it is in particular hardship.
    pub hardship: bool,
    /// Its income band.
    pub income: Income,
    /// Its members; those whose year of birth the list lacks have [`UNKNOWN_YEAR`].
    ///
    /// [`UNKNOWN_YEAR`]: crate::households::UNKNOWN_YEAR
    pub members: Vec<Member>,
    /// What else the list says, and cells that could not be read with their headings; kept as a note in the file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remarks: String,
    /// Cells that are left out or do not agree; the family gets its file all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<Wrong>,
}

/// A line of the sheet with which an installation begins: an area, and a shop, an organisation or a person there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StaffRow {
    /// Names of the area and of those above it, the highest first.
    pub area: Vec<String>,
    /// Role of the person in the area.
    pub role: Option<Role>,
    /// Name of the person, or empty.
    pub name: String,
    /// Mobile number of the person, or empty.
    pub phone: String,
    /// Name of an organisation of the root area, or empty.
    pub organisation: String,
    /// Name of a shop of the area, or empty.
    pub shop: String,
}
