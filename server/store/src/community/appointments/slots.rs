//! Opens and cancels bookable times, and says who came.

use domain::{
    Code,
    community::appointments::{AppointmentId, AppointmentMark, NewSlot, SlotId, SlotState, closed_at, reminded_at},
    events::Event,
    permission::Action,
    text,
};
use serde::Serialize;

use super::{load_appointment, lock_kept_slot};
use crate::{
    Command, Refusal, Result, Tx,
    areas::tree::must_in,
    casework::findings::steps::undo_bookings,
    db::{
        area_filter::must_be_of_others,
        sql::{rows, run, value},
    },
    services::catalogue::offered,
};

/// Opens a bookable time of a service.
///
/// # Errors
/// Not allowed without a role that keeps times; not found outside the actor's areas; invalid fields; field `service`
/// for one that is not offered, or in another root area.
#[derive(Clone, Debug, Serialize)]
pub struct OpenSlot(pub NewSlot);

impl Command for OpenSlot {
    const NAME: &'static str = "slot_open";
    type Output = SlotId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<SlotId> {
        must_in(tx, Action::KeepSlots, self.0.area).await?;
        let new = self.0.clone().checked(tx.now)?;
        let root = value!(tx, i64, "select root from area where id = $1", new.area)?;
        let service = offered(&mut tx.arm(), new.service).await?;
        if !service.open || service.root != root {
            return Err(Refusal::field("service", Code::Unknown).into());
        }
        let (now, account) = (tx.now, tx.actor.account);
        let id = value!(
            tx,
            i64,
            "insert into slot (area, root, service, kind, place, state, starts, ends, places, taken, reminder, follow,
                 created, created_by, reason, version)
             values ($1, $2, $3, $4, $5, 'open', $6, $7, $8, 0, $9, $10, $11, $12, '', 0) returning id",
            new.area,
            root,
            new.service,
            new.kind.as_str(),
            &new.place,
            new.starts,
            new.ends,
            new.places,
            reminded_at(new.starts, now).unwrap_or_default(),
            closed_at(new.ends),
            now,
            account,
        )?;
        tx.audit("slot", id).await?;
        Ok(id)
    }
}

/// Cancels a time before it begins: its appointments are cancelled, and the families told.
///
/// # Errors
/// As `lock_kept_slot`; field `reason`; [`Code::WrongState`] once it is cancelled or over; [`Code::TooLate`] once it
/// has begun.
#[derive(Clone, Debug, Serialize)]
pub struct CancelSlot {
    /// The time.
    pub slot: SlotId,
    /// Why, 2 to 200 characters.
    pub reason: String,
}

impl Command for CancelSlot {
    const NAME: &'static str = "slot_cancel";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let slot = lock_kept_slot(tx, self.slot).await?;
        let reason = text::words(&self.reason, 2, 200).map_err(|code| Refusal::field("reason", code))?;
        if slot.state()? != SlotState::Open {
            return Err(Code::WrongState.into());
        }
        if tx.now >= slot.starts {
            return Err(Code::TooLate.into());
        }
        let (now, account) = (tx.now, tx.actor.account);
        let booked = rows!(
            tx,
            (i64, i64),
            "select id, household from appointment where slot = $1 and state = 'booked' order by id",
            slot.id,
        )?;
        run!(
            tx,
            "update appointment set state = 'cancelled', changed = $2, changed_by = $3
             where slot = $1 and state = 'booked'",
            slot.id,
            now,
            account,
        )?;
        run!(
            tx,
            "update slot set state = 'cancelled', taken = 0, reason = $2, follow = 0, reminder = 0 where id = $1",
            slot.id,
            &reason,
        )?;
        let ids: Vec<_> = booked.iter().map(|(appointment, _)| *appointment).collect();
        undo_bookings(tx, &ids).await?;
        for (appointment, household) in booked {
            tx.emit(Event::AppointmentCancelled(slot.event(appointment, household))).await?;
        }
        tx.audit("slot", slot.id).await
    }
}

/// Says whether a family came to its appointment, after it began; what was said can be changed until the time closes.
///
/// # Errors
/// As `lock_kept_slot`; [`Code::NotAllowed`] for the actor's own family; [`Code::TooSoon`] before it begins;
/// [`Code::WrongState`] once the time has closed, and for an appointment that was moved or cancelled.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct MarkAppointment {
    /// The appointment.
    pub appointment: AppointmentId,
    /// Whether the family came.
    pub mark: AppointmentMark,
}

impl Command for MarkAppointment {
    const NAME: &'static str = "appointment_mark";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::KeepSlots)?;
        let seen = load_appointment(&mut tx.arm(), self.appointment).await?;
        let slot = lock_kept_slot(tx, seen.slot).await?;
        must_be_of_others(&tx.actor, seen.household)?;
        if tx.now < slot.starts {
            return Err(Code::TooSoon.into());
        }
        if slot.state()? != SlotState::Open {
            return Err(Code::WrongState.into());
        }
        let (now, account) = (tx.now, tx.actor.account);
        let marked = run!(
            tx,
            "update appointment set state = $2, changed = $3, changed_by = $4
             where id = $1 and state in ('booked', 'came', 'absent')",
            seen.id,
            self.mark.state().as_str(),
            now,
            account,
        )?;
        if marked == 0 {
            return Err(Code::WrongState.into());
        }
        tx.audit("appointment", seen.id).await
    }
}
