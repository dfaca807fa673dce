//! Offers of families: made, reviewed by staff before they are shown, taken back.

use domain::{
    Code, DAY,
    areas::AreaPath,
    community::markets::{MarketEvent, MarketOfferId, MarketRefusal, MarketState, NewMarketOffer, OFFERS, REVIEW_DAYS},
    events::{Event, OfMarketOffer, OfReservation},
    households::HouseholdId,
    permission::Action,
};
use serde::Serialize;

use super::{LockedOffer, load_offer, lock_offer};
use crate::{
    Command, Refusal, Result, Tx,
    areas::staff::nearest_caseworkers,
    db::{
        area_filter::must_be_of_others,
        locks::{Writers, lock_file, lock_open_household},
        pagination::signed_in,
        sql::{rows, run, value},
    },
    households::views::household_path,
};

/// Event payload for a family or for staff.
pub(crate) fn of(offer: &LockedOffer) -> OfMarketOffer {
    OfMarketOffer { offer: offer.id, household: offer.household, staff: Vec::new(), title: offer.title.clone() }
}

/// Offers what a household grows or makes, by the family or by staff for it; staff review it before it is shown.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::FileClosed`]; invalid fields; field `location` for a shop that is
/// closed or of another root area; [`Code::MarketLimit`] with as many offers as a family may have.
#[derive(Clone, Debug, Serialize)]
pub struct OfferGoods {
    /// The household.
    pub household: HouseholdId,
    /// The offer.
    pub new: NewMarketOffer,
}

impl Command for OfferGoods {
    const NAME: &'static str = "market_offer";
    type Output = MarketOfferId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<MarketOfferId> {
        let file = lock_open_household(tx, self.household, Writers::FamilyAnd(Action::PostForFamily)).await?;
        let (now, account) = (tx.now, tx.actor.account);
        let new = self.new.clone().checked(now)?;
        let known = value!(
            tx,
            i64,
            "select count(*) from location where id = $1 and root = $2 and open = true",
            new.location,
            file.root,
        )?;
        if known == 0 {
            return Err(Refusal::field("location", Code::Unknown).into());
        }
        let live = value!(
            tx,
            i64,
            "select count(*) from market_offer where household = $1 and state in ('waiting', 'shown')",
            file.id,
        )?;
        if live >= OFFERS {
            return Err(Code::MarketLimit.into());
        }
        let id = value!(
            tx,
            i64,
            "insert into market_offer (household, root, title, unit, price, quantity, taken, location, opens, closes, state,
                 reason, next_at, reminded, made, made_by, decided, decided_by, version)
             values ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9, 'waiting', '', $10, 0, $11, $12, 0, 0, 0) returning id",
            file.id,
            file.root,
            &new.title,
            &new.unit,
            new.price,
            new.quantity,
            new.location,
            new.opens,
            new.closes,
            new.closes.min(now + REVIEW_DAYS * DAY),
            now,
            account,
        )?;
        let staff = nearest_caseworkers(&mut tx.arm(), &file.path()).await?.into_iter().map(|one| one.id).collect();
        let of = OfMarketOffer { offer: id, household: file.id, staff, title: new.title };
        tx.emit(Event::MarketOffered(of)).await?;
        tx.audit("market_offer", id).await?;
        Ok(id)
    }
}

/// Checks that the actor reviews offers of the family's area and not its own, and locks the offer.
async fn lock_for_review(tx: &mut Tx<'_>, id: MarketOfferId) -> Result<LockedOffer> {
    tx.actor.must_somewhere(Action::ReviewWishes)?;
    let seen = load_offer(&mut tx.arm(), id).await?;
    let path: AreaPath = household_path(&mut tx.arm(), seen.household).await?;
    tx.actor.must(Action::ReviewWishes, &path)?;
    must_be_of_others(&tx.actor, seen.household)?;
    lock_offer(tx, id).await
}

async fn decide(tx: &mut Tx<'_>, offer: &LockedOffer, state: MarketState, reason: &str) -> Result<()> {
    let (now, account) = (tx.now, tx.actor.account);
    let next = if state == MarketState::Shown { offer.closes } else { 0 };
    run!(
        tx,
        "update market_offer set state = $2, reason = $3, next_at = $4, reminded = 0, decided = $5, decided_by = $6
         where id = $1",
        offer.id,
        state.as_str(),
        reason,
        next,
        now,
        account,
    )?;
    tx.audit("market_offer", offer.id).await
}

/// Shows an offer to all.
///
/// # Errors
/// Not found outside the actor's areas; not allowed for the actor's own family; [`Code::OwnPost`] for the account that
/// made it; [`Code::WrongState`] unless it waits; [`Code::TooLate`] once its time has passed.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ShowOffer {
    /// The offer.
    pub offer: MarketOfferId,
}

impl Command for ShowOffer {
    const NAME: &'static str = "market_show";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let offer = lock_for_review(tx, self.offer).await?;
        if offer.made_by == tx.actor.account {
            return Err(Code::OwnPost.into());
        }
        let state = offer.state()?.after(MarketEvent::Show)?;
        if offer.closes <= tx.now {
            return Err(Code::TooLate.into());
        }
        decide(tx, &offer, state, "").await?;
        tx.emit(Event::MarketShown(of(&offer))).await
    }
}

/// Refuses an offer, with a reason that the family reads.
///
/// # Errors
/// Not found outside the actor's areas; not allowed for the actor's own family; [`Code::WrongState`] unless it waits.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RefuseOffer {
    /// The offer.
    pub offer: MarketOfferId,
    /// Why it is not shown.
    pub reason: MarketRefusal,
}

impl Command for RefuseOffer {
    const NAME: &'static str = "market_refuse";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let offer = lock_for_review(tx, self.offer).await?;
        let state = offer.state()?.after(MarketEvent::Refuse)?;
        decide(tx, &offer, state, self.reason.as_str()).await?;
        tx.emit(Event::MarketRefused(of(&offer))).await
    }
}

/// Takes an offer back, by the family or by staff for it; those who reserved are told.
///
/// # Errors
/// Not found for all others; [`Code::WrongState`] once it has ended.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct WithdrawOffer {
    /// The offer.
    pub offer: MarketOfferId,
}

impl Command for WithdrawOffer {
    const NAME: &'static str = "market_withdraw";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        let seen = load_offer(&mut tx.arm(), self.offer).await?;
        lock_file(tx, seen.household, Writers::FamilyAnd(Action::PostForFamily)).await?;
        let offer = lock_offer(tx, self.offer).await?;
        if offer.household != seen.household {
            return Err(Code::ChangedMeanwhile.into());
        }
        withdraw(tx, &offer).await
    }
}

/// Takes a locked offer back and tells those who reserved.
///
/// # Errors
/// [`Code::WrongState`] once it has ended.
pub(crate) async fn withdraw(tx: &mut Tx<'_>, offer: &LockedOffer) -> Result<()> {
    let state = offer.state()?.after(MarketEvent::Withdraw)?;
    decide(tx, offer, state, "").await?;
    let open = rows!(
        tx,
        (i64, i64),
        "select id, account from market_reservation where offer = $1 and state = 'reserved' order by id",
        offer.id,
    )?;
    let (now, account) = (tx.now, tx.actor.account);
    run!(
        tx,
        "update market_reservation set state = 'cancelled', changed = $2, changed_by = $3, version = version + 1
         where offer = $1 and state = 'reserved'",
        offer.id,
        now,
        account,
    )?;
    settle_taken(tx, offer).await?;
    for (reservation, account) in open {
        let of = OfReservation { reservation, account, title: offer.title.clone() };
        tx.emit(Event::MarketWithdrawn(of)).await?;
    }
    Ok(())
}

/// Counts the units again that are not given back. The caller has locked the offer.
pub(crate) async fn settle_taken(tx: &mut Tx<'_>, offer: &LockedOffer) -> Result<()> {
    run!(
        tx,
        "update market_offer set taken = (select coalesce(cast(sum(r.quantity) as bigint), 0) from market_reservation r
             where r.offer = market_offer.id and r.state in ('reserved', 'fetched', 'unsaid')) where id = $1",
        offer.id,
    )?;
    Ok(())
}
