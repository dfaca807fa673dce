//! Recalls of lots: every unit is found and stopped at once, and has an outcome before the recall ends.

use serde::{Deserialize, Serialize};

use crate::{
    Code, Error, Result, Timestamp,
    catalogue::items::ItemId,
    error::Checks,
    households::HouseholdId,
    ledger::{LocationId, LotId, Place},
};

/// Row id of a recall.
pub type RecallId = i64;

/// Row id of the units that one family has of a recalled lot.
pub type RecallHomeId = i64;

/// Lots that one recall may name.
pub const MOST_LOTS: usize = 100;

/// State of a recall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RecallState {
    /// Units have no outcome yet.
    Open,
    /// Every unit has its outcome.
    Ended,
}

crate::text_enum!(RecallState { Open = "open", Ended = "ended" });

/// What became of recalled units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RecallOutcome {
    /// Destroyed.
    Destroyed,
    /// Returned to the giver or the maker.
    Returned,
    /// Checked and in order.
    Kept,
    /// Used up by its family before it was told.
    Used,
}

crate::text_enum!(RecallOutcome { Destroyed = "destroyed", Returned = "returned", Kept = "kept", Used = "used" });

impl RecallOutcome {
    /// The outcomes that goods in a shop can have.
    pub const IN_SHOP: [RecallOutcome; 3] = [Self::Destroyed, Self::Returned, Self::Kept];
}

/// Lots to recall, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct NewRecall {
    /// The lots, 1 to [`MOST_LOTS`]; kits that hold one of them are recalled with it.
    pub lots: Vec<LotId>,
    /// What is wrong with them.
    pub reason: String,
}

impl NewRecall {
    /// Sorts the lots, trims the reason and validates both.
    ///
    /// # Errors
    /// [`Error::Invalid`] without lots, for too many, or without a reason.
    pub fn checked(mut self) -> Result<Self> {
        self.lots.sort_unstable();
        self.lots.dedup();
        let mut checks = Checks::default();
        checks.ensure("lots", !self.lots.is_empty(), Code::Required);
        checks.ensure("lots", self.lots.len() <= MOST_LOTS, Code::TooLong);
        let reason = checks.take("reason", crate::text::words(&self.reason, 2, 200));
        checks.done()?;
        Ok(NewRecall { reason: reason.unwrap_or_default(), ..self })
    }
}

/// Outcome of units in a shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct StockOutcome {
    /// The lot.
    pub lot: LotId,
    /// The shop, in whose quarantine they are.
    pub location: LocationId,
    /// Units.
    pub quantity: i64,
    /// What became of them.
    pub outcome: RecallOutcome,
}

/// Outcome of units that a family has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct HomeOutcome {
    /// Units.
    pub quantity: i64,
    /// What became of them.
    pub outcome: RecallOutcome,
}

/// Checks a quantity against what has no outcome yet.
///
/// # Errors
/// [`Error::Invalid`] for the field `quantity`.
pub fn within(quantity: i64, left: i64) -> Result<()> {
    if (1..=left).contains(&quantity) { Ok(()) } else { Err(Error::field("quantity", Code::OutOfRange)) }
}

/// A recall in lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Recall {
    /// Row id.
    pub id: RecallId,
    /// Its state.
    pub state: RecallState,
    /// What is wrong with the goods.
    pub reason: String,
    /// Key of the first item's pictogram.
    pub key: String,
    /// Chinese name of the first item.
    pub name: String,
    /// Id of the first item.
    pub item: ItemId,
    /// Name of the staff member who opened it.
    pub opened_by: String,
    /// When it was opened.
    pub opened: Timestamp,
    /// When it ended, or 0.
    pub ended: Timestamp,
    /// Units in shops and on their way without an outcome.
    pub in_shops: i64,
    /// Units that families have without an outcome.
    pub at_homes: i64,
    /// Units that families had.
    pub of_homes: i64,
}

/// A recalled lot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RecallLot {
    /// The lot.
    pub lot: LotId,
    /// Item id.
    pub item: ItemId,
    /// Key of its pictogram.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// Size, or empty.
    pub size: String,
    /// Best-before date, or 0.
    pub expires: Timestamp,
    /// Receipt it came in with, or 0.
    pub receipt: i64,
}

/// Units of a recalled lot in one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RecallStock {
    /// The lot.
    pub lot: LotId,
    /// Where they are; never a shelf while the recall is open.
    pub place: Place,
    /// Claim, order, loan or transfer they are bound to, or the location.
    pub owner: i64,
    /// Location they belong to.
    pub location: LocationId,
    /// Its name.
    pub location_name: String,
    /// Units.
    pub quantity: i64,
    /// Of these, units that were checked and are in order.
    pub kept: i64,
}

/// Units of a recalled lot that a family had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RecallHome {
    /// Row id.
    pub id: RecallHomeId,
    /// The lot.
    pub lot: LotId,
    /// The household.
    pub household: HouseholdId,
    /// Number of its members, for its public description; 0 once its file is erased.
    pub size: i64,
    /// Name of its caseworker, or empty.
    pub caseworker: String,
    /// Units.
    pub quantity: i64,
    /// When it was told, or 0.
    pub told: Timestamp,
    /// Units destroyed.
    pub destroyed: i64,
    /// Units returned.
    pub returned: i64,
    /// Units that were checked and stay.
    pub kept: i64,
    /// Units used up before.
    pub used: i64,
}

impl RecallHome {
    /// Units without an outcome.
    #[must_use]
    pub fn open(&self) -> i64 {
        self.quantity - self.destroyed - self.returned - self.kept - self.used
    }
}

/// A recall with all units that the reader may see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RecallFile {
    /// The recall.
    pub recall: Recall,
    /// Its lots.
    pub lots: Vec<RecallLot>,
    /// Units in shops and on their way, of the whole root area.
    pub stock: Vec<RecallStock>,
    /// Units of families in the reader's areas.
    pub homes: Vec<RecallHome>,
}
