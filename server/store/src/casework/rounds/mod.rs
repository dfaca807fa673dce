//! Rounds: every door of an area from a base list, what was found there, and how far a round has come.
//! Lock order: household, round, door. A knock locks its door only; what it needs of the round is read after that.

pub(crate) mod clocks;
pub mod comparison;
pub mod coverage;
pub mod doors;
pub mod export;
pub(crate) mod files;
pub mod knocks;
pub mod list;
pub mod new_family;
pub mod open;
pub mod profiles;
pub mod sharing;

use domain::{
    Code, Timestamp,
    areas::{AreaId, AreaPath},
    casework::rounds::{DoorId, DoorState, RoundEvent, RoundId, RoundState},
    households::HouseholdId,
    permission::Action,
};

use crate::{
    Conn, Refusal, Result, Tx,
    db::sql::{parse, row, run},
};

/// Condition that the caseworker of door `d` in area `a` still keeps files there; a macro because statements are
/// literals.
macro_rules! owner_keeps {
    () => {
        "exists (select 1 from role_grant g join account k on k.id = g.account
                 where g.account = d.owner and g.role = 'caseworker' and k.open = true and a.path like g.path || '%')"
    };
}
pub(crate) use owner_keeps;

/// A round whose row is locked until commit, as it was read after the lock.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct LockedRound {
    pub id: RoundId,
    pub name: String,
    pub due: Timestamp,
    pub reminder: Timestamp,
    pub kept_until: Timestamp,
    path: String,
    state: String,
}

impl LockedRound {
    pub(crate) fn path(&self) -> AreaPath {
        AreaPath(self.path.clone())
    }

    /// Returns the state after an event.
    ///
    /// # Errors
    /// [`Code::RoundOver`] unless it runs.
    pub(crate) fn after(&self, event: RoundEvent) -> Result<RoundState> {
        Ok(parse::<RoundState>(&self.state)?.after(event)?)
    }

    /// Checks that it runs.
    ///
    /// # Errors
    /// [`Code::RoundOver`] otherwise.
    pub(crate) fn must_run(&self) -> Result<()> {
        self.after(RoundEvent::End).map(drop)
    }
}

async fn load_round(db: &mut Conn<'_>, id: RoundId) -> Result<LockedRound> {
    row!(
        db,
        LockedRound,
        "select r.id, r.name, r.due, r.reminder, r.kept_until, a.path, r.state
         from round r join area a on a.id = r.area where r.id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}

/// Locks a round's row until commit, then reads it. For the clocks, and callers that checked permission.
///
/// # Errors
/// Not found for an unknown round.
pub(crate) async fn lock_and_read(tx: &mut Tx<'_>, id: RoundId) -> Result<LockedRound> {
    run!(tx, "update round set version = version + 1 where id = $1", id)?;
    load_round(&mut tx.arm(), id).await
}

/// Checks that the actor manages the round, locks it and reads it. A round never changes its area.
///
/// # Errors
/// Not found outside the actor's areas; not allowed without the role.
pub(crate) async fn lock_round(tx: &mut Tx<'_>, id: RoundId) -> Result<LockedRound> {
    tx.actor.must_somewhere(Action::OpenRounds)?;
    let seen = load_round(&mut tx.arm(), id).await?;
    tx.actor.must(Action::OpenRounds, &seen.path())?;
    lock_and_read(tx, id).await
}

/// A door whose row is locked until commit, as it was read after the lock.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct LockedDoor {
    pub id: DoorId,
    pub round: RoundId,
    pub area: AreaId,
    /// Its file, or 0.
    pub household: HouseholdId,
    state: String,
    round_state: String,
    path: String,
}

impl LockedDoor {
    pub(crate) fn path(&self) -> AreaPath {
        AreaPath(self.path.clone())
    }

    pub(crate) fn state(&self) -> Result<DoorState> {
        parse(&self.state)
    }

    /// Checks that its round still runs.
    ///
    /// # Errors
    /// [`Code::RoundOver`] otherwise.
    pub(crate) fn must_run(&self) -> Result<()> {
        match parse::<RoundState>(&self.round_state)? {
            RoundState::Running => Ok(()),
            RoundState::Ended | RoundState::Joined | RoundState::CalledOff => Err(Code::RoundOver.into()),
        }
    }
}

/// Loads a door without a lock, for what is checked before one.
pub(crate) async fn load_door(db: &mut Conn<'_>, id: DoorId) -> Result<LockedDoor> {
    row!(
        db,
        LockedDoor,
        "select d.id, d.round, d.area, d.household, d.state, r.state as round_state, a.path
         from round_door d join round r on r.id = d.round join area a on a.id = d.area where d.id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}

/// Checks that the actor keeps files in the door's area, locks the door and reads it.
///
/// # Errors
/// Not found outside the actor's areas; not allowed without the role; [`Code::RoundOver`].
pub(crate) async fn lock_door(tx: &mut Tx<'_>, id: DoorId) -> Result<LockedDoor> {
    tx.actor.must_somewhere(Action::KeepHouseholds)?;
    let seen = load_door(&mut tx.arm(), id).await?;
    tx.actor.must(Action::KeepHouseholds, &seen.path())?;
    run!(tx, "update round_door set version = version + 1 where id = $1", id)?;
    // A round of a larger area may have taken it over meanwhile; its area stays.
    let door = load_door(&mut tx.arm(), id).await?;
    door.must_run()?;
    Ok(door)
}
