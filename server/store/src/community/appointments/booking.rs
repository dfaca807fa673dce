//! Books, moves and cancels an appointment: by the family itself, or by staff that keeps its file.

use domain::{
    Code, Timestamp,
    casework::findings::{FindingId, StepKind, must_be_open},
    community::appointments::{AppointmentId, BOOKED_MOST, SlotId, SlotState},
    events::Event,
    households::HouseholdId,
    permission::Action,
    undo::UndoKind,
};
use serde::Serialize;

use super::{LockedAppointment, LockedSlot, load_appointment, load_slot, lock_slot};
use crate::{
    Command, Error, Refusal, Result, Tx,
    accounts::undo,
    casework::findings::{
        lock_own_finding,
        steps::{move_booking, set_step, undo_bookings},
    },
    db::{
        area_filter::is_own,
        locks::{HeldFile, Writers, lock_file, lock_open_household},
        pagination::signed_in,
        sql::{is_unique, row, run, value},
    },
};

/// Those who book for a household.
const WRITERS: Writers = Writers::FamilyAnd(Action::KeepHouseholds);

/// Books a time for a household, or for one of its members.
///
/// # Errors
/// Not found for another household, and a time for the families of another area; field `person`; [`Code::FileClosed`];
/// [`Code::WrongState`] for a time that is cancelled, over or booked already; [`Code::TooLate`] once it has begun;
/// [`Code::DeskLimit`] for a household with as many appointments as it may have; [`Code::SlotFull`].
#[derive(Clone, Copy, Debug, Serialize)]
pub struct BookSlot {
    /// The time.
    pub slot: SlotId,
    /// The household.
    pub household: HouseholdId,
    /// Member whom it is for; `None` for the family.
    pub person: Option<i64>,
}

impl Command for BookSlot {
    const NAME: &'static str = "appointment_book";
    type Output = AppointmentId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<AppointmentId> {
        let file = lock_open_household(tx, self.household, WRITERS).await?;
        book(tx, &file, self.slot, self.person).await
    }
}

/// Refuses one more time of a locked household that has booked as many as it may.
async fn must_have_room(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    let booked =
        value!(tx, i64, "select count(*) from appointment where household = $1 and state = 'booked'", household)?;
    if booked >= BOOKED_MOST { Err(Code::DeskLimit.into()) } else { Ok(()) }
}

/// Books a time for a locked household, or for one of its members.
async fn book(tx: &mut Tx<'_>, file: &HeldFile, slot: SlotId, person: Option<i64>) -> Result<AppointmentId> {
    let people = people_of(tx, file, person).await?;
    must_have_room(tx, file.id).await?;
    let slot = lock_slot(tx, slot).await?;
    let id = take(tx, file, &slot, (person.unwrap_or_default(), people)).await?;
    if !is_own(&tx.actor, file.id) {
        tx.emit(Event::AppointmentBooked(slot.event(id, file.id))).await?;
    }
    tx.audit("appointment", id).await?;
    Ok(id)
}

/// Books a time of a service for the family of a finding, which stays open until the family says what came of it.
///
/// # Errors
/// Not found outside the actor's areas; as [`BookSlot`]; [`Code::WrongState`] unless the finding is open.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct BookForFinding {
    /// Finding that needs it.
    pub finding: FindingId,
    /// The time.
    pub slot: SlotId,
}

impl Command for BookForFinding {
    const NAME: &'static str = "finding_book";
    type Output = AppointmentId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<AppointmentId> {
        tx.actor.must_somewhere(Action::KeepHouseholds)?;
        let (file, finding) = lock_own_finding(tx, self.finding).await?;
        tx.actor.must(Action::KeepHouseholds, &file.path())?;
        must_be_open(finding.state()?)?;
        let id = book(tx, &file, self.slot, None).await?;
        set_step(tx, finding.id, StepKind::Booking, id).await?;
        Ok(id)
    }
}

/// Counts the people of an appointment: one member, or the family.
async fn people_of(tx: &mut Tx<'_>, file: &HeldFile, person: Option<i64>) -> Result<i64> {
    let Some(person) = person else { return Ok(file.size) };
    row!(tx, (i64,), "select id from person where id = $1 and household = $2", person, file.id)?
        .ok_or_else(|| Refusal::field("person", Code::Unknown))?;
    Ok(1)
}

/// Refuses a locked time to a member whose family has it, and to a family of which a member has it: the figures would
/// count that person twice.
async fn must_be_apart(tx: &mut Tx<'_>, slot: SlotId, household: HouseholdId, person: i64) -> Result<()> {
    let there = value!(
        tx,
        i64,
        "select count(*) from appointment where slot = $1 and household = $2 and state = 'booked'
             and (person = 0 or cast($3 as bigint) = 0)",
        slot,
        household,
        person,
    )?;
    if there == 0 { Ok(()) } else { Err(Code::WrongState.into()) }
}

/// Takes a place of a locked time for a locked household: the member or 0, and how many people.
async fn take(
    tx: &mut Tx<'_>,
    file: &HeldFile,
    slot: &LockedSlot,
    (person, people): (i64, i64),
) -> Result<AppointmentId> {
    // Families of the slot's area only.
    if !slot.path().covers(&file.path()) {
        return Err(Refusal::NotFound.into());
    }
    if slot.state()? != SlotState::Open {
        return Err(Code::WrongState.into());
    }
    if tx.now >= slot.starts {
        return Err(Code::TooLate.into());
    }
    must_be_apart(tx, slot.id, file.id, person).await?;
    let taken = run!(tx, "update slot set taken = taken + 1 where id = $1 and taken < places", slot.id)?;
    if taken == 0 {
        return Err(Code::SlotFull.into());
    }
    let (now, account) = (tx.now, tx.actor.account);
    let made = value!(
        tx,
        i64,
        "insert into appointment (slot, household, person, people, state, booked, booked_by, changed, changed_by,
             moved_to)
         values ($1, $2, $3, $4, 'booked', $5, $6, $5, $6, 0) returning id",
        slot.id,
        file.id,
        person,
        people,
        now,
        account,
    );
    match made {
        Err(error) if is_unique(&error) => Err(Code::WrongState.into()),
        other => Ok(other?),
    }
}

/// Locks the household of an appointment for those who book for it, then reads it.
async fn lock_booked(tx: &mut Tx<'_>, id: AppointmentId) -> Result<(HeldFile, LockedAppointment)> {
    signed_in(&tx.actor)?;
    let seen = load_appointment(&mut tx.arm(), id).await?;
    let file = match lock_file(tx, seen.household, WRITERS).await {
        // Of an appointment others learn nothing.
        Err(Error::Refused(Refusal::NotAllowed(_))) => return Err(Refusal::NotFound.into()),
        other => other?,
    };
    let appointment = load_appointment(&mut tx.arm(), id).await?;
    // A merge moved it meanwhile; asked again, it is found in the file that is left.
    if appointment.household != file.id {
        return Err(Code::WrongState.into());
    }
    Ok((file, appointment))
}

/// Moves an appointment to another time of the same service.
///
/// # Errors
/// Not found for another household's; as [`BookSlot`]; field `slot` for a time of another service; [`Code::WrongState`]
/// unless it is booked.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct MoveAppointment {
    /// The appointment.
    pub appointment: AppointmentId,
    /// The other time.
    pub slot: SlotId,
}

impl Command for MoveAppointment {
    const NAME: &'static str = "appointment_move";
    type Output = AppointmentId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<AppointmentId> {
        let (file, _) = lock_booked(tx, self.appointment).await?;
        file.must_be_open()?;
        let seen = load_appointment(&mut tx.arm(), self.appointment).await?;
        // In ascending order, so that two families that change places do not wait for each other.
        let (first, second) = (seen.slot.min(self.slot), seen.slot.max(self.slot));
        lock_slot(tx, first).await?;
        lock_slot(tx, second).await?;
        let (from, to) = (load_slot(&mut tx.arm(), seen.slot).await?, load_slot(&mut tx.arm(), self.slot).await?);
        // After the locks: the time may have been cancelled meanwhile.
        let appointment = load_appointment(&mut tx.arm(), self.appointment).await?;
        appointment.state()?.must_be_booked()?;
        if to.service != from.service || to.id == from.id {
            return Err(Refusal::field("slot", Code::Unknown).into());
        }
        if tx.now >= from.starts {
            return Err(Code::TooLate.into());
        }
        let id = take(tx, &file, &to, (appointment.person, appointment.people)).await?;
        let (now, account) = (tx.now, tx.actor.account);
        run!(
            tx,
            "update appointment set state = 'moved', changed = $2, changed_by = $3, moved_to = $4 where id = $1",
            appointment.id,
            now,
            account,
            id,
        )?;
        run!(tx, "update slot set taken = taken - 1 where id = $1", from.id)?;
        move_booking(tx, appointment.id, id).await?;
        if !is_own(&tx.actor, file.id) {
            tx.emit(Event::AppointmentBooked(to.event(id, file.id))).await?;
        }
        tx.audit("appointment", id).await?;
        Ok(id)
    }
}

/// Cancels an appointment before it begins.
///
/// # Errors
/// Not found for another household's; [`Code::WrongState`] unless it is booked; [`Code::TooLate`] once it has begun.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct CancelAppointment {
    /// The appointment.
    pub appointment: AppointmentId,
}

impl Command for CancelAppointment {
    const NAME: &'static str = "appointment_cancel";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (file, seen) = lock_booked(tx, self.appointment).await?;
        let slot = lock_slot(tx, seen.slot).await?;
        let appointment = load_appointment(&mut tx.arm(), self.appointment).await?;
        appointment.state()?.must_be_booked()?;
        if tx.now >= slot.starts {
            return Err(Code::TooLate.into());
        }
        let (now, account) = (tx.now, tx.actor.account);
        run!(
            tx,
            "update appointment set state = 'cancelled', changed = $2, changed_by = $3 where id = $1",
            appointment.id,
            now,
            account,
        )?;
        run!(tx, "update slot set taken = taken - 1 where id = $1", slot.id)?;
        let findings = value!(
            tx,
            i64,
            "select count(*) from finding where step = 'booking' and record = $1 and state = 'open'",
            appointment.id,
        )?;
        undo_bookings(tx, &[appointment.id]).await?;
        if findings == 0 {
            undo::offer(tx, UndoKind::AppointmentCancelled, appointment.id, &()).await?;
        }
        if !is_own(&tx.actor, file.id) {
            tx.emit(Event::AppointmentCancelled(slot.event(appointment.id, file.id))).await?;
        }
        tx.audit("appointment", appointment.id).await
    }
}

/// Books an appointment again that the actor cancelled in second `at`, while its time has a free place.
///
/// # Errors
/// As [`CancelAppointment`]; [`Code::WrongState`] unless the actor cancelled it then, or when the household has that
/// time again; [`Code::SlotFull`] when others were faster; [`Code::DeskLimit`] when it booked other times instead.
pub(crate) async fn take_back(tx: &mut Tx<'_>, id: AppointmentId, at: Timestamp) -> Result<()> {
    let (file, seen) = lock_booked(tx, id).await?;
    file.must_be_open()?;
    let slot = lock_slot(tx, seen.slot).await?;
    let (now, account) = (tx.now, tx.actor.account);
    let cancelled = value!(
        tx,
        i64,
        "select count(*) from appointment where id = $1 and state = 'cancelled' and changed = $2 and changed_by = $3",
        id,
        at,
        account,
    )?;
    if cancelled == 0 || slot.state()? != SlotState::Open {
        return Err(Code::WrongState.into());
    }
    if now >= slot.starts {
        return Err(Code::TooLate.into());
    }
    must_have_room(tx, file.id).await?;
    must_be_apart(tx, slot.id, file.id, seen.person).await?;
    if run!(tx, "update slot set taken = taken + 1 where id = $1 and taken < places", slot.id)? == 0 {
        return Err(Code::SlotFull.into());
    }
    let booked = run!(tx, "update appointment set state = 'booked', changed = $2 where id = $1", id, now);
    match booked {
        Err(error) if is_unique(&error) => return Err(Code::WrongState.into()),
        other => other?,
    };
    if !is_own(&tx.actor, file.id) {
        tx.emit(Event::AppointmentBooked(slot.event(id, file.id))).await?;
    }
    tx.audit("appointment", id).await
}
