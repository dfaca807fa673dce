//! Fairness among families: repeated wishes, limits per family, and families that were never helped.

use serde::{Deserialize, Serialize};

use crate::{
    Code, DAY, Timestamp, areas::AreaId, catalogue::Category, households::HouseholdId, orders::OrderId, wishes::WishId,
};

/// Period of the yearly limit and of the check for items received before, in seconds.
pub const YEAR: Timestamp = 365 * DAY;

/// How a household already has an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Had {
    /// It has an open wish for it.
    Open,
    /// A wish for it was fulfilled.
    Wish,
    /// It took it from the free shop.
    Shop,
}

/// An earlier wish for, or reception of, the same item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Earlier {
    /// How the household has it.
    pub had: Had,
    /// The wish, or 0.
    pub wish: WishId,
    /// The free-shop order, or 0.
    pub order: OrderId,
    /// Units.
    pub quantity: i64,
    /// When it was submitted or received.
    pub at: Timestamp,
}

/// A household's use of its area's limits on wishes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Room {
    /// Open wishes.
    pub open: i64,
    /// Open wishes allowed at once; 0 for unlimited.
    pub open_limit: i64,
    /// Wishes submitted within a year that are open or fulfilled.
    pub year: i64,
    /// Wishes allowed within a year; 0 for unlimited.
    pub year_limit: i64,
    /// When the yearly limit admits another wish; 0 for now.
    pub again: Timestamp,
}

impl Room {
    /// Checks that another wish may be submitted.
    ///
    /// # Errors
    /// [`Code::YearLimit`] or [`Code::OpenLimit`] if that limit is reached. The yearly one is checked first: it lasts
    /// longer.
    pub fn admits(&self) -> Result<(), Code> {
        match self {
            room if room.year_limit > 0 && room.year >= room.year_limit => Err(Code::YearLimit),
            room if room.open_limit > 0 && room.open >= room.open_limit => Err(Code::OpenLimit),
            _ => Ok(()),
        }
    }
}

/// Facts about the family that reviewers see before they publish a wish.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Standing {
    /// How often the family was helped.
    pub helped: i64,
    /// Its use of the limits.
    pub room: Room,
    /// Earlier wishes for the same item, without this one.
    pub same: Vec<Earlier>,
    /// Reason of staff to exceed the limits or to post a duplicate, or empty.
    pub beyond: String,
    /// Whether the reader posted it, so that another account has to publish it.
    pub own_post: bool,
}

/// Filter of a list of households.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Reached {
    /// Never helped, and without an open wish.
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
    /// Household id.
    pub household: HouseholdId,
    /// Name of the contact person; masked for readers who do not keep its file.
    pub name: String,
    /// Whether the reader may post wishes for it.
    pub may_post: bool,
    /// Area it lives in.
    pub area: AreaId,
    /// Name of that area.
    pub area_name: String,
    /// Whether it is in particular hardship.
    pub hardship: bool,
    /// Number of members.
    pub size: i64,
    /// How often it was helped.
    pub helped: i64,
    /// When its file was created.
    pub since: Timestamp,
}

/// Share of an area's households that were helped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Share {
    /// The area, with everything below it.
    pub area: AreaId,
    /// Name of the area.
    pub name: String,
    /// Whether it has areas below it.
    pub below: bool,
    /// Number of household files.
    pub households: i64,
    /// Households helped at least once.
    pub helped: i64,
    /// Households never helped and without an open wish.
    pub left_out: i64,
}

impl Share {
    /// Households never helped.
    #[must_use]
    pub fn never(&self) -> i64 {
        self.households - self.helped
    }

    /// Percentage of households helped, rounded down: 100 only if all were.
    #[must_use]
    pub fn percent(&self) -> i64 {
        if self.households == 0 { 0 } else { self.helped * 100 / self.households }
    }
}

/// Goods that a family has received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Received {
    /// From a wish or from the free shop.
    pub from: Had,
    /// The wish, or 0.
    pub wish: WishId,
    /// The order, or 0.
    pub order: OrderId,
    /// Item id.
    pub item: i64,
    /// Key of the item and of its pictogram.
    pub key: String,
    /// Name of the item in the shop.
    pub name: String,
    /// Its category.
    pub category: Category,
    /// Photo id of an own item's picture, or 0.
    pub photo: i64,
    /// Size, or empty.
    pub size: String,
    /// Units.
    pub quantity: i64,
    /// When they were received.
    pub at: Timestamp,
}

/// A page of the goods that a family has received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ReceivedPage {
    /// The goods, newest first.
    pub items: Vec<Received>,
    /// Cursor of the next page, or `None` at the end.
    pub next: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_is_unlimited_and_the_yearly_limit_is_reported_first() {
        let room = Room { open: 9, year: 9, ..Room::default() };
        assert_eq!(room.admits(), Ok(()));
        assert_eq!(Room { open_limit: 9, ..room }.admits(), Err(Code::OpenLimit));
        assert_eq!(Room { open_limit: 10, ..room }.admits(), Ok(()));
        assert_eq!(Room { open_limit: 9, year_limit: 9, ..room }.admits(), Err(Code::YearLimit));
    }

    #[test]
    fn a_percentage_is_rounded_down() {
        let share = Share { area: 1, name: String::new(), below: false, households: 1000, helped: 999, left_out: 0 };
        assert_eq!((share.percent(), share.never()), (99, 1));
        assert_eq!(Share { households: 0, helped: 0, ..share }.percent(), 0);
    }
}
