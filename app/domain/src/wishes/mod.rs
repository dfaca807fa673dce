//! Wishes: what a family asks for, and how far it has come.

pub mod priority;
pub mod voice;

use serde::{Deserialize, Serialize};

use crate::{
    Code, Error, Result, Timestamp,
    areas::AreaId,
    catalogue::{self, Category},
    error::Checks,
    households::{Alias, HouseholdId},
    text,
};

/// A wish's number.
pub type WishId = i64;

/// The stored state of a wish. How far it has come within `Published` is computed from its claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WishState {
    /// Begun by a caseworker or a family, not sent yet.
    Draft,
    /// Waits for review.
    Submitted,
    /// Everybody may see and claim it.
    Published,
    /// Every unit was handed over and confirmed.
    Fulfilled,
    /// Staff said no, with a reason the family reads.
    Rejected,
    /// The family (or its caseworker) took it back.
    Withdrawn,
    /// Nobody claimed it in time.
    Expired,
}

crate::text_enum!(WishState {
    Draft = "draft", Submitted = "submitted", Published = "published", Fulfilled = "fulfilled",
    Rejected = "rejected", Withdrawn = "withdrawn", Expired = "expired",
});

/// What can happen to a wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WishEvent {
    /// The family sends it.
    Submit,
    /// Staff let it out.
    Publish,
    /// Staff say no.
    Reject,
    /// Taken back.
    Withdraw,
    /// Its time passed without a live claim.
    Expire,
    /// The last unit was confirmed.
    Fulfil,
}

impl WishEvent {
    /// Every event, for the table in the tests.
    pub const ALL: &[WishEvent] = &[
        WishEvent::Submit,
        WishEvent::Publish,
        WishEvent::Reject,
        WishEvent::Withdraw,
        WishEvent::Expire,
        WishEvent::Fulfil,
    ];
}

impl WishState {
    /// The state after `event`.
    ///
    /// # Errors
    /// [`Code::WrongState`] when the event does not follow from this state.
    pub fn after(self, event: WishEvent) -> Result<WishState> {
        match (self, event) {
            (WishState::Draft, WishEvent::Submit) => Ok(WishState::Submitted),
            (WishState::Submitted, WishEvent::Publish) => Ok(WishState::Published),
            (WishState::Submitted, WishEvent::Reject) => Ok(WishState::Rejected),
            (WishState::Draft | WishState::Submitted | WishState::Published, WishEvent::Withdraw) => {
                Ok(WishState::Withdrawn)
            }
            (WishState::Published, WishEvent::Expire) => Ok(WishState::Expired),
            (WishState::Published, WishEvent::Fulfil) => Ok(WishState::Fulfilled),
            _ => Err(Error::Conflict(Code::WrongState)),
        }
    }
}

/// A wish to be posted, by the family or by a caseworker for it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewWish {
    /// The household; a family's own account may leave it 0.
    #[serde(default)]
    pub household: HouseholdId,
    /// The thing: its number in the catalogue.
    pub item: i64,
    /// One of the item's sizes, or empty where it has none.
    #[serde(default)]
    pub size: String,
    /// How many units, 1 to 20.
    pub quantity: i64,
    /// The member it is for, or 0 for the whole family.
    #[serde(default)]
    pub member: i64,
    /// The family's own words, never shown as they are; up to 200 characters.
    #[serde(default)]
    pub words: String,
    /// Keep it as a draft instead of sending it for review.
    #[serde(default)]
    pub draft: bool,
    /// Send it although the family has the same under way, or received it within a year.
    #[serde(default)]
    pub again: bool,
    /// Why, when staff send it all the same; then the area's limits do not hold it back either. Up to 200 characters.
    #[serde(default)]
    pub beyond: String,
}

impl NewWish {
    /// # Errors
    /// [`Error::Invalid`] with every wrong field.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        let item = catalogue::find(self.item);
        checks.ensure("item", item.is_some(), if self.item == 0 { Code::Required } else { Code::Unknown });
        let size = self.size.trim().to_owned();
        if let Some(item) = item {
            let fits = if item.sizes.is_empty() { size.is_empty() } else { item.sizes.contains(&size.as_str()) };
            checks.ensure("size", fits, if size.is_empty() { Code::Required } else { Code::Unknown });
        }
        checks.ensure("quantity", (1..=20).contains(&self.quantity), Code::OutOfRange);
        let words = checks.take("words", text::words(&self.words, 0, 200));
        let beyond = checks.take("beyond", text::words(&self.beyond, 0, 200));
        checks.done()?;
        Ok(NewWish { size, words: words.unwrap_or_default(), beyond: beyond.unwrap_or_default(), ..self })
    }
}

/// What is said when a draft is sent: much may have come since it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Meant {
    /// Send it although the family has the same under way, or received it within a year.
    pub again: bool,
    /// Why, when staff send it all the same; then the area's limits do not hold it back either. Up to 200 characters.
    pub beyond: String,
}

impl Meant {
    /// # Errors
    /// [`Error::Invalid`] for a reason that is too long.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        let beyond = checks.take("beyond", text::words(&self.beyond, 0, 200));
        checks.done()?;
        Ok(Meant { beyond: beyond.unwrap_or_default(), ..self })
    }
}

/// What staff decide in review.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Publication {
    /// The words that the public will read, up to 200 characters; may be empty.
    #[serde(default)]
    pub words: String,
}

impl Publication {
    /// # Errors
    /// [`Error::Invalid`] when the words are too long.
    pub fn checked(self) -> Result<Self> {
        Ok(Publication { words: text::words(&self.words, 0, 200).map_err(|code| Error::field("words", code))? })
    }
}

/// A reason that somebody else will read: 2 to 200 characters.
///
/// # Errors
/// [`Error::Invalid`] on the field `reason`.
pub fn reason(raw: &str) -> Result<String> {
    text::words(raw, 2, 200).map_err(|code| Error::field("reason", code))
}

/// A wish as everybody may see it. There is nothing in here that names a family.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Wish {
    /// Its number.
    pub id: WishId,
    /// The need in one line, in Chinese: the item and its size.
    pub title: String,
    /// The item's number in the catalogue.
    pub item: i64,
    /// The item's key, also the pictogram's.
    pub key: String,
    /// The item's category.
    pub category: Category,
    /// The size, or empty.
    pub size: String,
    /// The reviewed words, or empty.
    pub words: String,
    /// Who it is for, as far as anybody may know.
    #[serde(rename = "for")]
    pub alias: Alias,
    /// The district's number.
    pub area: AreaId,
    /// The district's name.
    pub area_name: String,
    /// Units asked for.
    pub quantity: i64,
    /// Units that somebody has promised or brought.
    pub claimed: i64,
    /// Units still wanted.
    pub remaining: i64,
    /// Where it stands.
    pub state: WishState,
    /// Whether a fitting lot is on a shelf of the root area.
    pub in_stock: bool,
    /// About what one unit costs, in yuan.
    pub cost: i64,
    /// When the family sent it.
    pub submitted: Timestamp,
    /// Until when it stays published, or 0.
    pub expires: Timestamp,
    /// A reviewed picture's number, or 0.
    pub photo: i64,
}

/// Units of a wish by how far they have come. Each includes the later ones: what was handed over
/// has also arrived.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Progress {
    /// Promised, or further.
    pub claimed: i64,
    /// In the shop, or further.
    pub arrived: i64,
    /// With the family, or further.
    pub handed_over: i64,
    /// Confirmed by the family or by time.
    pub confirmed: i64,
}

/// A wish as the family and the staff of its area see it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WishFile {
    /// What everybody sees.
    #[serde(flatten)]
    pub wish: Wish,
    /// The household.
    pub household: HouseholdId,
    /// The area in which the household lives.
    pub home: AreaId,
    /// The family's own words.
    pub own_words: String,
    /// Whether the family said something as well, which it and the staff of its area can hear.
    pub voice: bool,
    /// Why staff said no, or why it was withdrawn; or empty.
    pub reason: String,
    /// The family's pick-up code: four digits.
    pub code: String,
    /// How far it has come.
    pub progress: Progress,
}

/// What the feed is narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Filter {
    /// An area and everything below it, or 0 for all.
    pub area: AreaId,
    /// A category.
    pub category: Option<Category>,
    /// Words to look for; two characters are enough.
    pub q: String,
    /// Only what the shop has.
    pub in_stock: bool,
    /// At most this many yuan a unit, or 0 for any.
    pub max_cost: i64,
    /// One item of the catalogue, or 0 for all.
    pub item: i64,
    /// One of that item's sizes, or empty for all.
    pub size: String,
    /// [`Page::next`] of the page before, or 0.
    pub cursor: i64,
    /// How many, 1 to 50; 0 means 20.
    pub limit: i64,
}

/// One page of a list, with where the next begins.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The items of this page.
    pub items: Vec<T>,
    /// The cursor of the next page, or `null` at the end.
    pub next: Option<i64>,
}

/// A family's thank-you for a claim.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Thanks {
    /// Its number.
    pub id: i64,
    /// The claim.
    pub claim: i64,
    /// The wish's title.
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

/// The cards a family may choose from; each has a pictogram `card-…`.
pub const CARDS: &[&str] = &["flower", "sun", "star", "tea"];

#[cfg(test)]
mod tests {
    use super::*;

    /// The whole machine, written out: whatever is not here must be refused.
    #[test]
    fn every_transition_is_in_the_design_and_no_other() {
        use WishEvent as E;
        use WishState as S;
        let design = [
            (S::Draft, E::Submit, S::Submitted),
            (S::Draft, E::Withdraw, S::Withdrawn),
            (S::Submitted, E::Publish, S::Published),
            (S::Submitted, E::Reject, S::Rejected),
            (S::Submitted, E::Withdraw, S::Withdrawn),
            (S::Published, E::Withdraw, S::Withdrawn),
            (S::Published, E::Expire, S::Expired),
            (S::Published, E::Fulfil, S::Fulfilled),
        ];
        for from in S::ALL {
            for event in E::ALL {
                let expected = design.iter().find(|(f, e, _)| f == from && e == event).map(|(_, _, to)| *to);
                assert_eq!(from.after(*event).ok(), expected, "{from:?} {event:?}");
            }
        }
    }

    #[test]
    fn a_size_is_asked_for_only_where_it_matters() {
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
