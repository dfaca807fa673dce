//! Offers: a donor asks the shops whether they can use goods, before bringing them.

use serde::{Deserialize, Serialize};

use crate::{
    Code, DAY, Result, Timestamp,
    areas::AreaId,
    error::Checks,
    ledger::{Condition, LocationId},
    stock::receipts::ReceiptId,
    text,
};

/// Row id of an offer.
pub type OfferId = i64;

/// Open offers that one donor may have.
pub const MOST_OPEN: i64 = 20;

/// Pictures of one offer.
pub const MOST_PHOTOS: usize = 3;

/// State of an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OfferState {
    /// Not answered yet.
    Offered,
    /// Accepted, with a day and a location.
    Accepted,
    /// Declined, with a reason.
    Declined,
    /// Brought; there is a receipt.
    Received,
    /// Withdrawn by the donor.
    Withdrawn,
}

crate::text_enum!(OfferState {
    Offered = "offered", Accepted = "accepted", Declined = "declined", Received = "received", Withdrawn = "withdrawn",
});

/// An event that may change the state of an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferEvent {
    /// The shop accepts it with a day and a location; repeated to change them.
    Accept,
    /// The shop declines it.
    Decline,
    /// The goods were brought.
    Receive,
    /// The donor withdraws it.
    Withdraw,
}

impl OfferState {
    /// The state after `event`.
    ///
    /// # Errors
    /// [`Code::WrongState`] if this state does not allow the event.
    pub fn after(self, event: OfferEvent) -> Result<OfferState> {
        match (self, event) {
            (Self::Offered | Self::Accepted, OfferEvent::Accept) => Ok(Self::Accepted),
            (Self::Offered | Self::Accepted, OfferEvent::Decline) => Ok(Self::Declined),
            (Self::Accepted, OfferEvent::Receive) => Ok(Self::Received),
            (Self::Offered | Self::Accepted, OfferEvent::Withdraw) => Ok(Self::Withdrawn),
            _ => Err(crate::Error::Conflict(Code::WrongState)),
        }
    }

    /// Whether it still waits for the shop or the donor.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, OfferState::Offered | OfferState::Accepted)
    }
}

/// Why a shop declines an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeclineReason {
    /// The shelves are full of it.
    Plenty,
    /// There is no room for goods of this size.
    NoRoom,
    /// No family has asked for it.
    NotNeeded,
    /// It must not be passed on: hygiene, safety, opened food or medicine.
    NotAllowed,
    /// Too worn to be given away.
    TooWorn,
    /// Another reason, in the shop's own words.
    Other,
}

crate::text_enum!(DeclineReason {
    Plenty = "plenty", NoRoom = "no_room", NotNeeded = "not_needed", NotAllowed = "not_allowed", TooWorn = "too_worn",
    Other = "other",
});

/// An offer to be made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewOffer {
    /// Item id, or 0 if `thing` describes it.
    #[serde(default)]
    pub item: i64,
    /// Size, or empty.
    #[serde(default)]
    pub size: String,
    /// Description for goods outside the catalogue; required without an item.
    #[serde(default)]
    pub thing: String,
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

impl NewOffer {
    /// Trims the texts and validates what can be checked without the database.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] with every invalid field.
    pub fn checked(mut self) -> Result<Self> {
        let mut checks = Checks::default();
        // With an item, `thing` is only an addition.
        let least = usize::from(self.item == 0);
        self.thing = checks.take("thing", text::line(&self.thing, least, 40)).unwrap_or_default();
        self.words = checks.take("words", text::words(&self.words, 0, 300)).unwrap_or_default();
        checks.ensure("quantity", (1..=999).contains(&self.quantity), Code::OutOfRange);
        checks.done()?;
        Ok(self)
    }
}

/// Acceptance of an offer.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Acceptance {
    /// Location to bring the goods to.
    pub location: LocationId,
    /// Day to bring them on, as any moment of it.
    pub day: Timestamp,
    /// Message to the donor, or empty.
    #[serde(default)]
    pub words: String,
}

impl Acceptance {
    /// Trims the message and validates the fields.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] if the day is past or more than 92 days ahead, or the message is too long.
    pub fn checked(mut self, now: Timestamp) -> Result<Self> {
        let mut checks = Checks::default();
        self.words = checks.take("words", text::words(&self.words, 0, 200)).unwrap_or_default();
        checks.ensure("day", self.day >= now - DAY && self.day <= now + 92 * DAY, Code::OutOfRange);
        checks.done()?;
        Ok(self)
    }
}

/// A shop's refusal of an offer.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = OfferRefusal))]
pub struct Refusal {
    /// The reason.
    pub reason: DeclineReason,
    /// The shop's own words; required for [`DeclineReason::Other`].
    #[serde(default)]
    pub words: String,
}

impl Refusal {
    /// Trims and validates the words.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] if they are too long, or missing for [`DeclineReason::Other`].
    pub fn checked(mut self) -> Result<Self> {
        let least = if self.reason == DeclineReason::Other { 2 } else { 0 };
        let mut checks = Checks::default();
        self.words = checks.take("words", text::words(&self.words, least, 200)).unwrap_or_default();
        checks.done()?;
        Ok(self)
    }
}

/// An offer as its donor and the shop see it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Offer {
    /// Row id.
    pub id: OfferId,
    /// Root area whose shops are asked.
    pub root: AreaId,
    /// Name of the donor; nothing else of the account.
    pub donor: String,
    /// The donor's organisation, or empty.
    pub organisation: String,
    /// Item id, or 0.
    pub item: i64,
    /// Key of its pictogram, or empty.
    pub key: String,
    /// Its Chinese name, or the donor's description.
    pub name: String,
    /// Size, or empty.
    pub size: String,
    /// Units.
    pub quantity: i64,
    /// New or used.
    pub condition: Condition,
    /// The donor's message, or empty.
    pub words: String,
    /// Whether the donor agrees to be named.
    pub named: bool,
    /// Its state.
    pub state: OfferState,
    /// Location to bring it to; 0 until accepted.
    pub location: LocationId,
    /// Name of that location, or empty.
    pub location_name: String,
    /// Its address, or empty.
    pub address: String,
    /// Its opening hours, or empty.
    pub hours: String,
    /// Day to bring it on; 0 until accepted.
    pub day: Timestamp,
    /// Why it was declined; `None` in any other state.
    pub reason: Option<DeclineReason>,
    /// The shop's own words, or empty.
    pub answer: String,
    /// Receipt id; 0 until received.
    pub receipt: ReceiptId,
    /// When it was made.
    pub created: Timestamp,
    /// When it last changed.
    pub changed: Timestamp,
    /// Photo ids of its pictures.
    pub photos: Vec<i64>,
}

/// Demand for offered goods, as shown to the donor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = OfferNeed))]
pub struct Need {
    /// Units available on all shelves of the root area.
    pub have: i64,
    /// Units that open wishes still need.
    pub wished: i64,
    /// Minimum stock, or 0.
    pub minimum: i64,
}

impl Need {
    /// Units that the shops could use now, at least 0.
    #[must_use]
    pub fn wanted(self) -> i64 {
        (self.wished + self.minimum - self.have).max(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_listed_transitions_are_allowed() {
        let design = [
            (OfferState::Offered, OfferEvent::Accept, OfferState::Accepted),
            (OfferState::Accepted, OfferEvent::Accept, OfferState::Accepted),
            (OfferState::Offered, OfferEvent::Decline, OfferState::Declined),
            (OfferState::Accepted, OfferEvent::Decline, OfferState::Declined),
            (OfferState::Accepted, OfferEvent::Receive, OfferState::Received),
            (OfferState::Offered, OfferEvent::Withdraw, OfferState::Withdrawn),
            (OfferState::Accepted, OfferEvent::Withdraw, OfferState::Withdrawn),
        ];
        for from in OfferState::ALL {
            for event in [OfferEvent::Accept, OfferEvent::Decline, OfferEvent::Receive, OfferEvent::Withdraw] {
                let expected = design.iter().find(|(f, e, _)| f == from && *e == event).map(|(_, _, to)| *to);
                assert_eq!(from.after(event).ok(), expected, "{from:?} {event:?}");
            }
        }
    }

    #[test]
    fn own_words_are_required_only_without_an_item_or_reason() {
        let offer = NewOffer {
            item: 0,
            size: String::new(),
            thing: String::new(),
            quantity: 1,
            condition: Condition::Used,
            words: String::new(),
            named: false,
        };
        assert!(offer.clone().checked().is_err());
        assert!(NewOffer { item: 3, ..offer.clone() }.checked().is_ok());
        assert!(NewOffer { thing: "旧书桌".into(), ..offer.clone() }.checked().is_ok());
        assert!(NewOffer { item: 3, quantity: 1000, ..offer }.checked().is_err());
        let no = |reason, words: &str| Refusal { reason, words: words.into() }.checked().is_ok();
        assert!(no(DeclineReason::Plenty, "") && !no(DeclineReason::Other, "") && no(DeclineReason::Other, "搬家了"));
    }

    #[test]
    fn a_need_is_the_missing_units_and_never_negative() {
        assert_eq!(Need { have: 3, wished: 5, minimum: 4 }.wanted(), 6);
        assert_eq!(Need { have: 30, wished: 5, minimum: 4 }.wanted(), 0);
    }
}
