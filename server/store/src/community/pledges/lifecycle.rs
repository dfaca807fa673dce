//! Ends and ratings of pledges.

use domain::{
    Code, DAY, Timestamp,
    community::{
        partnerships::Partner,
        pledges::{LineMiss, PledgeEnd, PledgeId, PledgeMiss, PledgeRating, PledgeState, PledgeStep, RATE_DAYS},
    },
    events::Event,
};
use serde::{Deserialize, Serialize};

use super::{
    LockedPledge,
    kept::{self, Reader},
    lock_pledge, tell,
};
use crate::{Command, Refusal, Result, Tx, db::sql::run};

/// Declines a draft, takes a word back, or ends a pledge that is being kept, with a reason; one that is being kept is
/// rated then.
///
/// # Errors
/// Not found for all who act for neither partner; field `reason` for a reason of the clock; [`Code::WrongState`] once it
/// is over.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct EndPledge {
    /// The pledge.
    pub pledge: PledgeId,
    /// Why.
    pub reason: PledgeEnd,
}

impl Command for EndPledge {
    const NAME: &'static str = "pledge_end";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (held, mine) = lock_pledge(tx, self.pledge).await?;
        if !PledgeEnd::CHOICES.contains(&self.reason) {
            return Err(Refusal::field("reason", Code::Unknown).into());
        }
        match held.state()? {
            PledgeState::Signing if !held.is_signed_by(mine) => {
                drop_pledge(tx, &held, PledgeStep::Decline, Some(self.reason)).await
            }
            PledgeState::Signing | PledgeState::Shown => {
                drop_pledge(tx, &held, PledgeStep::Withdraw, Some(self.reason)).await
            }
            _ => close(tx, &held, Some(self.reason)).await,
        }
    }
}

/// Ends a locked pledge of which nothing comes, and puts what was listed for it on the board again.
pub(super) async fn drop_pledge(
    tx: &mut Tx<'_>,
    held: &LockedPledge,
    step: PledgeStep,
    reason: Option<PledgeEnd>,
) -> Result<()> {
    let state = held.state()?.after(step)?;
    let (now, account) = (tx.now, tx.actor.account);
    run!(
        tx,
        "update pledge set state = $2, ended = $3, ended_by = $4, reason = $5, next_step = 0 where id = $1",
        held.id,
        state.as_str(),
        now,
        account,
        reason.map_or("", PledgeEnd::as_str),
    )?;
    if state.frees_listing() {
        run!(tx, "update pledge_listing set state = 'open', pledge = 0 where pledge = $1 and pledge <> 0", held.id)?;
    }
    tell(tx, held, Event::PledgeOver).await?;
    tx.audit("pledge", held.id).await
}

/// Closes a locked pledge, which the area rates from now on; `until` becomes now for one that ends before its time.
pub(super) async fn close(tx: &mut Tx<'_>, held: &LockedPledge, reason: Option<PledgeEnd>) -> Result<()> {
    let state = held.state()?.after(PledgeStep::Close)?;
    let (now, account) = (tx.now, tx.actor.account);
    let until: Timestamp = held.until.min(now);
    run!(
        tx,
        "update pledge set state = $2, until = $3, ended = $4, ended_by = $5, reason = $6, next_step = $7
         where id = $1",
        held.id,
        state.as_str(),
        until,
        now,
        account,
        reason.map_or("", PledgeEnd::as_str),
        now + RATE_DAYS * DAY,
    )?;
    tell(tx, held, Event::PledgeRating).await?;
    tx.audit("pledge", held.id).await
}

/// Rates a pledge that is over, for its area: by a person who does not belong to the organisation, with a reason for
/// each line of which less was given than promised.
///
/// # Errors
/// Not found for all who act for neither partner; [`Code::NotAllowed`] for the organisation; [`Code::WrongState`] unless
/// it is over and not rated yet; field `rating` for [`PledgeRating::Kept`] with such a line; field `why` when a reason
/// is missing.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RatePledge {
    /// The pledge.
    pub pledge: PledgeId,
    /// How it was kept.
    pub rating: PledgeRating,
    /// Why lines were not kept in full.
    pub misses: Vec<LineMiss>,
}

impl Command for RatePledge {
    const NAME: &'static str = "pledge_rate";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (held, mine) = lock_pledge(tx, self.pledge).await?;
        if mine != Partner::Area {
            return Err(Refusal::NotAllowed(Code::NotAllowed).into());
        }
        let state = held.state()?.after(PledgeStep::Rate)?;
        for line in kept::lines(&mut tx.arm(), held.id, Reader::Partner).await? {
            let said = self.misses.iter().find(|miss| miss.line == line.id).map(|miss| miss.why);
            let missed = line.kept.unwrap_or_default() < line.promise.count;
            // The rating is public, beside what the records say.
            if missed && self.rating == PledgeRating::Kept {
                return Err(Refusal::field("rating", Code::Unknown).into());
            }
            if missed && said.is_none() {
                return Err(Refusal::field("why", Code::Required).into());
            }
            let why = said.filter(|_| missed).map_or("", PledgeMiss::as_str);
            run!(tx, "update pledge_line set why = $2 where id = $1", line.id, why)?;
        }
        let (now, account) = (tx.now, tx.actor.account);
        run!(
            tx,
            "update pledge set state = $2, rated = $3, rated_by = $4, rating = $5, next_step = 0 where id = $1",
            held.id,
            state.as_str(),
            now,
            account,
            self.rating.as_str(),
        )?;
        tell(tx, &held, Event::PledgeOver).await?;
        tx.audit("pledge", held.id).await
    }
}
