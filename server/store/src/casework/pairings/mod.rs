//! Pairings: a helper who stands by one household. Neither learns who the other is before both agreed.
//! Lock order: household, the helper's account, pairing.

pub(crate) mod clocks;
pub mod contact;
pub(crate) mod files;
pub mod lifecycle;
pub mod offers;
pub mod propose;
pub mod views;

use domain::{
    Timestamp,
    accounts::{AccountId, Actor},
    areas::AreaPath,
    casework::pairings::{PairingId, PairingState},
    households::HouseholdId,
    permission::Action,
};

use crate::{
    Conn, Refusal, Result, Tx,
    db::{
        area_filter::is_own,
        locks::lock_household,
        pagination::signed_in,
        sql::{parse, row, run, value},
    },
};

/// A pairing whose household and row are locked until commit, as it was read after the locks.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct LockedPairing {
    pub id: PairingId,
    pub household: HouseholdId,
    pub helper: AccountId,
    pub answer_by: Timestamp,
    pub helper_agreed: Timestamp,
    pub family_agreed: Timestamp,
    pub last_contact: Timestamp,
    pub raised: Timestamp,
    pub due: Timestamp,
    pub reminder: Timestamp,
    pub helper_renews: bool,
    pub family_renews: bool,
    state: String,
    path: String,
}

/// For whom the actor acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PairingSide {
    /// The helper itself.
    Helper,
    /// The family itself, or its caseworker for a family without an account.
    Family,
    /// Staff of the family's area.
    Staff,
}

impl LockedPairing {
    pub(crate) fn path(&self) -> AreaPath {
        AreaPath(self.path.clone())
    }

    pub(crate) fn state(&self) -> Result<PairingState> {
        parse(&self.state)
    }

    /// Returns for whom the actor acts.
    ///
    /// # Errors
    /// Not found for all who have no part in it.
    pub(crate) fn side(&self, actor: &Actor) -> Result<PairingSide> {
        match () {
            () if self.helper == actor.account => Ok(PairingSide::Helper),
            () if is_own(actor, self.household) => Ok(PairingSide::Family),
            () if actor.may(Action::KeepHouseholds, &self.path()) => Ok(PairingSide::Staff),
            () => Err(Refusal::NotFound.into()),
        }
    }
}

async fn load(db: &mut Conn<'_>, id: PairingId) -> Result<LockedPairing> {
    row!(
        db,
        LockedPairing,
        "select p.id, p.household, p.helper, p.answer_by, p.helper_agreed, p.family_agreed, p.last_contact, p.raised,
             p.due, p.reminder, p.helper_renews, p.family_renews, p.state, a.path
         from pairing p join household h on h.id = p.household join area a on a.id = h.area where p.id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}

/// Locks a pairing by its household and its row. For the clocks, and callers that check the side afterwards.
pub(crate) async fn lock_and_read(tx: &mut Tx<'_>, id: PairingId) -> Result<LockedPairing> {
    // A merge may move it to another household meanwhile; its row is locked in any case.
    let seen = load(&mut tx.arm(), id).await?;
    lock_household(tx, seen.household).await?;
    run!(tx, "update pairing set version = version + 1 where id = $1", id)?;
    load(&mut tx.arm(), id).await
}

/// Checks that the actor has a part in the pairing, locks it and returns for whom the actor acts.
///
/// # Errors
/// Not signed in; not found for all others.
pub(crate) async fn lock_pairing(tx: &mut Tx<'_>, id: PairingId) -> Result<(LockedPairing, PairingSide)> {
    signed_in(&tx.actor)?;
    let actor = tx.actor.clone();
    load(&mut tx.arm(), id).await?.side(&actor)?;
    let pairing = lock_and_read(tx, id).await?;
    let side = pairing.side(&actor)?;
    Ok((pairing, side))
}

/// Turns staff into the family's side for a family without an account, which cannot answer itself.
///
/// # Errors
/// Not allowed to staff of a family that can.
pub(crate) async fn for_family(tx: &mut Tx<'_>, pairing: &LockedPairing, side: PairingSide) -> Result<PairingSide> {
    if side != PairingSide::Staff {
        return Ok(side);
    }
    let accounts =
        value!(tx, i64, "select count(*) from account where household = $1 and open = true", pairing.household)?;
    if accounts == 0 { Ok(PairingSide::Family) } else { Err(Refusal::NotAllowed(domain::Code::NotAllowed).into()) }
}
