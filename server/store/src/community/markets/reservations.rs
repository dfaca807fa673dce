//! Reservations: units of an offer, decided by the database; nothing is paid here.

use domain::{
    Code,
    community::markets::{
        Fetching, MarketOfferId, MarketState, RESERVATIONS, RESERVATIONS_EACH, ReservationId, ReservationState,
    },
    events::Event,
    permission::Action,
};
use serde::Serialize;

use super::{
    LockedReservation, load_offer, load_reservation, lock_offer,
    offers::{of, settle_taken},
};
use crate::{
    Command, Refusal, Result, Tx,
    db::{
        area_filter::must_be_of_others,
        locks::{Writers, lock_file, lock_own_account},
        pagination::signed_in,
        sql::{is_unique, run, value},
    },
};

/// Reserves units of an offer that is shown; the family is told.
///
/// # Errors
/// Not found for an offer of another root area; not allowed for the actor's own family; field `quantity`;
/// [`Code::WrongState`] unless it is shown; [`Code::TooLate`] once its time has passed; [`Code::AlreadyReserved`];
/// [`Code::MarketLimit`]; [`Code::AlreadyTaken`] and [`Code::FewerLeft`].
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ReserveGoods {
    /// The offer.
    pub offer: MarketOfferId,
    /// Units.
    pub quantity: i64,
}

impl Command for ReserveGoods {
    const NAME: &'static str = "market_reserve";
    type Output = ReservationId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ReservationId> {
        signed_in(&tx.actor)?;
        let held = lock_own_account(tx).await?;
        let seen = load_offer(&mut tx.arm(), self.offer).await?;
        if seen.root != held.root {
            return Err(Refusal::NotFound.into());
        }
        must_be_of_others(&tx.actor, seen.household)?;
        let offer = lock_offer(tx, self.offer).await?;
        if offer.state()? != MarketState::Shown {
            return Err(Code::WrongState.into());
        }
        if offer.closes <= tx.now {
            return Err(Code::TooLate.into());
        }
        if self.quantity < 1 {
            return Err(Refusal::field("quantity", Code::OutOfRange).into());
        }
        let (now, account) = (tx.now, tx.actor.account);
        let live = value!(
            tx,
            i64,
            "select count(*) from market_reservation where account = $1 and state = 'reserved'",
            account,
        )?;
        let each = value!(
            tx,
            i64,
            "select count(*) from market_reservation where offer = $1 and account = $2",
            offer.id,
            account,
        )?;
        if live >= RESERVATIONS || each >= RESERVATIONS_EACH {
            return Err(Code::MarketLimit.into());
        }
        let taken = run!(
            tx,
            "update market_offer set taken = taken + $2 where id = $1 and $2 <= quantity - taken",
            offer.id,
            self.quantity,
        )?;
        if taken == 0 {
            let none = offer.taken >= offer.quantity;
            return Err(if none { Code::AlreadyTaken } else { Code::FewerLeft }.into());
        }
        let made = value!(
            tx,
            i64,
            "insert into market_reservation (offer, account, quantity, state, made, changed, changed_by, version)
             values ($1, $2, $3, 'reserved', $4, $4, $2, 0) returning id",
            offer.id,
            account,
            self.quantity,
            now,
        );
        let id = match made {
            Err(error) if is_unique(&error) => return Err(Code::AlreadyReserved.into()),
            other => other?,
        };
        tx.emit(Event::MarketReserved(of(&offer))).await?;
        tx.audit("market_offer", offer.id).await?;
        Ok(id)
    }
}

async fn set(tx: &mut Tx<'_>, reservation: &LockedReservation, state: ReservationState) -> Result<()> {
    let (now, account) = (tx.now, tx.actor.account);
    run!(
        tx,
        "update market_reservation set state = $2, changed = $3, changed_by = $4, version = version + 1 where id = $1",
        reservation.id,
        state.as_str(),
        now,
        account,
    )?;
    Ok(())
}

/// Gives reserved units back; the family is told.
///
/// # Errors
/// Not found for another account's; [`Code::WrongState`] once it has ended; [`Code::TooLate`] once its time has passed.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct CancelReservation {
    /// The reservation.
    pub reservation: ReservationId,
}

impl Command for CancelReservation {
    const NAME: &'static str = "market_cancel";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        let seen = load_reservation(&mut tx.arm(), self.reservation).await?;
        if seen.account != tx.actor.account {
            return Err(Refusal::NotFound.into());
        }
        let offer = lock_offer(tx, seen.offer).await?;
        let reservation = load_reservation(&mut tx.arm(), self.reservation).await?;
        reservation.state()?.must_be_reserved()?;
        if offer.closes <= tx.now {
            return Err(Code::TooLate.into());
        }
        set(tx, &reservation, ReservationState::Cancelled).await?;
        settle_taken(tx, &offer).await?;
        tx.emit(Event::MarketGivenBack(of(&offer))).await?;
        tx.audit("market_offer", offer.id).await
    }
}

/// Says what became of a reservation, by the family or by staff for it, from the time on at which it can be fetched.
///
/// # Errors
/// Not found for all others; [`Code::WrongState`] once it has ended; [`Code::TooSoon`] before its time.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct SettleReservation {
    /// The reservation.
    pub reservation: ReservationId,
    /// What became of it.
    pub fetching: Fetching,
}

impl Command for SettleReservation {
    const NAME: &'static str = "market_settle";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        let seen = load_reservation(&mut tx.arm(), self.reservation).await?;
        let household = load_offer(&mut tx.arm(), seen.offer).await?.household;
        lock_file(tx, household, Writers::FamilyAnd(Action::PostForFamily)).await?;
        let offer = lock_offer(tx, seen.offer).await?;
        if offer.household != household {
            return Err(Code::ChangedMeanwhile.into());
        }
        let reservation = load_reservation(&mut tx.arm(), self.reservation).await?;
        reservation.state()?.must_be_reserved()?;
        if tx.now < offer.opens {
            return Err(Code::TooSoon.into());
        }
        let state = match self.fetching {
            Fetching::Fetched => ReservationState::Fetched,
            Fetching::NotFetched => ReservationState::NotFetched,
        };
        set(tx, &reservation, state).await?;
        // What was not fetched can be reserved again while the offer is shown.
        settle_taken(tx, &offer).await?;
        tx.audit("market_offer", offer.id).await
    }
}
