//! Who was there, and for how long: by the code at the place, by the coordinator, or typed by hand and kept apart.

use domain::{
    Code, Timestamp,
    community::shifts::{
        CheckStep, PlaceId, PlaceMark, ShiftId, ShiftPlaceState, TYPED_MOST, minutes_between, must_be_there,
    },
    permission::Action,
    points::taking_part::PartKind,
};
use serde::Serialize;

use super::{LockedPlace, LockedShift, live_place, load_shift, lock_kept_shift, lock_shift, sign_up::free};
use crate::{
    By, Command, Refusal, Result, Store, Tx,
    crypto::{random, secret::Secret},
    db::{
        area_filter::is_own,
        pagination::signed_in,
        sql::{row, run},
    },
    points::taking_part::booking::{Fact, book, lock_all, undo},
};

/// Checks per account within [`CHECK_WINDOW`]: enough for typing errors, too few to try out codes.
const CHECKS: i64 = 20;
/// Window of [`CHECKS`] in seconds.
const CHECK_WINDOW: Timestamp = 900;

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
        // Before the shift, because a kept one gives points.
        let household = tx.actor.household;
        lock_all(tx, vec![household]).await?;
        let shift = lock_shift(tx, self.shift).await?;
        let place = live_place(&mut tx.arm(), shift.id, account).await?.ok_or(Refusal::NotFound)?;
        shift.state()?.must_be_open()?;
        must_be_there(shift.starts, shift.ends, tx.now)?;
        let code = tx.vault.open(Secret::ShiftCode, &shift.code)?;
        if random::typed_code(&self.code) != code {
            return Err(Refusal::field("code", Code::Unknown).into());
        }
        check(tx, &place, self.step).await?;
        settle_points(tx, &shift, place.id).await?;
        tx.audit("shift", shift.id).await
    }
}

impl Store {
    /// Checks the actor in or out by the code at the place.
    ///
    /// # Errors
    /// As [`CheckAtPlace`], and [`Code::TooManyTries`] after 20 checks within 15 minutes.
    pub async fn shift_check(&self, by: &By, check: CheckAtPlace) -> Result<()> {
        signed_in(&by.actor)?;
        self.attempt(&format!("shift-check:{}", by.actor.account), CHECKS, CHECK_WINDOW).await?;
        self.run(by, check).await
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

/// Books the points of a shift that was kept, for the household of its account, or takes them back.
/// Kept is one with minutes from check-in to check-out; without a check-out, one with minutes typed by staff.
async fn settle_points(tx: &mut Tx<'_>, shift: &LockedShift, place: PlaceId) -> Result<()> {
    let found = row!(
        tx,
        (i64, bool),
        "select k.household, p.state = 'on' and p.came > 0 and (p.minutes > 0 or (p.went = 0 and p.typed > 0)) as kept
         from shift_place p join account k on k.id = p.account where p.id = $1",
        place,
    )?;
    match found {
        Some((household, true)) if household > 0 => {
            book(tx, &[Fact { household, kind: PartKind::Shift, id: place, at: shift.starts }]).await
        }
        _ => undo(tx, PartKind::Shift, place).await,
    }
}

/// Locks household and shift of a place for the staff that organises it, then reads the place.
async fn lock_place(tx: &mut Tx<'_>, id: PlaceId) -> Result<(LockedShift, LockedPlace)> {
    tx.actor.must_somewhere(Action::KeepShifts)?;
    let found = row!(
        tx,
        (i64, i64),
        "select p.shift, k.household from shift_place p join account k on k.id = p.account where p.id = $1",
        id,
    )?;
    let (shift, household) = found.ok_or(Refusal::NotFound)?;
    let path = load_shift(&mut tx.arm(), shift).await?.path();
    tx.actor.must(Action::KeepShifts, &path)?;
    lock_all(tx, vec![household]).await?;
    let shift = lock_kept_shift(tx, shift).await?;
    let place = row!(tx, LockedPlace, "select id, account, came, went, state from shift_place where id = $1", id)?;
    // An account of the actor's own family counts as its own: the family would get points.
    if is_own(&tx.actor, household) {
        return Err(Code::SecondPerson.into());
    }
    Ok((shift, place.ok_or(Refusal::NotFound)?))
}

/// Checks that staff note nothing about their own place, so that no account vouches for itself.
fn must_be_another(tx: &Tx<'_>, place: &LockedPlace) -> Result<()> {
    if place.account == tx.actor.account { Err(Code::SecondPerson.into()) } else { Ok(()) }
}

/// Notes that a person came, went, did not come, or cannot come.
///
/// # Errors
/// As `lock_kept_shift`; [`Code::SecondPerson`] for the actor's own place; [`Code::TooSoon`] and [`Code::TooLate`]
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
        settle_points(tx, &shift, place.id).await?;
        tx.audit("shift", shift.id).await
    }
}

/// Types the minutes of a person by hand, after the shift. They are kept apart from those of check-in and check-out.
///
/// # Errors
/// As `lock_kept_shift`; [`Code::SecondPerson`] for the actor's own place; [`Code::TooSoon`] before the shift has
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
        settle_points(tx, &shift, place.id).await?;
        tx.audit("shift", shift.id).await
    }
}
