//! What the clock does about claims whose owner is silent: it asks, reminds, and gives units and goods back.
//!
//! A claim has one time, `next_step`, at which the next of its steps is due. A step that was taken sets the following
//! time from now, so a role that is asked has its whole time even after an outage, and no step is taken twice.

use domain::{
    DAY, Timestamp,
    claims::{
        ClaimEvent, ClaimId, ClaimState,
        sending::{ASK_SHOP_DAYS, EndReason, FIRST_REMINDER_DAYS, REMINDER_DAYS},
    },
    events::{Event, OfGoods},
};
use serde::Serialize;

use crate::{
    Command, Result, Store, Tx,
    areas::policies::policy_for,
    claims::{
        fulfilment,
        lifecycle::{LockedClaim, keep, step},
        uncollected,
    },
    db::{job_sweep::sweep, sql::run},
    ledger::lots,
};

/// Sets when the clock acts next, after `steps` steps in this state.
async fn wait(tx: &mut Tx<'_>, kept: &LockedClaim, steps: i64, next: Timestamp) -> Result<()> {
    run!(tx, "update claim set steps = $2, next_step = $3 where id = $1", kept.claim.id, steps, next)?;
    Ok(())
}

/// Starts the wait for the family, or for the check of a used appliance, when goods are in the shop.
pub(crate) async fn start_waiting(tx: &mut Tx<'_>, id: ClaimId, collect_days: i64) -> Result<()> {
    let (next, until) = (tx.now + FIRST_REMINDER_DAYS * DAY, tx.now + collect_days * DAY);
    run!(tx, "update claim set collect_by = $2, steps = 0, next_step = $3 where id = $1", id, until, next)?;
    Ok(())
}

/// Asks the claimer where the goods are, two days later the shop, and gives the units back after its days.
async fn overdue(tx: &mut Tx<'_>, kept: &LockedClaim) -> Result<()> {
    let now = tx.now;
    match kept.clock.steps {
        0 => {
            tx.emit(Event::ClaimOverdue(kept.event(""))).await?;
            wait(tx, kept, 1, now + ASK_SHOP_DAYS * DAY).await
        }
        1 => {
            ask_shop(tx, kept, Event::ClaimMissing).await?;
            let policy = policy_for(&mut tx.arm(), &kept.wish.path()).await?;
            wait(tx, kept, 2, now + policy.waits.grace_days * DAY).await
        }
        _ => {
            step(tx, kept, ClaimEvent::Lapse, EndReason::NotArrived.as_str()).await?;
            tx.emit(Event::ClaimNotArrived(kept.event(""))).await
        }
    }
}

/// Reminds the family to collect, or the shop to check, and ends the wait on its last day.
async fn in_the_shop(tx: &mut Tx<'_>, kept: &LockedClaim) -> Result<()> {
    let now = tx.now;
    let until = match kept.claim.collect_by {
        // Arrived before goods had a last day: its time begins with the first reminder.
        0 => now + policy_for(&mut tx.arm(), &kept.wish.path()).await?.waits.collect_days * DAY,
        // The jobs stood still all the time: nothing ends without one reminder.
        past if past <= now && kept.clock.steps == 0 => now + REMINDER_DAYS * DAY,
        until => until,
    };
    if until != kept.claim.collect_by {
        run!(tx, "update claim set collect_by = $2 where id = $1", kept.claim.id, until)?;
    }
    if now < until {
        return remind(tx, kept, until).await;
    }
    if kept.claim.awaiting_check { give_up_check(tx, kept).await } else { uncollected::shelve(tx, kept).await }
}

async fn remind(tx: &mut Tx<'_>, kept: &LockedClaim, until: Timestamp) -> Result<()> {
    if kept.claim.awaiting_check {
        ask_shop(tx, kept, Event::ClaimUnchecked).await?;
    } else {
        tx.emit(Event::ClaimWaiting(kept.event(""))).await?;
    }
    let next = (tx.now + REMINDER_DAYS * DAY).min(until);
    wait(tx, kept, kept.clock.steps + 1, next).await
}

/// Opens the wish again because its appliance was never checked; the goods stay in quarantine with the shop's others.
async fn give_up_check(tx: &mut Tx<'_>, kept: &LockedClaim) -> Result<()> {
    let reason = EndReason::NotChecked.as_str();
    step(tx, kept, ClaimEvent::Revoke, reason).await?;
    fulfilment::release(tx, kept, "").await?;
    tx.emit(Event::ClaimRevoked(kept.event(""))).await
}

/// Asks the shopkeepers of the claim's location; they learn of no wish.
async fn ask_shop(tx: &mut Tx<'_>, kept: &LockedClaim, event: fn(OfGoods) -> Event) -> Result<()> {
    let (staff, title) = (lots::keepers(tx, kept.claim.location).await?, kept.wish.title());
    tx.emit(event(OfGoods { claim: kept.claim.id, wish: kept.wish.id, staff, title })).await
}

/// Takes the next step about a claim that is due; for the scheduler.
/// False when there was nothing to do.
#[derive(Clone, Copy, Debug, Serialize)]
struct FollowClaim(ClaimId);

impl Command for FollowClaim {
    const NAME: &'static str = "claim_follow";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let &Self(id) = self;
        let kept = keep(tx, id).await?;
        if kept.clock.next == 0 || kept.clock.next > tx.now {
            return Ok(false);
        }
        match kept.claim.state {
            ClaimState::OnTheWay => overdue(tx, &kept).await?,
            ClaimState::Arrived => in_the_shop(tx, &kept).await?,
            ClaimState::Revoked if kept.claim.undecided > 0 => uncollected::reopen(tx, &kept).await?,
            _ => wait(tx, &kept, 0, 0).await?,
        }
        Ok(true)
    }
}

impl Store {
    /// Takes the steps that are due about claims on the way, in a shop or undecided; returns how many.
    pub(crate) async fn claims_follow(&self) -> Result<i64> {
        sweep!(
            self,
            FollowClaim,
            "select next_step, id from claim
             where next_step > 0 and next_step <= $1 and (next_step, id) > ($2, $3) order by next_step, id limit 200",
            self.now(),
        )
    }
}

/// Reminds the claimer once, when the reminder is due; for the scheduler.
/// False when there was nothing to do.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RemindClaim(pub ClaimId);

impl Command for RemindClaim {
    const NAME: &'static str = "claim_remind";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let &Self(id) = self;
        let kept = keep(tx, id).await?;
        let now = tx.now;
        let due = run!(
            tx,
            "update claim set reminder = 0 where id = $1 and state = 'pledged' and reminder > 0 and reminder <= $2",
            id,
            now,
        )?;
        if due == 1 {
            tx.emit(Event::ClaimDue(kept.event(""))).await?;
        }
        Ok(due == 1)
    }
}

/// Ends a promise whose deadline has passed; for the scheduler.
/// False when there was nothing to do.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct LapseClaim(pub ClaimId);

impl Command for LapseClaim {
    const NAME: &'static str = "claim_lapse";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let &Self(id) = self;
        let kept = keep(tx, id).await?;
        if kept.claim.state != ClaimState::Pledged || kept.claim.due >= tx.now {
            return Ok(false);
        }
        step(tx, &kept, ClaimEvent::Lapse, "").await?;
        tx.emit(Event::ClaimLapsed(kept.event(""))).await?;
        Ok(true)
    }
}
