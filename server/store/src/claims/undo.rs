//! Takes back a tap that switched a clock off: "on the way", and a cancellation.

use domain::{
    Code,
    claims::{ClaimEvent, ClaimId, ClaimState},
    events::Event,
};
use serde::Serialize;

use crate::{
    Command, Result, Tx,
    areas::policies::policy_for,
    claims::{
        applications::rivals,
        eligibility,
        lifecycle::{LockedClaim, keep, step, take_units},
        standby::line,
    },
    db::{locks::lock_own_account, sql::run},
};

/// Takes back the claimer's last step, for ten minutes: goods on the way are promised again with the old deadline, a
/// cancelled claim is what it was.
///
/// # Errors
/// Not found for another claimer's claim; [`Code::WrongState`] when there is nothing to take back;
/// [`Code::UndoOver`] after ten minutes; for a cancellation also [`Code::AlreadyTaken`], [`Code::FewerLeft`] and
/// [`Code::WishNotOpen`] when other donors were faster or one that stands by was asked, and [`Code::ClaimLimit`],
/// [`Code::FirstClaimOpen`] or [`Code::OneAtATime`].
#[derive(Clone, Copy, Debug, Serialize)]
pub struct UndoClaim(pub ClaimId);

impl Command for UndoClaim {
    const NAME: &'static str = "claim_undo";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let Self(id) = self;
        let kept = keep(tx, *id).await?;
        kept.must_be_claimers(&tx.actor)?;
        let until = kept.claim.undo_until().ok_or(Code::WrongState)?;
        if tx.now > until {
            return Err(Code::UndoOver.into());
        }
        match kept.claim.state {
            ClaimState::OnTheWay => unsend(tx, &kept).await,
            _ => restore(tx, &kept).await,
        }
    }
}

async fn unsend(tx: &mut Tx<'_>, kept: &LockedClaim) -> Result<()> {
    step(tx, kept, ClaimEvent::Unsend, "").await?;
    run!(tx, "update claim set expected = 0, courier = '', tracking = '' where id = $1", kept.claim.id)?;
    Ok(())
}

async fn restore(tx: &mut Tx<'_>, kept: &LockedClaim) -> Result<()> {
    take_units(tx, kept.wish.id, kept.claim.quantity).await?;
    let policy = policy_for(&mut tx.arm(), &kept.wish.path()).await?;
    lock_own_account(tx).await?;
    eligibility::must_have_room(tx, kept.account, &policy).await?;
    let sent = kept.clock.ended_from == ClaimState::OnTheWay.as_str();
    let event = if sent { ClaimEvent::RestoreSent } else { ClaimEvent::Restore };
    step(tx, kept, event, "").await?;
    if sent {
        run!(tx, "update claim set next_step = expected where id = $1", kept.claim.id)?;
    }
    line::leave_for_claim(tx, kept.wish.id).await?;
    rivals::leave_for_claim(tx, &kept.wish).await?;
    rivals::pass(tx, &kept.wish).await?;
    tx.emit(Event::ClaimRestored(kept.event(""))).await
}
