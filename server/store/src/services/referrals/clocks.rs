//! The clock of referrals: one notice before a step is due, one at the time, then the next level, a name at each step.

use domain::{
    DAY,
    accounts::AccountId,
    events::Event,
    services::referrals::{Party, ReferralId, ReferralState, TOP_DAYS, Told},
};
use serde::Serialize;

use super::{LockedReferral, Locking, NewLine, TellFamily, add_line, lock_referral, office_accounts, sender_of};
use crate::{
    Command, Result, Store, Tx,
    areas::{
        answerers::chain::{Climb, next_above},
        staff::auditors,
    },
    db::{job_sweep::sweep, sql::run},
};

/// Sends the next notice about a step that waits, or hands it to the next level; for the scheduler.
/// False when there was nothing to do.
#[derive(Clone, Copy, Debug, Serialize)]
struct FollowReferral(ReferralId);

impl Command for FollowReferral {
    const NAME: &'static str = "referral_follow";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let referral = lock_referral(tx, self.0, Locking::Unchecked).await?;
        if referral.next_step == 0 || referral.next_step > tx.now {
            return Ok(false);
        }
        match referral.told {
            Told::Nothing if referral.due > tx.now => {
                tell(tx, &referral, Told::Before, referral.due).await?;
                let event = referral.event(concerned(tx, &referral).await?, None, TellFamily::No);
                tx.emit(Event::ReferralDue(event)).await?;
            }
            // When the server slept through the time before, the notice at the time is enough.
            Told::Nothing | Told::Before => {
                tell(tx, &referral, Told::AtTime, tx.now + referral.class.climb_after()).await?;
                let event = referral.event(concerned(tx, &referral).await?, None, TellFamily::No);
                tx.emit(Event::ReferralNow(event)).await?;
            }
            Told::AtTime => climb(tx, &referral).await?,
        }
        Ok(true)
    }
}

/// Writes how far the notices have come, and when the next one is due.
async fn tell(tx: &mut Tx<'_>, referral: &LockedReferral, told: Told, next: i64) -> Result<()> {
    run!(tx, "update referral set told = $2, next_step = $3 where id = $1", referral.id, told.as_str(), next,)?;
    Ok(())
}

/// Returns the accounts that a step concerns: the sender, and the office's if it has the step.
async fn concerned(tx: &mut Tx<'_>, referral: &LockedReferral) -> Result<Vec<AccountId>> {
    let mut staff = vec![sender_of(tx, referral).await?];
    if referral.state.owner() == Some(Party::Office) {
        staff.extend(office_accounts(tx, referral.organisation).await?);
    }
    Ok(staff)
}

/// Hands what is late to the next level above the family's area. At the top it stays where it is, and the auditors are
/// told as well, every few days.
async fn climb(tx: &mut Tx<'_>, referral: &LockedReferral) -> Result<()> {
    let home = referral.file.path();
    let sender = sender_of(tx, referral).await?;
    let now = tx.now;
    let next = next_above(&mut tx.arm(), Climb::of(&home, referral.file.id, &referral.level, &[sender]), now).await?;
    let in_charge = next.owner();
    let mut told = vec![sender];
    if in_charge == 0 {
        let again = now + (TOP_DAYS * DAY).max(referral.class.climb_after());
        run!(tx, "update referral set next_step = $2 where id = $1", referral.id, again)?;
        told.extend(auditors(&mut tx.arm(), &home).await?);
    } else {
        let again = now + referral.class.climb_after();
        run!(
            tx,
            "update referral set level = $2, in_charge = $3, climbs = climbs + 1, next_step = $4 where id = $1",
            referral.id,
            &next.path,
            in_charge,
            again,
        )?;
        note(tx, referral.id, referral.state, in_charge).await?;
        told.extend(next.accounts);
    }
    tx.emit(Event::ReferralLate(referral.event(told, None, TellFamily::No))).await?;
    tx.audit("referral", referral.id).await
}

/// Writes to whom a referral climbed.
async fn note(tx: &mut Tx<'_>, referral: ReferralId, state: ReferralState, about: AccountId) -> Result<()> {
    add_line(tx, &NewLine { referral, state, party: None, about, office_name: "", words: "" }).await
}

impl Store {
    /// Follows referrals whose next step waits; returns how many notices were sent or levels climbed.
    pub(crate) async fn referrals_follow(&self) -> Result<i64> {
        sweep!(
            self,
            FollowReferral,
            "select next_step, id from referral where next_step > 0 and next_step <= $1 and (next_step, id) > ($2, $3)
             order by next_step, id limit 200",
            self.now(),
        )
    }
}
