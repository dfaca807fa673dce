//! The clock of pledges and of the board: drafts lapse, words bind, quarters are told, last days pass, missing ratings
//! climb and end, and those of a closed organisation end.

use domain::{
    DAY, Timestamp,
    community::pledges::{ListingId, PledgeEnd, PledgeId, PledgeState, PledgeStep, QUARTER_DAYS, RATE_DAYS},
    events::Event,
};
use serde::Serialize;

use super::{
    LockedPledge,
    lifecycle::{close, drop_pledge},
    lock_and_read, tell, tell_accounts,
};
use crate::{
    Command, Result, Store, Tx,
    areas::{
        answerers::chain::{Climb, next_above},
        staff::{auditors, coordinators},
    },
    db::{job_sweep::sweep, sql::run},
};

/// Does the next step of a pledge whose time has come, or whose organisation was closed.
#[derive(Clone, Copy, Debug, Serialize)]
struct FollowPledge {
    pledge: PledgeId,
}

impl Command for FollowPledge {
    const NAME: &'static str = "pledge_follow";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let (held, now) = (lock_and_read(tx, self.pledge).await?, tx.now);
        let state = held.state()?;
        if !held.open {
            let closed = Some(PledgeEnd::OrganisationClosed);
            match state {
                PledgeState::Signing | PledgeState::Shown => {
                    drop_pledge(tx, &held, PledgeStep::Withdraw, closed).await?;
                    return Ok(true);
                }
                PledgeState::Keeping => {
                    close(tx, &held, closed).await?;
                    return Ok(true);
                }
                _ => {}
            }
        }
        if held.next_step == 0 || held.next_step > now {
            return Ok(false);
        }
        match state {
            PledgeState::Signing => drop_pledge(tx, &held, PledgeStep::Lapse, None).await?,
            PledgeState::Shown | PledgeState::Keeping if held.until <= now => close(tx, &held, None).await?,
            PledgeState::Shown => {
                set_next(tx, &held, state.after(PledgeStep::Begin)?, held.quarter).await?;
                tx.audit("pledge", held.id).await?;
            }
            PledgeState::Keeping => {
                // After an outage one reminder stands for all that were missed.
                let missed = (now - held.quarter) / (QUARTER_DAYS * DAY);
                set_next(tx, &held, state, held.quarter + (missed + 1) * QUARTER_DAYS * DAY).await?;
                tell(tx, &held, Event::PledgeQuarter).await?;
                tx.audit("pledge", held.id).await?;
            }
            PledgeState::Rating if held.climbed == 0 => climb(tx, &held).await?,
            PledgeState::Rating => give_up(tx, &held).await?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// Sets the state, the next quarter, and when the clock looks again.
async fn set_next(tx: &mut Tx<'_>, held: &LockedPledge, state: PledgeState, quarter: Timestamp) -> Result<()> {
    run!(
        tx,
        "update pledge set state = $2, quarter = $3, next_step = $4 where id = $1",
        held.id,
        state.as_str(),
        quarter,
        quarter.min(held.until),
    )?;
    Ok(())
}

/// Tells those above the area's coordinators that a rating is missing; auditors when there is no account above.
async fn climb(tx: &mut Tx<'_>, held: &LockedPledge) -> Result<()> {
    let (now, path) = (tx.now, held.path());
    let told = coordinators(&mut tx.arm(), &path).await?;
    let mut staff = next_above(&mut tx.arm(), Climb::of(&path, 0, "", &told), now).await?.accounts;
    if staff.is_empty() {
        staff = auditors(&mut tx.arm(), &path).await?;
    }
    staff.extend(told);
    run!(tx, "update pledge set climbed = $2, next_step = $3 where id = $1", held.id, now, now + RATE_DAYS * DAY)?;
    tell_accounts(tx, held, staff, Event::PledgeRating).await?;
    tx.audit("pledge", held.id).await
}

/// Ends a pledge that was not rated even after those above were told.
async fn give_up(tx: &mut Tx<'_>, held: &LockedPledge) -> Result<()> {
    let state = held.state()?.after(PledgeStep::GiveUp)?;
    run!(tx, "update pledge set state = $2, next_step = 0 where id = $1", held.id, state.as_str())?;
    tell(tx, held, Event::PledgeOver).await?;
    tx.audit("pledge", held.id).await
}

/// Takes an entry off the board whose last day has passed.
#[derive(Clone, Copy, Debug, Serialize)]
struct LapseListing {
    listing: ListingId,
}

impl Command for LapseListing {
    const NAME: &'static str = "pledge_listing_lapse";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let now = tx.now;
        let lapsed = run!(
            tx,
            "update pledge_listing set state = 'lapsed' where id = $1 and state = 'open' and until <= $2",
            self.listing,
            now,
        )?;
        if lapsed == 0 {
            return Ok(false);
        }
        tx.audit("pledge_listing", self.listing).await?;
        Ok(true)
    }
}

impl Store {
    /// Does the next step of pledges and entries of the board whose time has come; returns how many.
    pub(crate) async fn pledges_follow(&self) -> Result<i64> {
        let now = self.now();
        let due: Result<i64> = sweep!(
            self,
            |pledge| FollowPledge { pledge },
            "select next_step, id from pledge where next_step > 0 and next_step <= $1 and (next_step, id) > ($2, $3)
             order by next_step, id limit 200",
            now,
        );
        let closed: Result<i64> = sweep!(
            self,
            |pledge| FollowPledge { pledge },
            "select p.drafted, p.id from organisation o join pledge p on p.organisation = o.id
             where o.open = false and p.state in ('signing', 'shown', 'keeping') and (p.drafted, p.id) > ($1, $2)
             order by p.drafted, p.id limit 200",
        );
        let listings: Result<i64> = sweep!(
            self,
            |listing| LapseListing { listing },
            "select until, id from pledge_listing where state = 'open' and until <= $1 and (until, id) > ($2, $3)
             order by until, id limit 200",
            now,
        );
        Ok(due? + closed? + listings?)
    }
}
