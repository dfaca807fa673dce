//! Goods on the way: by when they should arrive, who carries them, and the claimer who moves that day.

use domain::{
    Code, Timestamp,
    claims::{
        ClaimEvent, ClaimId, ClaimState,
        sending::{SHIFTS, Sending, arrival_day},
    },
};
use serde::{Deserialize, Serialize};

use crate::{
    Command, Refusal, Result, Tx,
    areas::policies::policy_for,
    claims::lifecycle::{keep, step},
    db::sql::run,
};

/// Marks the goods of the actor's claim as on the way; the day of arrival replaces the deadline.
async fn send(tx: &mut Tx<'_>, id: ClaimId, sending: &Sending) -> Result<()> {
    let kept = keep(tx, id).await?;
    kept.must_be_claimers(&tx.actor)?;
    let sending = sending.clone().checked()?;
    step(tx, &kept, ClaimEvent::Send, "").await?;
    let policy = policy_for(&mut tx.arm(), &kept.wish.path()).await?;
    let expected = arrival_day(tx.now, &policy, sending.expected)?;
    run!(
        tx,
        "update claim set expected = $2, next_step = $2, courier = $3, tracking = $4 where id = $1",
        id,
        expected,
        &sending.courier,
        &sending.tracking,
    )?;
    Ok(())
}

/// Marks the goods as on the way, until the latest day that the area allows.
///
/// # Errors
/// Not found for another claimer's claim; [`Code::WrongState`] unless it is a promise.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct SendClaim(pub ClaimId);

impl Command for SendClaim {
    const NAME: &'static str = "claim_send";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let Self(id) = self;
        send(tx, *id, &Sending::default()).await
    }
}

/// Marks the goods as on the way, with the day of arrival and the parcel.
///
/// # Errors
/// As [`SendClaim`]; field `expected` for a day that the area does not allow, `courier` and `tracking` when too long.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DispatchClaim {
    /// Claim whose goods have left.
    pub claim: ClaimId,
    /// Day of arrival and parcel.
    pub sending: Sending,
}

impl Command for DispatchClaim {
    const NAME: &'static str = "claim_dispatch";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        send(tx, self.claim, &self.sending).await
    }
}

/// Moves the day by which goods on the way should arrive; returns the new one. The clock asks anew after it.
///
/// # Errors
/// Not found for another claimer's claim; [`Code::WrongState`] unless its goods are on the way;
/// [`Code::AlreadyShifted`]; field `expected` for a day that the area does not allow.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ShiftArrival {
    /// Claim whose goods are late.
    pub claim: ClaimId,
    /// New day; 0 for the latest that the area allows from now on.
    pub expected: Timestamp,
}

impl Command for ShiftArrival {
    const NAME: &'static str = "claim_shift";
    type Output = Timestamp;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Timestamp> {
        let kept = keep(tx, self.claim).await?;
        kept.must_be_claimers(&tx.actor)?;
        if kept.claim.state != ClaimState::OnTheWay {
            return Err(Code::WrongState.into());
        }
        if kept.claim.shifts >= SHIFTS {
            return Err(Refusal::Conflict(Code::AlreadyShifted).into());
        }
        let policy = policy_for(&mut tx.arm(), &kept.wish.path()).await?;
        let expected = arrival_day(tx.now, &policy, self.expected)?;
        run!(
            tx,
            "update claim set expected = $2, next_step = $2, steps = 0, shifts = shifts + 1, version = version + 1
             where id = $1",
            self.claim,
            expected,
        )?;
        tx.audit("claim", self.claim).await?;
        Ok(expected)
    }
}
