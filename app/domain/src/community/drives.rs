//! Drives (征集): a call for goods with a list, an end, and places to bring them. What came is computed from receipts.

use serde::{Deserialize, Serialize};

use crate::{
    Code, DAY, Error, Result, Timestamp,
    areas::AreaId,
    catalogue::items::ItemId,
    error::Checks,
    ledger::{Condition, LocationId},
    stock::offers::OfferState,
    text,
    time::Day,
};

/// Row id of a drive.
pub type DriveId = i64;
/// Row id of an item of a drive.
pub type DriveItemId = i64;

/// Days that a drive may run.
pub const LONGEST_DAYS: i64 = 180;
/// Items of one drive.
pub const MOST_ITEMS: usize = 30;
/// Places of one drive.
pub const MOST_PLACES: usize = 20;
/// Units of one item.
pub const MOST_UNITS: i64 = 100_000;
/// Days after its end in which receipts still name it, because announced goods are on their way.
pub const LATE_DAYS: i64 = 14;
/// Days between two reminders that the result of a drive is to be published.
pub const REMIND_DAYS: i64 = 7;
/// Days after its end at which a drive is done, with what came but without words, when none were published.
pub const RESULT_DAYS: i64 = 30;

/// When the clock looks next at a drive without a result: a reminder each week, and at last its end.
#[must_use]
pub fn result_due(ended: Timestamp, now: Timestamp) -> Timestamp {
    (now + REMIND_DAYS * DAY).min(ended + RESULT_DAYS * DAY)
}

/// State of a drive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DriveState {
    /// Takes goods.
    Open,
    /// Over; its result is to be published, or was.
    Ended,
    /// Called off.
    Cancelled,
}

crate::text_enum!(DriveState { Open = "open", Ended = "ended", Cancelled = "cancelled" });

impl DriveState {
    /// Checks that the drive is in this state.
    ///
    /// # Errors
    /// [`Code::WrongState`] otherwise.
    pub fn must_be(self, state: DriveState) -> Result<()> {
        if self == state { Ok(()) } else { Err(Error::Conflict(Code::WrongState)) }
    }
}

/// Why a drive is called off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DriveCancel {
    /// The goods are not needed any more.
    NotNeeded,
    /// There is no place to keep them.
    NoPlace,
    /// Another reason.
    Other,
}

crate::text_enum!(DriveCancel { NotNeeded = "not_needed", NoPlace = "no_place", Other = "other" });

/// An item of a drive to be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WantedItem {
    /// The item.
    pub item: ItemId,
    /// Units wanted, 1 to 100,000.
    pub wanted: i64,
}

/// A drive to be opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewDrive {
    /// Area whose families get the goods.
    pub area: AreaId,
    /// Title, 2 to 40 characters.
    pub title: String,
    /// What it is for, up to 500 characters.
    #[serde(default)]
    pub words: String,
    /// Any moment of its last day.
    pub until: Timestamp,
    /// What is wanted, 1 to 30 items, each once.
    pub items: Vec<WantedItem>,
    /// Where to bring it, 1 to 20 locations.
    pub places: Vec<LocationId>,
}

impl NewDrive {
    /// Trims the texts, lists each place once, and ends it with its last day.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every invalid field.
    pub fn checked(mut self, now: Timestamp) -> Result<Self> {
        let mut checks = Checks::default();
        self.title = checks.take("title", text::line(&self.title, 2, 40)).unwrap_or_default();
        self.words = checks.take("words", text::words(&self.words, 0, 500)).unwrap_or_default();
        // Compared before it is made a day, so that no number is too large for a calendar.
        let known = self.until >= now - DAY && self.until <= now + (LONGEST_DAYS + 1) * DAY;
        if known {
            self.until = Day::of(self.until).end() - 1;
        }
        checks.ensure("until", known && self.until >= now, Code::OutOfRange);
        self.places.sort_unstable();
        self.places.dedup();
        let mut items: Vec<_> = self.items.iter().map(|one| one.item).collect();
        items.sort_unstable();
        items.dedup();
        let is_filled = !self.items.is_empty();
        checks.ensure("items", is_filled, Code::Required);
        let fits = items.len() == self.items.len() && items.len() <= MOST_ITEMS;
        checks.ensure("items", fits || !is_filled, Code::OutOfRange);
        let units = self.items.iter().all(|one| (1..=MOST_UNITS).contains(&one.wanted));
        checks.ensure("wanted", units, Code::OutOfRange);
        checks.ensure("places", !self.places.is_empty(), Code::Required);
        checks.ensure("places", self.places.len() <= MOST_PLACES, Code::OutOfRange);
        checks.done()?;
        Ok(self)
    }
}

/// Goods that a donor announces for a drive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DriveOffer {
    /// Item of the drive.
    pub item: DriveItemId,
    /// Units, 1 to 999.
    pub quantity: i64,
    /// New or used.
    pub condition: Condition,
    /// Message to the shop, or empty.
    #[serde(default)]
    pub words: String,
    /// Whether the donor agrees to be named on the monthly notice.
    #[serde(default)]
    pub named: bool,
}

/// How far an item of a drive is; all but `wanted` is computed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DriveItem {
    /// Row id.
    pub id: DriveItemId,
    /// The item.
    pub item: ItemId,
    /// Key of its pictogram.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// Its counting unit.
    pub unit: String,
    /// Units wanted.
    pub wanted: i64,
    /// Units on receipts that name the drive, without reversed lines.
    pub received: i64,
    /// Units that donors announced and have not brought yet.
    pub offered: i64,
}

impl DriveItem {
    /// Units that are still to be announced.
    #[must_use]
    pub fn left(&self) -> i64 {
        left(self.wanted, self.received, self.offered)
    }
}

/// Returns the units that are still to be announced, at least 0.
#[must_use]
pub fn left(wanted: i64, received: i64, offered: i64) -> i64 {
    (wanted - received - offered).max(0)
}

/// A place to bring goods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DrivePlace {
    /// The location.
    pub location: LocationId,
    /// Its name.
    pub name: String,
    /// Its address.
    pub address: String,
    /// Its opening hours.
    pub hours: String,
}

/// A drive in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DriveLine {
    /// Row id.
    pub id: DriveId,
    /// Title.
    pub title: String,
    /// Name of its area.
    pub area_name: String,
    /// Its state.
    pub state: DriveState,
    /// Last second of its last day.
    pub until: Timestamp,
    /// Units wanted of all items.
    pub wanted: i64,
    /// Units received of them.
    pub received: i64,
    /// Whether its result was published.
    pub published: bool,
}

/// A drive with all that is public about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Drive {
    /// Row id.
    pub id: DriveId,
    /// Area whose families get the goods.
    pub area: AreaId,
    /// Its name.
    pub area_name: String,
    /// Title.
    pub title: String,
    /// What it is for, or empty.
    pub words: String,
    /// Its state.
    pub state: DriveState,
    /// Last second of its last day.
    pub until: Timestamp,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// Why it was called off.
    pub reason: Option<DriveCancel>,
    /// What is wanted, and how far it is.
    pub items: Vec<DriveItem>,
    /// Units of other goods on receipts that name it.
    pub others: i64,
    /// Where to bring it.
    pub places: Vec<DrivePlace>,
    /// What was done, once it is published.
    pub result: String,
    /// When it was published.
    pub published: Option<Timestamp>,
    /// Whether the reader may end it, call it off and publish its result.
    pub may_keep: bool,
    /// Whether the reader may announce goods for it: a donor of its root area.
    pub may_offer: bool,
}

/// What a record behind a number of a drive is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DriveSource {
    /// Goods on a receipt that names the drive.
    Receipt,
    /// Goods that a donor announced and has not brought yet.
    Offer,
}

crate::text_enum!(DriveSource { Receipt = "receipt", Offer = "offer" });

/// A record that counts for a drive; it names no donor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DriveFact {
    /// Number of the row, unique within the drive.
    pub number: i64,
    /// What it is.
    pub source: DriveSource,
    /// Row id of the receipt or the offer.
    pub record: i64,
    /// When it was received or announced.
    pub at: Timestamp,
    /// Units.
    pub amount: i64,
    /// The item.
    pub item: ItemId,
    /// Key of its pictogram.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// Name of the shop that received it, or where it is to be brought; empty while no shop has answered.
    pub place: String,
    /// State of the offer; `None` for goods that were received.
    pub state: Option<OfferState>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drive_names_each_item_once_and_a_place() {
        let now = 1_800_000_000;
        let new = NewDrive {
            area: 1,
            title: "冬衣".into(),
            words: String::new(),
            until: now + 20 * DAY,
            items: vec![WantedItem { item: 1, wanted: 5 }, WantedItem { item: 2, wanted: 9 }],
            places: vec![3, 3],
        };
        assert_eq!(new.clone().checked(now).map(|drive| drive.places), Ok(vec![3]));
        let twice = NewDrive { items: vec![WantedItem { item: 1, wanted: 5 }; 2], ..new.clone() };
        let none = NewDrive { items: Vec::new(), ..new.clone() };
        let nowhere = NewDrive { places: Vec::new(), ..new.clone() };
        let zero = NewDrive { items: vec![WantedItem { item: 1, wanted: 0 }], ..new.clone() };
        for wrong in [twice, none, nowhere, zero, NewDrive { until: i64::MAX, ..new }] {
            assert!(wrong.checked(now).is_err());
        }
    }

    #[test]
    fn what_is_announced_counts_before_it_comes() {
        assert_eq!((left(10, 3, 4), left(10, 12, 0)), (3, 0));
        assert!(DriveState::Ended.must_be(DriveState::Open).is_err());
    }
}
