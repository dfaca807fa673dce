//! Reverses the hand-over of a claim: the goods leave the family's account, the claim waits again or ends.

use domain::{
    claims::{ClaimEvent, ClaimId},
    disputes::{reversals::ReversalGoal, subject::HandedOver},
    events::{Event, OfClaim},
    ledger::{JournalId, LedgerAccount, Place},
};

use crate::{
    Result, Tx,
    areas::policies::policy_for,
    claims::{
        clocks::start_waiting,
        lifecycle::{keep, step},
    },
    ledger::hand_overs::{self, FamilyNotice},
    stock::counts,
    wishes::{self, priority},
};

/// Reverses the hand-over of a claim. The caller has locked the household, checked that its file is open, and that the
/// actor may do this. `family` says of what the family is told.
///
/// # Errors
/// [`domain::Code::WrongState`] unless the goods were handed over; [`domain::Code::ExpiredGoods`] when they would wait
/// for the family past their date; [`domain::Code::BeingCounted`] while an open stock-take has counted them.
pub(crate) async fn reverse(
    tx: &mut Tx<'_>,
    id: ClaimId,
    goal: ReversalGoal,
    family: FamilyNotice,
) -> Result<JournalId> {
    let kept = keep(tx, id).await?;
    let event = if goal == ReversalGoal::Waiting { ClaimEvent::PutBack } else { ClaimEvent::Undo };
    kept.claim.state.after(event)?;
    let about = HandedOver::Claim(id);
    let wrong = hand_overs::last(&mut tx.arm(), about).await?;
    let to = match goal {
        ReversalGoal::Waiting => LedgerAccount::of(Place::Reserved, id),
        ReversalGoal::Shelf => LedgerAccount::of(Place::Shelf, wrong.location),
        ReversalGoal::Quarantine => LedgerAccount::of(Place::Quarantine, wrong.location),
        ReversalGoal::Gone => LedgerAccount::of(Place::Loss, wrong.location),
    };
    if goal == ReversalGoal::Shelf {
        counts::lifecycle::must_not_be_counted(tx, wrong.location, kept.claim.lot).await?;
    }
    // No reason: the claimer reads it, and it may speak of the family.
    step(tx, &kept, event, "").await?;
    if goal == ReversalGoal::Waiting {
        let policy = policy_for(&mut tx.arm(), &kept.wish.path()).await?;
        start_waiting(tx, id, policy.waits.collect_days).await?;
    }
    let journal = hand_overs::reverse(tx, &wrong, about, to, Vec::new()).await?;
    wishes::reopening::reopen(tx, &kept.wish).await?;
    priority::recount(tx, kept.wish.household).await?;
    let claimer = if event == ClaimEvent::Undo { kept.account } else { 0 };
    let happened: fn(OfClaim) -> Event = match family {
        FamilyNotice::Reversal => Event::ClaimReversed,
        FamilyNotice::Settlement => Event::ClaimReturned,
    };
    tx.emit(happened(OfClaim { claimer, ..kept.event("") })).await?;
    Ok(journal)
}
