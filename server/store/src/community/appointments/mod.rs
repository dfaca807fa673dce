//! Bookable times of services, and the appointments of households.
//! Lock order: household, slot; two slots in ascending order. An appointment is locked by its household and its slot.

pub mod booking;
pub(crate) mod clocks;
pub mod export;
pub mod figures;
pub mod slots;
pub mod views;

use domain::{
    Timestamp,
    areas::AreaPath,
    community::appointments::{AppointmentId, AppointmentState, SlotId, SlotState},
    events::OfAppointment,
    households::HouseholdId,
    permission::Action,
    services::ServiceId,
};

use crate::{
    Conn, Refusal, Result, Tx,
    db::sql::{parse, row, run},
};

/// Bookable time whose row is locked until commit, as it was read after the lock.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct LockedSlot {
    pub id: SlotId,
    pub service: ServiceId,
    pub service_name: String,
    pub starts: Timestamp,
    pub follow: Timestamp,
    pub reminder: Timestamp,
    state: String,
    path: String,
}

impl LockedSlot {
    pub(crate) fn path(&self) -> AreaPath {
        AreaPath(self.path.clone())
    }

    pub(crate) fn state(&self) -> Result<SlotState> {
        parse(&self.state)
    }

    /// What an event about an appointment at this time carries.
    pub(crate) fn event(&self, appointment: AppointmentId, household: HouseholdId) -> OfAppointment {
        OfAppointment { appointment, household, title: self.service_name.clone() }
    }
}

/// Loads a time without a lock.
///
/// # Errors
/// Not found for an unknown one.
pub(crate) async fn load_slot(db: &mut Conn<'_>, id: SlotId) -> Result<LockedSlot> {
    row!(
        db,
        LockedSlot,
        "select s.id, s.service, v.name as service_name, s.starts, s.follow, s.reminder, s.state, a.path
         from slot s join area a on a.id = s.area join service v on v.id = s.service where s.id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}

/// Locks a time's row until commit, then reads it.
///
/// # Errors
/// Not found for an unknown one.
pub(crate) async fn lock_slot(tx: &mut Tx<'_>, id: SlotId) -> Result<LockedSlot> {
    run!(tx, "update slot set version = version + 1 where id = $1", id)?;
    load_slot(&mut tx.arm(), id).await
}

/// As [`lock_slot`], for staff that keeps the times of its area.
///
/// # Errors
/// Not allowed without the role; not found outside the actor's areas.
pub(crate) async fn lock_kept_slot(tx: &mut Tx<'_>, id: SlotId) -> Result<LockedSlot> {
    tx.actor.must_somewhere(Action::KeepSlots)?;
    // Before the lock, so that no caller from elsewhere waits for it.
    let path = load_slot(&mut tx.arm(), id).await?.path();
    tx.actor.must(Action::KeepSlots, &path)?;
    lock_slot(tx, id).await
}

/// Appointment as it was read after the locks of its household or its slot.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct LockedAppointment {
    pub id: AppointmentId,
    pub slot: SlotId,
    pub household: HouseholdId,
    pub person: i64,
    pub people: i64,
    state: String,
}

impl LockedAppointment {
    pub(crate) fn state(&self) -> Result<AppointmentState> {
        parse(&self.state)
    }
}

/// Reads an appointment.
///
/// # Errors
/// Not found for an unknown one.
pub(crate) async fn load_appointment(db: &mut Conn<'_>, id: AppointmentId) -> Result<LockedAppointment> {
    row!(
        db,
        LockedAppointment,
        "select id, slot, household, person, people, state from appointment where id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}
