//! Opens a shift, changes its places, cancels it.

use domain::{
    Code,
    accounts::AccountId,
    community::shifts::{FILLS, FULL_FILLS, NewShift, PLACES_MOST, ShiftId, closed_at, first_until, reminded_at},
    events::Event,
    permission::Action,
    text,
};
use serde::Serialize;

use super::{LockedShift, lock_kept_shift, sign_up::move_up, tasks::send_back};
use crate::{
    Command, Refusal, Result, Tx,
    areas::tree::must_in,
    crypto::{random, secret::Secret},
    db::sql::{run, value, values},
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
        tx.audit("shift", shift.id).await
    }
}
