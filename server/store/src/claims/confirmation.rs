//! Confirmation of a claim: by its family, with the end of the family's file, or by the clock.

use domain::{
    DAY,
    claims::{ClaimEvent, ClaimId, ClaimState},
    events::Event,
};
use serde::Serialize;

use crate::{
    Command, Refusal, Result, Tx,
    areas::policies::policy_for,
    claims::lifecycle::{LockedClaim, keep, step},
    db::sql::{run, value},
    wishes,
};

/// Confirms that the actor's family has the goods.
///
/// # Errors
/// Not signed in; not found for another family's claim; [`domain::Code::WrongState`] before the hand-over.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ConfirmClaim(pub ClaimId);

impl Command for ConfirmClaim {
    const NAME: &'static str = "claim_confirm";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let Self(id) = self;
        let kept = keep(tx, *id).await?;
        if tx.actor.must_be_family()? != kept.wish.household {
            return Err(Refusal::NotFound.into());
        }
        confirmed(tx, &kept).await?;
        if tx.actor.is_marked() {
            run!(tx, "update claim set staff_issued = true where id = $1", *id)?;
        }
        Ok(())
    }
}

async fn confirmed(tx: &mut Tx<'_>, kept: &LockedClaim) -> Result<()> {
    step(tx, kept, ClaimEvent::Confirm, "").await?;
    end_dispute(tx, kept.claim.id).await?;
    wishes::endings::settle(tx, &kept.wish).await?;
    tx.emit(Event::ClaimConfirmed(kept.event(""))).await
}

/// Confirms a handed-over claim when the family's file closes and the family no longer can.
/// Does nothing when the family or the clock has confirmed it meanwhile.
pub(crate) async fn confirm_with_file(tx: &mut Tx<'_>, id: ClaimId) -> Result<()> {
    let kept = keep(tx, id).await?;
    if kept.claim.state != ClaimState::HandedOver {
        return Ok(());
    }
    confirmed(tx, &kept).await
}

/// Returns whether the family disputes the hand-over of a claim, and a coordinator has to decide.
async fn is_disputed(tx: &mut Tx<'_>, id: ClaimId) -> Result<bool> {
    let open = value!(tx, i64, "select count(*) from dispute where claim = $1 and state = 'open'", id)?;
    Ok(open > 0)
}

/// Ends the open dispute about a claim, because its family says that it has the goods.
async fn end_dispute(tx: &mut Tx<'_>, id: ClaimId) -> Result<()> {
    let (now, account) = (tx.now, tx.actor.account);
    run!(
        tx,
        "update dispute set state = 'withdrawn', decided = $2, decided_by = $3, version = version + 1
         where claim = $1 and state = 'open'",
        id,
        now,
        account,
    )?;
    Ok(())
}

/// Confirms a claim that was handed over long enough ago and is not disputed; for the scheduler.
/// False when there was nothing to do.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ConfirmByTime(pub ClaimId);

impl Command for ConfirmByTime {
    const NAME: &'static str = "claim_confirm";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let kept = keep(tx, self.0).await?;
        let policy = policy_for(&mut tx.arm(), &kept.wish.path()).await?;
        if kept.claim.state != ClaimState::HandedOver || kept.claim.changed + policy.confirm_days * DAY > tx.now {
            return Ok(false);
        }
        // A family that said that something is wrong was not silent.
        if is_disputed(tx, self.0).await? {
            return Ok(false);
        }
        confirmed(tx, &kept).await.map(|()| true)
    }
}
