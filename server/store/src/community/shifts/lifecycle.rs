//! Opens a shift, changes its places, cancels it, and takes that back.

use domain::{
    Code, Timestamp,
    accounts::AccountId,
    community::shifts::{
        FILLS, FULL_FILLS, NewShift, PLACES_MOST, PlaceId, ShiftId, ShiftPlaceState, closed_at, first_until,
        reminded_at, tasks::TaskId,
    },
    events::Event,
    permission::Action,
    text,
    undo::UndoKind,
};
use serde::{Deserialize, Serialize};

use super::{
    LockedShift, load_shift, lock_kept_shift,
    sign_up::{clash, move_up},
    tasks::send_back,
};
use crate::{
    Command, Refusal, Result, Tx,
    accounts::undo,
    areas::tree::must_in,
    crypto::{random, secret::Secret},
    db::{
        locks::lock_account,
        sql::{row, run, value, values},
    },
};

/// Digits of the code by which people check in at the place.
const CODE_DIGITS: usize = 6;

/// Opens a shift of an area. It is popular if most of the last shifts of its kind were full.
///
/// # Errors
/// Not allowed without a role that organises shifts; not found outside the actor's areas; invalid fields.
#[derive(Clone, Debug, Serialize)]
pub struct OpenShift(pub NewShift);

impl Command for OpenShift {
    const NAME: &'static str = "shift_open";
    type Output = ShiftId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ShiftId> {
        must_in(tx, Action::KeepShifts, self.0.area).await?;
        let new = self.0.clone().checked(tx.now)?;
        let root = value!(tx, i64, "select root from area where id = $1", new.area)?;
        let full = value!(
            tx,
            i64,
            "select count(*) from (select taken, places from shift
                 where root = $1 and kind = $2 and state = 'over' order by starts desc limit $3) x
             where x.taken >= x.places",
            root,
            new.kind.as_str(),
            FILLS,
        )?;
        let (now, account, times) = (tx.now, tx.actor.account, new.times(tx.now));
        let popular = full >= FULL_FILLS;
        let first = if popular { first_until(times.sign_up, times.closes) } else { 0 };
        let code = tx.vault.seal(Secret::ShiftCode, &random::digits(CODE_DIGITS))?;
        let id = value!(
            tx,
            i64,
            "insert into shift (area, root, kind, name, place, state, starts, ends, places, taken, sign_up, closes,
                 leave_by, popular, first_until, reveal_from, code, reminder, follow, created, created_by, cancelled,
                 reason, version)
             values ($1, $2, $3, $4, $5, 'open', $6, $7, $8, 0, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
                 0, '', 0) returning id",
            new.area,
            root,
            new.kind.as_str(),
            &new.name,
            &new.place,
            new.starts,
            new.ends,
            new.places,
            times.sign_up,
            times.closes,
            times.leave_by,
            popular,
            first,
            times.reveal_from,
            &code,
            reminded_at(new.starts, now).unwrap_or_default(),
            closed_at(new.ends),
            now,
            account,
        )?;
        tx.audit("shift", id).await?;
        Ok(id)
    }
}

/// Changes how many people a shift needs; the standby line moves up at once.
///
/// # Errors
/// As `lock_kept_shift`; [`Code::WrongState`] once it is cancelled or over; [`Code::TooLate`] once it has begun; field
/// `places` below those that are taken.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ChangePlaces {
    /// The shift.
    pub shift: ShiftId,
    /// People that are needed.
    pub places: i64,
}

impl Command for ChangePlaces {
    const NAME: &'static str = "shift_places";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let shift = lock_kept_shift(tx, self.shift).await?;
        shift.state()?.must_be_open()?;
        if tx.now >= shift.starts {
            return Err(Code::TooLate.into());
        }
        if !(shift.taken.max(1)..=PLACES_MOST).contains(&self.places) {
            return Err(Refusal::field("places", Code::OutOfRange).into());
        }
        run!(tx, "update shift set places = $2 where id = $1", shift.id, self.places)?;
        move_up(tx, &LockedShift { places: self.places, ..shift.clone() }).await?;
        tx.audit("shift", shift.id).await
    }
}

/// Cancels a shift: all who signed up are told at once, and its tasks go back to the caseworkers.
///
/// # Errors
/// As `lock_kept_shift`; field `reason`; [`Code::WrongState`] once it is cancelled or over, or a person checked in.
#[derive(Clone, Debug, Serialize)]
pub struct CancelShift {
    /// The shift.
    pub shift: ShiftId,
    /// Why, 2 to 200 characters; those who signed up read it.
    pub reason: String,
}

impl Command for CancelShift {
    const NAME: &'static str = "shift_cancel";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let shift = lock_kept_shift(tx, self.shift).await?;
        let reason = text::words(&self.reason, 2, 200).map_err(|code| Refusal::field("reason", code))?;
        shift.state()?.must_be_open()?;
        // Their minutes, and points for them, would be of a shift that never was.
        let came = value!(
            tx,
            i64,
            "select count(*) from shift_place where shift = $1 and state = 'on' and came > 0",
            shift.id
        )?;
        if came > 0 {
            return Err(Code::WrongState.into());
        }
        let was = CancelledShift::of(tx, &shift).await?;
        let now = tx.now;
        let told: Vec<AccountId> = values!(
            tx,
            i64,
            "select account from shift_place where shift = $1 and state in ('on', 'standby') order by id",
            shift.id,
        )?;
        run!(
            tx,
            "update shift_place set state = 'cancelled' where shift = $1 and state in ('on', 'standby')",
            shift.id,
        )?;
        run!(
            tx,
            "update shift set state = 'cancelled', taken = 0, cancelled = $2, reason = $3, follow = 0, reminder = 0
             where id = $1",
            shift.id,
            now,
            &reason,
        )?;
        tx.emit(Event::ShiftCancelled(shift.event(told))).await?;
        send_back(tx, &shift).await?;
        undo::offer(tx, UndoKind::ShiftCancelled, shift.id, &was).await?;
        tx.audit("shift", shift.id).await
    }
}

/// What taking a cancelled shift back needs: its clocks, and the numbers of its places and tasks by their state.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct CancelledShift {
    follow: Timestamp,
    reminder: Timestamp,
    on: Vec<PlaceId>,
    standby: Vec<PlaceId>,
    open: Vec<TaskId>,
    not_there: Vec<TaskId>,
}

impl CancelledShift {
    /// Reads it of a locked shift that is still open.
    async fn of(tx: &mut Tx<'_>, shift: &LockedShift) -> Result<Self> {
        Ok(CancelledShift {
            follow: shift.follow,
            reminder: shift.reminder,
            on: places(tx, shift.id, ShiftPlaceState::On).await?,
            standby: places(tx, shift.id, ShiftPlaceState::Standby).await?,
            open: tasks(tx, shift.id, "open").await?,
            not_there: tasks(tx, shift.id, "not_there").await?,
        })
    }
}

async fn places(tx: &mut Tx<'_>, shift: ShiftId, state: ShiftPlaceState) -> Result<Vec<PlaceId>> {
    Ok(values!(
        tx,
        i64,
        "select id from shift_place where shift = $1 and state = $2 order by id",
        shift,
        state.as_str(),
    )?)
}

async fn tasks(tx: &mut Tx<'_>, shift: ShiftId, state: &str) -> Result<Vec<TaskId>> {
    Ok(values!(tx, i64, "select id from shift_task where shift = $1 and state = $2 order by id", shift, state)?)
}

/// Lets a shift take place after all that was cancelled in second `at`: who had signed up is told and on it again, but
/// for closed accounts and those that took another shift at that time meanwhile; its tasks are its own again.
///
/// # Errors
/// As `lock_kept_shift`; [`Code::WrongState`] unless it was cancelled then; [`Code::TooLate`] after its end;
/// [`Code::UndoDepends`] when a caseworker has decided about one of its tasks.
pub(crate) async fn take_back(tx: &mut Tx<'_>, id: ShiftId, at: Timestamp, was: &CancelledShift) -> Result<()> {
    tx.actor.must_somewhere(Action::KeepShifts)?;
    let path = load_shift(&mut tx.arm(), id).await?.path();
    tx.actor.must(Action::KeepShifts, &path)?;
    let people = lock_people(tx, id, was).await?;
    let shift = lock_kept_shift(tx, id).await?;
    let cancelled = value!(
        tx,
        i64,
        "select count(*) from shift where id = $1 and state = 'cancelled' and cancelled = $2",
        shift.id,
        at,
    )?;
    if cancelled == 0 {
        return Err(Code::WrongState.into());
    }
    if tx.now >= shift.ends {
        return Err(Code::TooLate.into());
    }
    run!(
        tx,
        "update shift set state = 'open', cancelled = 0, reason = '', follow = $2, reminder = $3 where id = $1",
        shift.id,
        was.follow,
        was.reminder,
    )?;
    let (mut taken, mut told) = (0, Vec::new());
    for (account, place, state) in people {
        if clash(&mut tx.arm(), account, &shift).await?.is_some() {
            continue;
        }
        let back =
            run!(tx, "update shift_place set state = $2 where id = $1 and state = 'cancelled'", place, state.as_str())?;
        if back == 1 {
            taken += i64::from(state == ShiftPlaceState::On);
            told.push(account);
        }
    }
    run!(tx, "update shift set taken = $2 where id = $1", shift.id, taken)?;
    for (state, tasks) in [("open", &was.open), ("not_there", &was.not_there)] {
        for task in tasks {
            let back = run!(
                tx,
                "update shift_task set state = $3, due = 0, raised = 0 where id = $1 and shift = $2 and state = 'back'",
                *task,
                shift.id,
                state,
            )?;
            if back == 0 {
                return Err(Code::UndoDepends.into());
            }
        }
    }
    if !told.is_empty() {
        tx.emit(Event::ShiftRevived(shift.event(told))).await?;
    }
    move_up(tx, &LockedShift { taken, ..shift.clone() }).await?;
    tx.audit("shift", shift.id).await
}

/// Locks the open accounts of those who had signed up, before the shift and in one order, so that none closes or
/// takes another shift at that time meanwhile; returns each with its place and the state that it had.
async fn lock_people(
    tx: &mut Tx<'_>,
    shift: ShiftId,
    was: &CancelledShift,
) -> Result<Vec<(AccountId, PlaceId, ShiftPlaceState)>> {
    let mut people = Vec::new();
    for (state, places) in [(ShiftPlaceState::On, &was.on), (ShiftPlaceState::Standby, &was.standby)] {
        for place in places {
            let found =
                row!(tx, (i64,), "select account from shift_place where id = $1 and shift = $2", *place, shift)?;
            people.extend(found.map(|(account,)| (account, *place, state)));
        }
    }
    people.sort_unstable_by_key(|(account, place, _)| (*account, *place));
    let mut open = Vec::with_capacity(people.len());
    for person in people {
        if lock_account(tx, person.0).await?.is_some() {
            open.push(person);
        }
    }
    Ok(open)
}
