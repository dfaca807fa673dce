//! Offers: somebody has things that a family could use, and asks the shop first.

use serde::{Deserialize, Serialize};

use crate::{
    Code, DAY, Result, Timestamp,
    areas::AreaId,
    error::Checks,
    ledger::{Condition, LocationId},
    stock::receipts::ReceiptId,
    text,
};

/// An offer's number.
pub type OfferId = i64;

/// A donor has at most so many offers that nobody has decided or received.
pub const MOST_OPEN: i64 = 20;

/// At most so many pictures of an offer.
pub const MOST_PHOTOS: usize = 3;

/// Where an offer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OfferState {
    /// The shop has not answered yet.
    Offered,
    /// The shop wants it, and said when and where.
    Accepted,
    /// The shop cannot use it now, and said why.
    Declined,
    /// It was brought; there is a receipt.
    Received,
    /// The donor took the offer back.
    Withdrawn,
}

crate::text_enum!(OfferState {
    Offered = "offered", Accepted = "accepted", Declined = "declined", Received = "received", Withdrawn = "withdrawn",
});

/// What can happen to an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferEvent {
    /// The shop names a day and a place; again, to name another.
    Accept,
    /// The shop says no, politely.
    Decline,
    /// The goods were brought.
    Receive,
    /// The donor has thought better of it.
    Withdraw,
}

impl OfferState {
    /// Where it stands after `event`.
    ///
    /// # Errors
    /// [`Code::WrongState`] when the event does not follow.
    pub fn after(self, event: OfferEvent) -> Result<OfferState> {
        use OfferEvent as E;
        use OfferState as S;
        match (self, event) {
            (S::Offered | S::Accepted, E::Accept) => Ok(S::Accepted),
            (S::Offered | S::Accepted, E::Decline) => Ok(S::Declined),
            (S::Accepted, E::Receive) => Ok(S::Received),
            (S::Offered | S::Accepted, E::Withdraw) => Ok(S::Withdrawn),
            _ => Err(crate::Error::Conflict(Code::WrongState)),
        }
    }

    /// Whether somebody still has to do something.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, OfferState::Offered | OfferState::Accepted)
    }
}

/// Why a shop says no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeclineReason {
    /// The shelves are full of it.
    Plenty,
    /// There is no room for something of this size.
    NoRoom,
    /// Nobody here has asked for it.
    NotNeeded,
    /// It may not be passed on: hygiene, safety, opened food or medicine.
    NotAllowed,
    /// Too worn to be a gift.
    TooWorn,
    /// Something else, in the shop's own words.
    Other,
}

crate::text_enum!(DeclineReason {
    Plenty = "plenty", NoRoom = "no_room", NotNeeded = "not_needed", NotAllowed = "not_allowed", TooWorn = "too_worn",
    Other = "other",
});

/// What somebody offers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewOffer {
    /// The item, or 0 when it is in the donor's own words.
    #[serde(default)]
    pub item: i64,
    /// Its size, or empty.
    #[serde(default)]
    pub size: String,
    /// What it is, in the donor's own words, when it is none of the pictures.
    #[serde(default)]
    pub thing: String,
    /// How many, 1 to 999.
    pub quantity: i64,
    /// New or used.
    pub condition: Condition,
    /// Anything the shop should know, or empty.
    #[serde(default)]
    pub words: String,
    /// Whether the donor agrees to be named on the monthly notice.
    #[serde(default)]
    pub named: bool,
}

impl NewOffer {
    /// Trims the words and looks at what can be judged without a database.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] with every wrong field.
    pub fn checked(mut self) -> Result<Self> {
        let mut checks = Checks::default();
        // What the item is says what it is; then own words only add to it.
        let least = usize::from(self.item == 0);
        self.thing = checks.take("thing", text::line(&self.thing, least, 40)).unwrap_or_default();
        self.words = checks.take("words", text::words(&self.words, 0, 300)).unwrap_or_default();
        checks.ensure("quantity", (1..=999).contains(&self.quantity), Code::OutOfRange);
        checks.done()?;
        Ok(self)
    }
}

/// The shop's yes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Acceptance {
    /// Where to bring it.
    pub location: LocationId,
    /// On which day, as any moment of it.
    pub day: Timestamp,
    /// A word for the donor, or empty.
    #[serde(default)]
    pub words: String,
}

impl Acceptance {
    /// # Errors
    /// A day that is over or further away than a quarter, or too many words.
    pub fn checked(mut self, now: Timestamp) -> Result<Self> {
        let mut checks = Checks::default();
        self.words = checks.take("words", text::words(&self.words, 0, 200)).unwrap_or_default();
        checks.ensure("day", self.day >= now - DAY && self.day <= now + 92 * DAY, Code::OutOfRange);
        checks.done()?;
        Ok(self)
    }
}

/// The shop's no.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = OfferRefusal))]
pub struct Refusal {
    /// Why.
    pub reason: DeclineReason,
    /// The shop's own words; needed for [`DeclineReason::Other`].
    #[serde(default)]
    pub words: String,
}

impl Refusal {
    /// # Errors
    /// Too many words, or none where the reason is in them.
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
    /// Its number.
    pub id: OfferId,
    /// The root area whose shops are asked.
    pub root: AreaId,
    /// Who offers, by name; nothing else of the account.
    pub donor: String,
    /// The donor's organisation, or empty.
    pub organisation: String,
    /// The item, or 0.
    pub item: i64,
    /// Its pictogram, or empty.
    pub key: String,
    /// Its Chinese name, or what the donor called it.
    pub name: String,
    /// Its size, or empty.
    pub size: String,
    /// How many.
    pub quantity: i64,
    /// New or used.
    pub condition: Condition,
    /// The donor's words, or empty.
    pub words: String,
    /// Whether the donor agrees to be named.
    pub named: bool,
    /// Where it stands.
    pub state: OfferState,
    /// Where to bring it, once accepted; 0 before.
    pub location: LocationId,
    /// That location's name, or empty.
    pub location_name: String,
    /// That location's address, or empty.
    pub address: String,
    /// When that location is open, or empty.
    pub hours: String,
    /// On which day, once accepted.
    pub day: Timestamp,
    /// Why not, once declined.
    pub reason: Option<DeclineReason>,
    /// The shop's own words, or empty.
    pub answer: String,
    /// The receipt, once received.
    pub receipt: ReceiptId,
    /// When it was offered.
    pub created: Timestamp,
    /// The last change.
    pub changed: Timestamp,
    /// Pictures.
    pub photos: Vec<i64>,
}

/// What the shop knows of a thing when somebody offers it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = OfferNeed))]
pub struct Need {
    /// Free on all shelves of the root area.
    pub have: i64,
    /// Units that open wishes still miss.
    pub wished: i64,
    /// What the shops want to have at least, or 0.
    pub minimum: i64,
}

impl Need {
    /// How many the shops could use now.
    #[must_use]
    pub fn wanted(self) -> i64 {
        (self.wished + self.minimum - self.have).max(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_transition_is_in_the_design_and_no_other() {
        use OfferEvent as E;
        use OfferState as S;
        let design = [
            (S::Offered, E::Accept, S::Accepted),
            (S::Accepted, E::Accept, S::Accepted),
            (S::Offered, E::Decline, S::Declined),
            (S::Accepted, E::Decline, S::Declined),
            (S::Accepted, E::Receive, S::Received),
            (S::Offered, E::Withdraw, S::Withdrawn),
            (S::Accepted, E::Withdraw, S::Withdrawn),
        ];
        for from in S::ALL {
            for event in [E::Accept, E::Decline, E::Receive, E::Withdraw] {
                let expected = design.iter().find(|(f, e, _)| f == from && *e == event).map(|(_, _, to)| *to);
                assert_eq!(from.after(event).ok(), expected, "{from:?} {event:?}");
            }
        }
    }

    #[test]
    fn own_words_are_needed_only_where_nothing_else_says_it() {
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
    fn a_need_is_what_is_missing_and_never_less_than_nothing() {
        assert_eq!(Need { have: 3, wished: 5, minimum: 4 }.wanted(), 6);
        assert_eq!(Need { have: 30, wished: 5, minimum: 4 }.wanted(), 0);
    }
}
