//! Market days: what families grow or make, reviewed and shown by number, reserved by neighbours and firms. Nothing is
//! paid here, and the family's name is never shown.

use serde::{Deserialize, Serialize};

use crate::{
    Code, DAY, Error, Result, Timestamp, accounts::Role, error::Checks, households::HouseholdId, ledger::LocationId,
    text,
};

/// Row id of an offer; also its alias, the number of the stall.
pub type MarketOfferId = i64;
/// Row id of a reservation.
pub type ReservationId = i64;

/// Offers of one family that are not over at one time.
pub const OFFERS: i64 = 10;
/// Open reservations of one account.
pub const RESERVATIONS: i64 = 20;
/// Reservations of one offer that one account makes, those that it gave back included: each tells the family.
pub const RESERVATIONS_EACH: i64 = 3;
/// Days after which staff are reminded of an offer that waits for its review.
pub const REVIEW_DAYS: Timestamp = 2;
/// Days after its time within which the family says who fetched what.
pub const SETTLE_DAYS: Timestamp = 3;
/// Days ahead of which goods are offered at most.
const AHEAD_DAYS: Timestamp = 92;

/// State of an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MarketState {
    /// Waits for its review.
    Waiting,
    /// Shown to all.
    Shown,
    /// Not shown, with a reason.
    Refused,
    /// Taken back by the family.
    Withdrawn,
    /// Its time has passed.
    Over,
}

crate::text_enum!(MarketState {
    Waiting = "waiting", Shown = "shown", Refused = "refused", Withdrawn = "withdrawn", Over = "over",
});

/// An event that changes the state of an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MarketEvent {
    /// Staff show it.
    Show,
    /// Staff refuse it.
    Refuse,
    /// The family takes it back.
    Withdraw,
    /// Its time passes.
    End,
}

impl MarketState {
    /// The state after `event`.
    ///
    /// # Errors
    /// [`Code::WrongState`] where the event does not fit.
    pub fn after(self, event: MarketEvent) -> Result<MarketState> {
        match (self, event) {
            (MarketState::Waiting, MarketEvent::Show) => Ok(MarketState::Shown),
            (MarketState::Waiting, MarketEvent::Refuse) => Ok(MarketState::Refused),
            (MarketState::Waiting | MarketState::Shown, MarketEvent::Withdraw) => Ok(MarketState::Withdrawn),
            (MarketState::Waiting | MarketState::Shown, MarketEvent::End) => Ok(MarketState::Over),
            _ => Err(Error::Conflict(Code::WrongState)),
        }
    }

    /// The role that has to act; `None` once it has ended.
    #[must_use]
    pub fn owner(self) -> Option<Role> {
        match self {
            MarketState::Waiting => Some(Role::Caseworker),
            MarketState::Shown => Some(Role::Family),
            MarketState::Refused | MarketState::Withdrawn | MarketState::Over => None,
        }
    }
}

/// Why an offer is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MarketRefusal {
    /// It may not be sold so.
    NotAllowed,
    /// The words do not say what it is.
    Unclear,
    /// The price cannot be right.
    Price,
    /// It is offered already.
    Twice,
    /// Another reason.
    Other,
}

crate::text_enum!(MarketRefusal {
    NotAllowed = "not_allowed", Unclear = "unclear", Price = "price", Twice = "twice", Other = "other",
});

/// State of a reservation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReservationState {
    /// Reserved.
    Reserved,
    /// Fetched, says the family.
    Fetched,
    /// Not fetched, says the family.
    NotFetched,
    /// Given back, or the offer was taken back.
    Cancelled,
    /// The family did not say.
    Unsaid,
}

crate::text_enum!(ReservationState {
    Reserved = "reserved", Fetched = "fetched", NotFetched = "not_fetched", Cancelled = "cancelled", Unsaid = "unsaid",
});

impl ReservationState {
    /// Checks that it waits to be fetched.
    ///
    /// # Errors
    /// [`Code::WrongState`] otherwise.
    pub fn must_be_reserved(self) -> Result<()> {
        if self == ReservationState::Reserved { Ok(()) } else { Err(Error::Conflict(Code::WrongState)) }
    }
}

/// What became of a reservation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Fetching {
    /// It was fetched.
    Fetched,
    /// It was not.
    NotFetched,
}

crate::text_enum!(Fetching { Fetched = "fetched", NotFetched = "not_fetched" });

/// An offer to be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewMarketOffer {
    /// What it is, 1 to 30 characters; all read it.
    pub title: String,
    /// Unit, 1 to 8 characters: a pound, a basket.
    pub unit: String,
    /// Price of a unit in fen; 0 for a gift.
    pub price: i64,
    /// Units, 1 to 1,000.
    pub quantity: i64,
    /// Shop at which it can be fetched.
    pub location: LocationId,
    /// From when.
    pub opens: Timestamp,
    /// Until when.
    pub closes: Timestamp,
}

impl NewMarketOffer {
    /// Trims and validates all of it; the time must be ahead.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every invalid field.
    pub fn checked(self, now: Timestamp) -> Result<Self> {
        let mut checks = Checks::default();
        let title = checks.take("title", text::line(&self.title, 1, 30));
        let unit = checks.take("unit", text::line(&self.unit, 1, 8));
        checks.ensure("price", (0..=10_000_000).contains(&self.price), Code::OutOfRange);
        checks.ensure("quantity", (1..=1_000).contains(&self.quantity), Code::OutOfRange);
        checks.ensure("opens", self.opens <= now + AHEAD_DAYS * DAY, Code::OutOfRange);
        let lasts = self.closes > now && self.closes > self.opens && self.closes <= self.opens + 31 * DAY;
        checks.ensure("closes", lasts, Code::OutOfRange);
        checks.done()?;
        Ok(NewMarketOffer { title: title.unwrap_or_default(), unit: unit.unwrap_or_default(), ..self })
    }
}

/// An offer as all see it, by the number of its stall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MarketOffer {
    /// Row id, the number of the stall.
    pub id: MarketOfferId,
    /// The household, for itself and for staff who review its offers.
    pub household: Option<HouseholdId>,
    /// What it is.
    pub title: String,
    /// Unit.
    pub unit: String,
    /// Price of a unit in fen; 0 for a gift.
    pub price: i64,
    /// Units.
    pub quantity: i64,
    /// Units that are left.
    pub left: i64,
    /// Shop at which it can be fetched.
    pub location: LocationId,
    /// Its name.
    pub location_name: String,
    /// Its address.
    pub address: String,
    /// From when.
    pub opens: Timestamp,
    /// Until when.
    pub closes: Timestamp,
    /// Its state.
    pub state: MarketState,
    /// Why it is not shown.
    pub reason: Option<MarketRefusal>,
    /// Whether its time passed before it was reviewed; said to the family and its staff only.
    pub unreviewed: bool,
}

/// A reservation, for the account that made it and for the family.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = MarketReservation))]
pub struct Reservation {
    /// Row id.
    pub id: ReservationId,
    /// The offer.
    pub offer: MarketOfferId,
    /// What it is.
    pub title: String,
    /// Name of the account, for the family; empty for the account itself.
    pub name: String,
    /// Units.
    pub quantity: i64,
    /// Unit.
    pub unit: String,
    /// Price of all of it in fen.
    pub price: i64,
    /// Name of the shop.
    pub location_name: String,
    /// From when it can be fetched.
    pub opens: Timestamp,
    /// Until when.
    pub closes: Timestamp,
    /// Its state.
    pub state: ReservationState,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eggs() -> NewMarketOffer {
        NewMarketOffer {
            title: " 土鸡蛋 ".into(),
            unit: "斤".into(),
            price: 1500,
            quantity: 10,
            location: 1,
            opens: 3 * DAY,
            closes: 4 * DAY,
        }
    }

    #[test]
    fn an_offer_is_ahead_and_has_a_unit_and_a_price() {
        assert_eq!(eggs().checked(DAY).map(|new| new.title), Ok("土鸡蛋".into()));
        assert!(NewMarketOffer { title: "馕".into(), ..eggs() }.checked(DAY).is_ok(), "one character is a name");
        let title = " ".to_owned();
        let wrong = NewMarketOffer { title, unit: String::new(), price: -1, quantity: 0, closes: DAY, ..eggs() };
        let Err(Error::Invalid(fields)) = wrong.checked(2 * DAY) else { panic!("it is valid") };
        let names: Vec<_> = fields.iter().map(|f| f.name).collect();
        assert_eq!(names, ["title", "unit", "price", "quantity", "closes"]);
    }

    #[test]
    fn an_offer_is_decided_once_and_ends_once() {
        assert_eq!(MarketState::Waiting.after(MarketEvent::Show), Ok(MarketState::Shown));
        assert_eq!(MarketState::Shown.after(MarketEvent::End), Ok(MarketState::Over));
        for over in [MarketState::Refused, MarketState::Withdrawn, MarketState::Over] {
            assert_eq!(over.after(MarketEvent::Withdraw), Err(Error::Conflict(Code::WrongState)));
            assert_eq!(over.owner(), None);
        }
    }
}
