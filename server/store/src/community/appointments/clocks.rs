//! The clock of bookable times: families are reminded the day before, and times close some days after their end.

use domain::{
    community::appointments::{SlotId, SlotState},
    events::Event,
};
use serde::Serialize;

use super::lock_slot;
use crate::{
    Command, Result, Store, Tx,
    db::{
        job_sweep::sweep,
        sql::{rows, run},
    },
};

/// Reminds the families of a time, once.
#[derive(Clone, Copy, Debug, Serialize)]
struct RemindSlot {
    slot: SlotId,
}

impl Command for RemindSlot {
    const NAME: &'static str = "slot_remind";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let slot = lock_slot(tx, self.slot).await?;
        if slot.state()? != SlotState::Open || slot.reminder == 0 || slot.reminder > tx.now {
            return Ok(false);
        }
        run!(tx, "update slot set reminder = 0 where id = $1", slot.id)?;
        // After an outage it may have begun already.
        if tx.now < slot.starts {
            let booked = rows!(
                tx,
                (i64, i64),
                "select id, household from appointment where slot = $1 and state = 'booked' order by id",
                slot.id,
            )?;
            for (appointment, household) in booked {
                tx.emit(Event::AppointmentSoon(slot.event(appointment, household))).await?;
            }
        }
        tx.audit("slot", slot.id).await?;
        Ok(true)
    }
}

/// Closes a time: of appointments about which staff said nothing that is kept.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct CloseSlot {
    pub slot: SlotId,
}

impl Command for CloseSlot {
    const NAME: &'static str = "slot_close";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let slot = lock_slot(tx, self.slot).await?;
        if slot.state()? != SlotState::Open || slot.follow == 0 || slot.follow > tx.now {
            return Ok(false);
        }
        let now = tx.now;
        run!(tx, "update slot set state = 'over', follow = 0, reminder = 0 where id = $1", slot.id)?;
        run!(
            tx,
            "update appointment set state = 'unsaid', changed = $2, changed_by = 0 where slot = $1 and state = 'booked'",
            slot.id,
            now,
        )?;
        tx.audit("slot", slot.id).await?;
        Ok(true)
    }
}

impl Store {
    /// Does the next step of bookable times whose time has come; returns how many.
    pub(crate) async fn slots_follow(&self) -> Result<i64> {
        let now = self.now();
        let reminded: Result<i64> = sweep!(
            self,
            |slot| RemindSlot { slot },
            "select reminder, id from slot
             where state = 'open' and reminder > 0 and reminder <= $1 and (reminder, id) > ($2, $3)
             order by reminder, id limit 200",
            now,
        );
        let closed: Result<i64> = sweep!(
            self,
            |slot| CloseSlot { slot },
            "select follow, id from slot
             where state = 'open' and follow > 0 and follow <= $1 and (follow, id) > ($2, $3)
             order by follow, id limit 200",
            now,
        );
        Ok(reminded? + closed?)
    }
}
