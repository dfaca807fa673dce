//! Who was there, and for how long: by the code at the place, by the coordinator, or typed by hand and kept apart.

use domain::{
    Code,
    community::shifts::{
        CheckStep, PlaceId, PlaceMark, ShiftId, ShiftPlaceState, TYPED_MOST, minutes_between, must_be_there,
    },
};
use serde::Serialize;

use super::{LockedPlace, LockedShift, live_place, lock_kept_shift, lock_shift, sign_up::free};
use crate::{
    Command, Refusal, Result, Tx,
    crypto::{random, secret::Secret},
    db::{
        pagination::signed_in,
        sql::{row, run},
    },
};

/// Checks the actor in or out by the code that is shown at the place. The same step again changes nothing.
///
/// # Errors
/// Not signed in; not found for an account without a place; field `code`; [`Code::TooSoon`] and [`Code::TooLate`] as
/// [`must_be_there`] says; [`Code::WrongState`] for a shift that was cancelled, or a check-out without a check-in.
#[derive(Clone, Debug, Serialize)]
pub struct CheckAtPlace {
    /// The shift.
    pub shift: ShiftId,
    /// Check in or out.
    pub step: CheckStep,
    /// Code of the place.
    pub code: String,
}

impl Command for CheckAtPlace {
    const NAME: &'static str = "shift_check";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        let account = tx.actor.account;
        live_place(&mut tx.arm(), self.shift, account).await?.ok_or(Refusal::NotFound)?;
        let shift = lock_shift(tx, self.shift).await?;
        let place = live_place(&mut tx.arm(), shift.id, account).await?.ok_or(Refusal::NotFound)?;
        shift.state()?.must_be_open()?;
        must_be_there(shift.starts, shift.ends, tx.now)?;
        let code = tx.vault.open(Secret::ShiftCode, &shift.code)?;
        if random::typed_code(&self.code) != code {
            return Err(Refusal::field("code", Code::Unknown).into());
        }
        check(tx, &place, self.step).await?;
        tx.audit("shift", shift.id).await
    }
}

async fn check(tx: &mut Tx<'_>, place: &LockedPlace, step: CheckStep) -> Result<()> {
    let now = tx.now;
    if place.state()? != ShiftPlaceState::On {
        return Err(Code::WrongState.into());
    }
    match step {
        CheckStep::In if place.came == 0 => {
            run!(tx, "update shift_place set came = $2 where id = $1", place.id, now)?;
        }
        CheckStep::Out if place.came == 0 => return Err(Code::WrongState.into()),
        CheckStep::Out if place.went == 0 => {
            run!(
                tx,
                "update shift_place set went = $2, minutes = $3 where id = $1",
                place.id,
                now,
                minutes_between(place.came, now),
            )?;
        }
        CheckStep::In | CheckStep::Out => {}
    }
    Ok(())
}

/// Locks the shift of a place for the staff that organises it, then reads the place.
async fn lock_place(tx: &mut Tx<'_>, id: PlaceId) -> Result<(LockedShift, LockedPlace)> {
    tx.actor.must_somewhere(domain::permission::Action::KeepShifts)?;
    let (shift,) = row!(tx, (i64,), "select shift from shift_place where id = $1", id)?.ok_or(Refusal::NotFound)?;
    let shift = lock_kept_shift(tx, shift).await?;
    let place = row!(tx, LockedPlace, "select id, account, came, went, state from shift_place where id = $1", id)?;
    Ok((shift, place.ok_or(Refusal::NotFound)?))
}

/// Checks that staff note nothing about their own place, so that no account vouches for itself.
fn must_be_another(tx: &Tx<'_>, place: &LockedPlace) -> Result<()> {
    if place.account == tx.actor.account { Err(Code::SecondPerson.into()) } else { Ok(()) }
}

/// Notes that a person came, went, did not come, or cannot come.
///
/// # Errors
/// As [`lock_kept_shift`]; [`Code::SecondPerson`] for the actor's own place; [`Code::TooSoon`] and [`Code::TooLate`]
/// where the time does not fit; [`Code::WrongState`] where the place or the shift does not.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct MarkPlace {
    /// Place of the person.
    pub place: PlaceId,
    /// What is noted.
    pub mark: PlaceMark,
}

impl Command for MarkPlace {
    const NAME: &'static str = "shift_mark";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (shift, place) = lock_place(tx, self.place).await?;
        must_be_another(tx, &place)?;
        let (now, account) = (tx.now, tx.actor.account);
        let (state, shift_state) = (place.state()?, shift.state()?);
        match self.mark {
            PlaceMark::Came | PlaceMark::Went => {
                shift_state.must_be_open()?;
                must_be_there(shift.starts, shift.ends, now)?;
                let step = if self.mark == PlaceMark::Came { CheckStep::In } else { CheckStep::Out };
                check(tx, &place, step).await?;
            }
            PlaceMark::Absent if now < shift.ends => return Err(Code::TooSoon.into()),
            PlaceMark::Absent if state == ShiftPlaceState::On && place.came == 0 => {
                run!(
                    tx,
                    "update shift_place set state = 'absent', marked_by = $2, typed = 0, typed_by = 0 where id = $1",
                    place.id,
                    account,
                )?;
            }
            PlaceMark::Present if state == ShiftPlaceState::Absent => {
                run!(tx, "update shift_place set state = 'on', marked_by = 0 where id = $1", place.id)?;
            }
            PlaceMark::Off if now >= shift.starts => return Err(Code::TooLate.into()),
            PlaceMark::Off if matches!(state, ShiftPlaceState::On | ShiftPlaceState::Standby) && place.came == 0 => {
                shift_state.must_be_open()?;
                free(tx, &shift, place.id, state).await?;
            }
            PlaceMark::Absent | PlaceMark::Present | PlaceMark::Off => return Err(Code::WrongState.into()),
        }
        tx.audit("shift", shift.id).await
    }
}

/// Types the minutes of a person by hand, after the shift. They are kept apart from those of check-in and check-out.
///
/// # Errors
/// As [`lock_kept_shift`]; [`Code::SecondPerson`] for the actor's own place; [`Code::TooSoon`] before the shift has
/// ended; field `minutes`; [`Code::WrongState`] for a person without a place.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct TypeMinutes {
    /// Place of the person.
    pub place: PlaceId,
    /// Minutes; 0 takes them back.
    pub minutes: i64,
}

impl Command for TypeMinutes {
    const NAME: &'static str = "shift_minutes";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (shift, place) = lock_place(tx, self.place).await?;
        must_be_another(tx, &place)?;
        if !(0..=TYPED_MOST).contains(&self.minutes) {
            return Err(Refusal::field("minutes", Code::OutOfRange).into());
        }
        if tx.now < shift.ends {
            return Err(Code::TooSoon.into());
        }
        if place.state()? != ShiftPlaceState::On {
            return Err(Code::WrongState.into());
        }
        let account = tx.actor.account;
        run!(tx, "update shift_place set typed = $2, typed_by = $3 where id = $1", place.id, self.minutes, account,)?;
        tx.audit("shift", shift.id).await
    }
}
