//! Fairness among families: who has had the same before, how much one family may ask for, who was never helped.

use serde::{Deserialize, Serialize};

use crate::{
    Code, DAY, Timestamp, areas::AreaId, catalogue::Category, households::HouseholdId, orders::OrderId, wishes::WishId,
};

/// Whoever received a thing so recently is asked whether it needs another one, and limits of a year look back so far.
pub const YEAR: Timestamp = 365 * DAY;

/// What a household has of a thing already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Had {
    /// A wish for it is under way.
    Open,
    /// Somebody fulfilled a wish for it.
    Wish,
    /// It took it from the free shop.
    Shop,
}

/// The same thing, wished for or received before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Earlier {
    /// How.
    pub had: Had,
    /// The wish, or 0.
    pub wish: WishId,
    /// The order of the free shop, or 0.
    pub order: OrderId,
    /// How many.
    pub quantity: i64,
    /// When it was sent, or received.
    pub at: Timestamp,
}

/// How much room a household has for wishes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Room {
    /// Wishes that are under way.
    pub open: i64,
    /// How many may be at once; 0 for any number.
    pub open_limit: i64,
    /// Wishes sent within a year that are under way or fulfilled.
    pub year: i64,
    /// How many may be; 0 for any number.
    pub year_limit: i64,
    /// When the year has room again, or 0 while it has.
    pub again: Timestamp,
}

impl Room {
    /// Whether another wish may be sent, and if not, which limit is in the way. The year's comes first: it lasts longer.
    ///
    /// # Errors
    /// [`Code::YearLimit`] or [`Code::OpenLimit`].
    pub fn admits(&self) -> Result<(), Code> {
        match self {
            room if room.year_limit > 0 && room.year >= room.year_limit => Err(Code::YearLimit),
            room if room.open_limit > 0 && room.open >= room.open_limit => Err(Code::OpenLimit),
            _ => Ok(()),
        }
    }
}

/// What staff want to know of the family before they let a wish out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Standing {
    /// How often the family was helped.
    pub helped: i64,
    /// How much room it has for wishes.
    pub room: Room,
    /// What it has of the same thing, besides this wish.
    pub same: Vec<Earlier>,
    /// Why staff sent the wish all the same, or empty.
    pub beyond: String,
}

/// Which of the households on file a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Reached {
    /// Never helped, and no wish under way.
    #[default]
    LeftOut,
    /// Never helped.
    Never,
    /// Helped at least once.
    Helped,
    /// All.
    All,
}

crate::text_enum!(Reached { LeftOut = "left_out", Never = "never", Helped = "helped", All = "all" });

/// A household in such a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FamilyLine {
    /// Its number.
    pub household: HouseholdId,
    /// How the family is called, for those who keep its file; for others the family name and stars.
    pub name: String,
    /// Whether the reader may post for it.
    pub may_post: bool,
    /// The area it lives in.
    pub area: AreaId,
    /// That area's name.
    pub area_name: String,
    /// In particular hardship.
    pub hardship: bool,
    /// How many people.
    pub size: i64,
    /// How often it was helped.
    pub helped: i64,
    /// Since when it is on file.
    pub since: Timestamp,
}

/// How many of an area's households were helped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Share {
    /// The area, with everything below it.
    pub area: AreaId,
    /// Its name.
    pub name: String,
    /// Whether there are areas below it.
    pub below: bool,
    /// Households on file.
    pub households: i64,
    /// Of those, helped at least once.
    pub helped: i64,
    /// Never helped and without a wish under way.
    pub left_out: i64,
}

impl Share {
    /// Never helped.
    #[must_use]
    pub fn never(&self) -> i64 {
        self.households - self.helped
    }

    /// How many in a hundred were helped; a whole hundred only when all were.
    #[must_use]
    pub fn percent(&self) -> i64 {
        if self.households == 0 { 0 } else { self.helped * 100 / self.households }
    }
}

/// Something that a family has received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Received {
    /// From a wish, or from the free shop.
    pub from: Had,
    /// The wish, or 0.
    pub wish: WishId,
    /// The order, or 0.
    pub order: OrderId,
    /// The item.
    pub item: i64,
    /// Its key, also the pictogram's.
    pub key: String,
    /// What the shop calls it.
    pub name: String,
    /// Its category.
    pub category: Category,
    /// A picture of an own item, or 0.
    pub photo: i64,
    /// The size, or empty.
    pub size: String,
    /// How many.
    pub quantity: i64,
    /// When.
    pub at: Timestamp,
}

/// One page of what a family has received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ReceivedPage {
    /// Its things, newest first.
    pub items: Vec<Received>,
    /// The cursor of the next page.
    pub next: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_is_no_limit_and_the_longer_wait_is_said_first() {
        let room = Room { open: 9, year: 9, ..Room::default() };
        assert_eq!(room.admits(), Ok(()));
        assert_eq!(Room { open_limit: 9, ..room }.admits(), Err(Code::OpenLimit));
        assert_eq!(Room { open_limit: 10, ..room }.admits(), Ok(()));
        assert_eq!(Room { open_limit: 9, year_limit: 9, ..room }.admits(), Err(Code::YearLimit));
    }

    #[test]
    fn nearly_all_is_not_all() {
        let share = Share { area: 1, name: String::new(), below: false, households: 1000, helped: 999, left_out: 0 };
        assert_eq!((share.percent(), share.never()), (99, 1));
        assert_eq!(Share { households: 0, helped: 0, ..share }.percent(), 0);
    }
}
