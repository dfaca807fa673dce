//! Signs up for a shift, leaves it, and moves its standby line up.
//! The last place is decided under the lock of the shift; the account's own lock keeps its shifts apart.

use domain::{
    Code,
    accounts::{AccountId, Actor},
    community::shifts::{SERVED_DAYS, ShiftId, ShiftName, ShiftPlaceState},
    events::Event,
    permission::Action,
};
use serde::Serialize;

use super::{LockedShift, live_place, load_shift, lock_shift};
use crate::{
    Command, Conn, Refusal, Result, Tx,
    db::{
        locks::lock_own_account,
        pagination::signed_in,
        sql::{row, run, value},
    },
};

/// Checks that the actor serves shifts, and those of this root area.
///
/// # Errors
/// Not signed in, or without such a role; not found for a shift of another root area.
pub(super) fn must_serve(actor: &Actor, root: i64) -> Result<()> {
    actor.must_somewhere(Action::ServeShifts)?;
    if actor.root == root { Ok(()) } else { Err(Refusal::NotFound.into()) }
}

/// Whether the account has a place on a shift of the last days, or of those to come.
pub(super) async fn has_served(db: &mut Conn<'_>, account: AccountId, now: i64) -> Result<bool> {
    let since = now - SERVED_DAYS * domain::DAY;
    let served = value!(
        db,
        i64,
        "select count(*) from shift_place p join shift s on s.id = p.shift
         where p.account = $1 and p.state = 'on' and s.state <> 'cancelled' and s.starts > $2",
        account,
        since,
    )?;
    Ok(served > 0)
}

/// Finds another shift of the account at the same time, on which it is or for which it waits.
pub(super) async fn clash(db: &mut Conn<'_>, account: AccountId, shift: &LockedShift) -> Result<Option<ShiftName>> {
    let found = row!(
        db,
        (i64, String, i64, i64),
        "select s.id, s.name, s.starts, s.ends from shift_place p join shift s on s.id = p.shift
         where p.account = $1 and p.state in ('on', 'standby') and s.state = 'open' and s.id <> $2
             and s.starts < $4 and s.ends > $3 order by s.starts, s.id limit 1",
        account,
        shift.id,
        shift.starts,
        shift.ends,
    )?;
    Ok(found.map(|(id, name, starts, ends)| ShiftName { id, name, starts, ends }))
}

/// Signs the actor up: for a place, or for the standby line of a full shift. Signing up again changes nothing.
///
/// # Errors
/// As `must_serve`; [`Code::WrongState`] for a shift that is cancelled or over; [`Code::TooSoon`], [`Code::TooLate`]
/// and [`Code::ServedLately`] as [`domain::community::shifts::SignUpRules`] says; [`Code::ShiftClash`] with another
/// shift of the actor at the same time.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct SignUp {
    /// The shift.
    pub shift: ShiftId,
}

impl Command for SignUp {
    const NAME: &'static str = "shift_sign_up";
    type Output = ShiftPlaceState;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ShiftPlaceState> {
        tx.actor.must_somewhere(Action::ServeShifts)?;
        let root = load_shift(&mut tx.arm(), self.shift).await?.root;
        must_serve(&tx.actor, root)?;
        // The account first, so that two shifts at one time cannot be taken by two requests at one time.
        lock_own_account(tx).await?;
        let shift = lock_shift(tx, self.shift).await?;
        let (now, account) = (tx.now, tx.actor.account);
        if let Some(place) = live_place(&mut tx.arm(), shift.id, account).await? {
            return place.state();
        }
        shift.state()?.must_be_open()?;
        let has_served = has_served(&mut tx.arm(), account, now).await?;
        shift.rules(has_served).must_admit(now)?;
        if clash(&mut tx.arm(), account, &shift).await?.is_some() {
            return Err(Code::ShiftClash.into());
        }
        let state = if shift.taken < shift.places { ShiftPlaceState::On } else { ShiftPlaceState::Standby };
        run!(
            tx,
            "insert into shift_place (shift, account, state, at, came, went, minutes, typed, typed_by, marked_by,
                 organisation)
             values ($1, $2, $3, $4, 0, 0, 0, 0, 0, 0,
                 coalesce((select o.organisation from account o where o.id = $2), 0))",
            shift.id,
            account,
            state.as_str(),
            now,
        )?;
        if state == ShiftPlaceState::On {
            run!(tx, "update shift set taken = taken + 1 where id = $1 and taken < places", shift.id)?;
        }
        tx.audit("shift", shift.id).await?;
        Ok(state)
    }
}

/// Leaves a shift until its limit, or its standby line at any time before it begins; the next in the line moves up.
///
/// # Errors
/// Not signed in; not found for a shift that the actor did not sign up for; [`Code::TooLate`] after the limit;
/// [`Code::WrongState`] for a shift that is cancelled or over, and for a person who has checked in.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct LeaveShift {
    /// The shift.
    pub shift: ShiftId,
}

impl Command for LeaveShift {
    const NAME: &'static str = "shift_leave";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        let (now, account) = (tx.now, tx.actor.account);
        // Before the lock, so that no caller from elsewhere waits for it.
        live_place(&mut tx.arm(), self.shift, account).await?.ok_or(Refusal::NotFound)?;
        let shift = lock_shift(tx, self.shift).await?;
        let place = live_place(&mut tx.arm(), shift.id, account).await?.ok_or(Refusal::NotFound)?;
        shift.state()?.must_be_open()?;
        let limit = if place.state()? == ShiftPlaceState::Standby { shift.starts } else { shift.leave_by };
        if now >= limit {
            return Err(Code::TooLate.into());
        }
        if place.came > 0 {
            return Err(Code::WrongState.into());
        }
        free(tx, &shift, place.id, place.state()?).await?;
        tx.audit("shift", shift.id).await
    }
}

/// Ends a live place of a locked shift that is open, and moves the line up.
pub(super) async fn free(tx: &mut Tx<'_>, shift: &LockedShift, place: i64, state: ShiftPlaceState) -> Result<()> {
    run!(tx, "update shift_place set state = 'left' where id = $1", place)?;
    if state == ShiftPlaceState::On {
        run!(tx, "update shift set taken = taken - 1 where id = $1", shift.id)?;
        move_up(tx, &LockedShift { taken: shift.taken - 1, ..shift.clone() }).await?;
    }
    Ok(())
}

/// Gives free places of a locked shift to the first in its standby line, and tells them. Closed accounts are passed over.
pub(super) async fn move_up(tx: &mut Tx<'_>, shift: &LockedShift) -> Result<()> {
    if tx.now >= shift.starts {
        return Ok(());
    }
    for _ in shift.taken..shift.places {
        let next = row!(
            tx,
            (i64, i64),
            "select p.id, p.account from shift_place p join account a on a.id = p.account
             where p.shift = $1 and p.state = 'standby' and a.open = true order by p.id limit 1",
            shift.id,
        )?;
        let Some((place, account)) = next else { break };
        run!(tx, "update shift_place set state = 'on' where id = $1", place)?;
        run!(tx, "update shift set taken = taken + 1 where id = $1 and taken < places", shift.id)?;
        tx.emit(Event::ShiftPlaceFree(shift.event(vec![account]))).await?;
    }
    Ok(())
}
