//! Shifts, the people on them and their lists of homes.
//! Lock order: household, account, shift. Places and tasks are locked by their shift's row.

pub mod attendance;
pub(crate) mod clocks;
pub mod doors;
pub mod export;
pub mod feed;
pub mod lifecycle;
pub mod sign_up;
pub mod task_views;
pub mod tasks;
pub mod views;

use domain::{
    Timestamp,
    accounts::AccountId,
    areas::AreaPath,
    community::shifts::{PlaceId, ShiftId, ShiftPlaceState, ShiftState, SignUpRules},
    events::OfShift,
    permission::Action,
};

use crate::{
    Conn, Refusal, Result, Tx,
    db::sql::{parse, row, run},
};

/// Shift whose row is locked until commit, as it was read after the lock.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct LockedShift {
    pub id: ShiftId,
    pub root: i64,
    pub name: String,
    pub starts: Timestamp,
    pub ends: Timestamp,
    pub places: i64,
    pub taken: i64,
    sign_up: Timestamp,
    closes: Timestamp,
    pub leave_by: Timestamp,
    first_until: Timestamp,
    pub reveal_from: Timestamp,
    pub follow: Timestamp,
    pub reminder: Timestamp,
    code: String,
    state: String,
    path: String,
}

impl LockedShift {
    pub(crate) fn path(&self) -> AreaPath {
        AreaPath(self.path.clone())
    }

    pub(crate) fn state(&self) -> Result<ShiftState> {
        parse(&self.state)
    }

    /// What an event about it carries.
    pub(crate) fn event(&self, staff: Vec<AccountId>) -> OfShift {
        OfShift { shift: self.id, staff, title: self.name.clone() }
    }

    /// What decides about signing up.
    pub(crate) fn rules(&self, has_served: bool) -> SignUpRules {
        SignUpRules { sign_up: self.sign_up, closes: self.closes, first_until: self.first_until, has_served }
    }
}

/// Loads a shift without a lock.
///
/// # Errors
/// Not found for an unknown shift.
pub(crate) async fn load_shift(db: &mut Conn<'_>, id: ShiftId) -> Result<LockedShift> {
    row!(
        db,
        LockedShift,
        "select s.id, s.root, s.name, s.starts, s.ends, s.places, s.taken, s.sign_up, s.closes, s.leave_by,
             s.first_until, s.reveal_from, s.follow, s.reminder, s.code, s.state, a.path
         from shift s join area a on a.id = s.area where s.id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}

/// Locks a shift's row until commit, then reads it. For the clocks, and callers that check the permission themselves.
///
/// # Errors
/// Not found for an unknown shift.
pub(crate) async fn lock_shift(tx: &mut Tx<'_>, id: ShiftId) -> Result<LockedShift> {
    run!(tx, "update shift set version = version + 1 where id = $1", id)?;
    load_shift(&mut tx.arm(), id).await
}

/// As [`lock_shift`], for staff that organises the shifts of its area.
///
/// # Errors
/// Not allowed without the role; not found outside the actor's areas.
pub(crate) async fn lock_kept_shift(tx: &mut Tx<'_>, id: ShiftId) -> Result<LockedShift> {
    tx.actor.must_somewhere(Action::KeepShifts)?;
    // Before the lock, so that no caller from elsewhere waits for it.
    let path = load_shift(&mut tx.arm(), id).await?.path();
    tx.actor.must(Action::KeepShifts, &path)?;
    lock_shift(tx, id).await
}

/// Place on a shift, as it was read after the lock of the shift.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct LockedPlace {
    pub id: PlaceId,
    pub account: AccountId,
    pub came: Timestamp,
    pub went: Timestamp,
    state: String,
}

impl LockedPlace {
    pub(crate) fn state(&self) -> Result<ShiftPlaceState> {
        parse(&self.state)
    }
}

/// Reads the live place of an account on a locked shift: on it, in the line, or marked as absent.
pub(crate) async fn live_place(db: &mut Conn<'_>, shift: ShiftId, account: AccountId) -> Result<Option<LockedPlace>> {
    Ok(row!(
        db,
        LockedPlace,
        "select id, account, came, went, state from shift_place
         where shift = $1 and account = $2 and state in ('on', 'standby', 'absent')",
        shift,
        account,
    )?)
}
