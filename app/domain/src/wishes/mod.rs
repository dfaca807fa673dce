//! Wishes of families: their state machine, public view and full view.

pub mod changes;
pub mod feed_order;
pub mod free_titles;
pub mod needs;
pub mod one_person;
pub mod priority;
mod states;
pub mod voice;

pub use feed_order::FeedOrder;
use serde::{Deserialize, Serialize};
pub use states::{WishEvent, WishState};

use crate::{
    Code, Error, Result, Timestamp,
    areas::{AreaId, AreaPath},
    catalogue::{self, Category, items::is_own},
    error::Checks,
    households::{Alias, HouseholdId},
    text,
    wishes::{
        free_titles::FreeTitle,
        needs::{FEWEST_MONTHS, MOST_MONTHS, NeedTurn},
    },
};

/// Row id of a wish.
pub type WishId = i64;

/// Days that a wish has left at least when units come back to it, so that it does not expire as it opens again.
pub const DAYS_LEFT: i64 = 14;
/// Days after which the family is reminded of a draft.
pub const DRAFT_REMINDER_DAYS: i64 = 14;
/// Days between that reminder and the withdrawal of the draft.
pub const DRAFT_GRACE_DAYS: i64 = 76;

/// Days in review after which the coordinators are told.
pub const REVIEW_LATE_DAYS: i64 = 7;
/// Days in review after which the family is told whom to ask.
pub const REVIEW_LONG_DAYS: i64 = 14;

/// A wish to be posted by the family, or by a caseworker for it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewWish {
    /// The household; 0 for the family account's own.
    #[serde(default)]
    pub household: HouseholdId,
    /// Item id in the catalogue, or of the root area's own list; 0 with a free title.
    pub item: i64,
    /// One of the item's sizes; empty if it has none.
    #[serde(default)]
    pub size: String,
    /// Units, 1 to 20.
    pub quantity: i64,
    /// Member it is for, or 0 for the whole family.
    #[serde(default)]
    pub member: i64,
    /// The family's own words, up to 200 characters; never published as they are.
    #[serde(default)]
    pub words: String,
    /// Save it as a draft instead of submitting it.
    #[serde(default)]
    pub draft: bool,
    /// Submit it although the family has an open wish for the same item, or received it within a year.
    #[serde(default)]
    pub again: bool,
    /// Reason of staff to exceed the area's limits or to post a duplicate; up to 200 characters.
    #[serde(default)]
    pub beyond: String,
    /// Title in the family's words, for what is in no list; the review gives it an item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free: Option<FreeTitle>,
    /// Number of months, 2 to 12, for which it is needed every month; left out for once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months: Option<i64>,
}

impl NewWish {
    /// Trims the texts and validates the fields.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every invalid field.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        let item = catalogue::find(self.item);
        let size = self.size.trim().to_owned();
        let free = match self.free {
            Some(free) => {
                checks.ensure("item", self.item == 0, Code::Unknown);
                checks.ensure("size", size.is_empty(), Code::Unknown);
                checks.take("title", free.checked())
            }
            None => {
                // Only the store knows a root area's own items and their sizes.
                let known = item.is_some() || is_own(self.item);
                checks.ensure("item", known, if self.item == 0 { Code::Required } else { Code::Unknown });
                None
            }
        };
        if let Some(item) = item {
            let fits = if item.sizes.is_empty() { size.is_empty() } else { item.sizes.contains(&size.as_str()) };
            checks.ensure("size", fits, if size.is_empty() { Code::Required } else { Code::Unknown });
        }
        checks.ensure("quantity", (1..=20).contains(&self.quantity), Code::OutOfRange);
        let months = self.months.is_none_or(|months| (FEWEST_MONTHS..=MOST_MONTHS).contains(&months));
        checks.ensure("months", months, Code::OutOfRange);
        let words = checks.take("words", text::words(&self.words, 0, 200));
        let beyond = checks.take("beyond", text::words(&self.beyond, 0, 200));
        checks.done()?;
        let (words, beyond) = (words.unwrap_or_default(), beyond.unwrap_or_default());
        Ok(NewWish { size, words, beyond, free, ..self })
    }
}

/// Confirmations to submit a draft: the family may have received the item since it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Meant {
    /// Submit it although the family has an open wish for the same item, or received it within a year.
    pub again: bool,
    /// Reason of staff to exceed the area's limits or to post a duplicate; up to 200 characters.
    pub beyond: String,
}

impl Meant {
    /// Trims and validates the reason.
    ///
    /// # Errors
    /// [`Error::Invalid`] if it is longer than 200 characters.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        let beyond = checks.take("beyond", text::words(&self.beyond, 0, 200));
        checks.done()?;
        Ok(Meant { beyond: beyond.unwrap_or_default(), ..self })
    }
}

/// A reviewer's decision to publish a wish.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Publication {
    /// Public words, up to 200 characters; may be empty.
    #[serde(default)]
    pub words: String,
}

impl Publication {
    /// Trims and validates the words.
    ///
    /// # Errors
    /// [`Error::Invalid`] if they are longer than 200 characters.
    pub fn checked(self) -> Result<Self> {
        Ok(Publication { words: text::words(&self.words, 0, 200).map_err(|code| Error::field("words", code))? })
    }
}

/// Trims and validates a reason that is shown to another account: 2 to 200 characters.
///
/// # Errors
/// [`Error::Invalid`] for the field `reason`.
pub fn reason(raw: &str) -> Result<String> {
    text::words(raw, 2, 200).map_err(|code| Error::field("reason", code))
}

/// A wish as the public sees it; it does not identify the family.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Wish {
    /// Row id.
    pub id: WishId,
    /// Chinese title: the item and its size.
    pub title: String,
    /// Item id; 0 while a free title waits for its review.
    pub item: i64,
    /// Key of the item and of its pictogram.
    pub key: String,
    /// Category of the item.
    pub category: Category,
    /// Size, or empty.
    pub size: String,
    /// Reviewed words, or empty.
    pub words: String,
    /// Public description of the household and the person it is for.
    #[serde(rename = "for")]
    pub alias: Alias,
    /// District id.
    pub area: AreaId,
    /// Name of the district.
    pub area_name: String,
    /// Units asked for.
    pub quantity: i64,
    /// Units of its claims.
    pub claimed: i64,
    /// Units still open to claims.
    pub remaining: i64,
    /// Its state.
    pub state: WishState,
    /// Whether a fitting lot is on a shelf of the root area.
    pub in_stock: bool,
    /// Approximate price of one unit, in yuan.
    pub cost: i64,
    /// When it was submitted.
    pub submitted: Timestamp,
    /// When its publication ends, or 0.
    pub expires: Timestamp,
    /// Photo id of its reviewed picture, or 0.
    pub photo: i64,
    /// Whether donors apply for it and staff choose one, because it is costly; then it cannot be claimed at once.
    pub by_application: bool,
    /// Whether staff have not decided about its applications in time.
    pub decision_late: bool,
    /// Its place among the turns of a standing need; null for a wish for once.
    pub turn: Option<NeedTurn>,
}

/// Units of a wish by progress.
///
/// Each number includes the later stages: what was handed over has also arrived.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Progress {
    /// Promised, or further.
    pub claimed: i64,
    /// In the shop, or further.
    pub arrived: i64,
    /// With the family, or further.
    pub handed_over: i64,
    /// Confirmed by the family or automatically.
    pub confirmed: i64,
}

/// A wish as the family and the staff of its area see it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WishFile {
    /// The public part.
    #[serde(flatten)]
    pub wish: Wish,
    /// The household.
    pub household: HouseholdId,
    /// Area the household lives in.
    pub home: AreaId,
    /// Path of that area, by which pages ask what the reader may do there.
    #[serde(skip)]
    pub home_path: AreaPath,
    /// The family's own words.
    pub own_words: String,
    /// Title in the family's words, of a wish for what is in no list.
    pub own_title: Option<String>,
    /// Whether there is a voice recording, which the family and the staff of its area can play.
    pub voice: bool,
    /// Why it was rejected or withdrawn, or empty; `file_closed` when the household file was closed.
    pub reason: String,
    /// Pick-up code, four or six digits; empty unless the reader is the family.
    pub code: String,
    /// Its progress.
    pub progress: Progress,
}

/// Filter and position of the feed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Filter {
    /// An area and everything below it, or 0 for all.
    pub area: AreaId,
    /// Category, or `None` for all.
    pub category: Option<Category>,
    /// Search words, of at least two characters.
    pub q: String,
    /// Only wishes that the shops have in stock.
    pub in_stock: bool,
    /// Maximum price of one unit in yuan, or 0 for any.
    pub max_cost: i64,
    /// Item id in the catalogue, or 0 for all.
    pub item: i64,
    /// Size of that item, or empty for all.
    pub size: String,
    /// Order of the list.
    pub order: FeedOrder,
    /// [`Page::next`] of the previous page in the same order, or 0.
    pub cursor: i64,
    /// Wishes per page, 1 to 100; 0 means 20.
    pub limit: i64,
}

/// A page of a list with the cursor of the next one.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// Entries of this page.
    pub items: Vec<T>,
    /// Cursor of the next page, or `null` at the end.
    pub next: Option<i64>,
}

/// A family's thanks for a claim.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Thanks {
    /// Row id.
    pub id: i64,
    /// The claim.
    pub claim: i64,
    /// Title of the wish.
    pub title: String,
    /// The words.
    pub words: String,
    /// One of the cards: `flower`, `sun`, `star`, `tea`.
    pub card: String,
    /// `waiting`, `released` or `withheld`.
    pub state: String,
    /// When it was written.
    pub created: Timestamp,
}

/// Cards that a family can choose from; each has a pictogram `card-…`.
pub const CARDS: &[&str] = &["flower", "sun", "star", "tea"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_required_only_for_items_with_sizes() {
        let bag = catalogue::by_key("school_bag").expect("in the catalogue");
        let lamp = catalogue::by_key("desk_lamp").expect("in the catalogue");
        let wish =
            |item: i64, size: &str| NewWish { item, size: size.into(), quantity: 1, ..NewWish::default() }.checked();
        assert_eq!(wish(bag.id, "").unwrap_err(), Error::field("size", Code::Required));
        assert!(wish(bag.id, bag.sizes[0]).is_ok());
        assert_eq!(wish(lamp.id, "XL").unwrap_err(), Error::field("size", Code::Unknown));
        assert_eq!(wish(999, "").unwrap_err(), Error::field("item", Code::Unknown));
    }
}
