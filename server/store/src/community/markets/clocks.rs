//! The clock of market days: reviews are asked for, families say who fetched what, offers end.

use domain::{
    DAY,
    accounts::AccountId,
    community::markets::{MarketEvent, MarketOfferId, MarketState, SETTLE_DAYS},
    events::{Event, OfMarketOffer},
};
use serde::Serialize;

use super::{
    LockedOffer, lock_offer,
    offers::{of, settle_taken},
};
use crate::{
    Command, Result, Store, Tx,
    areas::staff::{coordinators, nearest_caseworkers},
    db::{
        job_sweep::sweep,
        sql::{run, value},
    },
    households::views::household_path,
};

/// Does the next step of an offer whose time has come.
#[derive(Clone, Copy, Debug, Serialize)]
struct FollowOffer {
    offer: MarketOfferId,
}

impl Command for FollowOffer {
    const NAME: &'static str = "market_follow";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let (offer, now) = (lock_offer(tx, self.offer).await?, tx.now);
        if offer.next_at == 0 || offer.next_at > now {
            return Ok(false);
        }
        match offer.state()? {
            MarketState::Waiting if offer.closes > now => {
                wait(tx, &offer, offer.closes).await?;
                let path = household_path(&mut tx.arm(), offer.household).await?;
                let staff = coordinators(&mut tx.arm(), &path).await?;
                tx.emit(Event::MarketWaiting(OfMarketOffer { staff, ..of(&offer) })).await?;
            }
            MarketState::Shown if offer.reminded == 0 && open(tx, &offer).await? > 0 => {
                wait(tx, &offer, offer.closes + SETTLE_DAYS * DAY).await?;
                tx.emit(Event::MarketDue(of(&offer))).await?;
            }
            MarketState::Waiting => miss(tx, &offer).await?,
            MarketState::Shown => end(tx, &offer).await?,
            MarketState::Refused | MarketState::Withdrawn | MarketState::Over => return Ok(false),
        }
        tx.audit("market_offer", offer.id).await?;
        Ok(true)
    }
}

/// Ends an offer that was never reviewed, and tells its family and those who should have reviewed it.
async fn miss(tx: &mut Tx<'_>, offer: &LockedOffer) -> Result<()> {
    let path = household_path(&mut tx.arm(), offer.household).await?;
    let near = nearest_caseworkers(&mut tx.arm(), &path).await?;
    let mut staff: Vec<AccountId> = near.into_iter().map(|one| one.id).collect();
    for account in coordinators(&mut tx.arm(), &path).await? {
        if !staff.contains(&account) {
            staff.push(account);
        }
    }
    end(tx, offer).await?;
    tx.emit(Event::MarketUnreviewed(OfMarketOffer { staff, ..of(offer) })).await
}

/// Counts the reservations that wait to be fetched.
async fn open(tx: &mut Tx<'_>, offer: &LockedOffer) -> Result<i64> {
    Ok(value!(tx, i64, "select count(*) from market_reservation where offer = $1 and state = 'reserved'", offer.id,)?)
}

/// Notes that its owner was asked, and when the clock looks at it again.
async fn wait(tx: &mut Tx<'_>, offer: &LockedOffer, next: i64) -> Result<()> {
    let now = tx.now;
    run!(tx, "update market_offer set reminded = $2, next_at = $3 where id = $1", offer.id, now, next)?;
    Ok(())
}

/// Ends an offer whose time has passed. Of reservations the family said nothing.
async fn end(tx: &mut Tx<'_>, offer: &LockedOffer) -> Result<()> {
    let (now, state) = (tx.now, offer.state()?.after(MarketEvent::End)?);
    run!(
        tx,
        "update market_reservation set state = 'unsaid', changed = $2, changed_by = 0, version = version + 1
         where offer = $1 and state = 'reserved'",
        offer.id,
        now,
    )?;
    run!(tx, "update market_offer set state = $2, next_at = 0 where id = $1", offer.id, state.as_str())?;
    settle_taken(tx, offer).await
}

impl Store {
    /// Does the next step of offers whose time has come; returns how many.
    pub(crate) async fn markets_follow(&self) -> Result<i64> {
        let now = self.now();
        sweep!(
            self,
            |offer| FollowOffer { offer },
            "select next_at, id from market_offer
             where next_at > 0 and next_at <= $1 and (next_at, id) > ($2, $3) order by next_at, id limit 200",
            now,
        )
    }
}
