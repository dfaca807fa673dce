//! Market days. Units of an offer are decided under the lock of its row. Lock order: household, account, offer.

pub(crate) mod clocks;
pub(crate) mod files;
pub mod offers;
pub mod reservations;
pub mod views;

use domain::{
    Timestamp,
    accounts::AccountId,
    areas::AreaId,
    community::markets::{MarketOfferId, MarketState, ReservationId, ReservationState},
    households::HouseholdId,
};

use crate::{
    Conn, Refusal, Result, Tx,
    db::sql::{parse, row, run},
};

/// An offer whose row is locked until commit, as it was read after the lock.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct LockedOffer {
    pub id: MarketOfferId,
    pub household: HouseholdId,
    pub root: AreaId,
    pub title: String,
    pub quantity: i64,
    pub taken: i64,
    pub opens: Timestamp,
    pub closes: Timestamp,
    pub next_at: Timestamp,
    pub reminded: Timestamp,
    pub made_by: AccountId,
    state: String,
}

impl LockedOffer {
    pub(crate) fn state(&self) -> Result<MarketState> {
        parse(&self.state)
    }
}

/// Loads an offer without a lock.
pub(crate) async fn load_offer(db: &mut Conn<'_>, id: MarketOfferId) -> Result<LockedOffer> {
    row!(
        db,
        LockedOffer,
        "select id, household, root, title, quantity, taken, opens, closes, next_at, reminded, made_by, state
         from market_offer where id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}

/// Locks an offer's row until commit, then reads it. For the clocks, and callers that check permission themselves.
///
/// # Errors
/// Not found for an unknown offer.
pub(crate) async fn lock_offer(tx: &mut Tx<'_>, id: MarketOfferId) -> Result<LockedOffer> {
    run!(tx, "update market_offer set version = version + 1 where id = $1", id)?;
    load_offer(&mut tx.arm(), id).await
}

/// A reservation, as it was read after the lock of its offer.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct LockedReservation {
    pub id: ReservationId,
    pub offer: MarketOfferId,
    pub account: AccountId,
    state: String,
}

impl LockedReservation {
    pub(crate) fn state(&self) -> Result<ReservationState> {
        parse(&self.state)
    }
}

/// Loads a reservation without a lock.
pub(crate) async fn load_reservation(db: &mut Conn<'_>, id: ReservationId) -> Result<LockedReservation> {
    row!(db, LockedReservation, "select id, offer, account, state from market_reservation where id = $1", id,)?
        .ok_or_else(|| Refusal::NotFound.into())
}
