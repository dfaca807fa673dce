//! The clock of shifts: reminders, the end of each shift, tasks that came back, places of closed accounts.

use domain::{
    DAY,
    accounts::AccountId,
    community::shifts::{
        PlaceId, ShiftId, ShiftPlaceState, ShiftState,
        tasks::{TaskId, TaskState, lapses_at},
    },
    events::Event,
};
use serde::Serialize;

use super::{
    lock_shift,
    sign_up::free,
    tasks::{lock_task, send_back},
};
use crate::{
    Command, Refusal, Result, Store, Tx,
    areas::staff::coordinators,
    db::{
        job_sweep::sweep,
        sql::{parse, row, run, value, values},
    },
};

/// Closes a shift some time after its end: the line ends, and what is left over goes back.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct CloseShift {
    pub shift: ShiftId,
}

impl Command for CloseShift {
    const NAME: &'static str = "shift_close";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let shift = lock_shift(tx, self.shift).await?;
        if shift.state()? != ShiftState::Open || shift.follow == 0 || shift.follow > tx.now {
            return Ok(false);
        }
        run!(tx, "update shift set state = 'over', follow = 0, reminder = 0 where id = $1", shift.id)?;
        run!(tx, "update shift_place set state = 'unplaced' where shift = $1 and state = 'standby'", shift.id)?;
        send_back(tx, &shift).await?;
        tx.audit("shift", shift.id).await?;
        Ok(true)
    }
}

/// Reminds those on a shift, once.
#[derive(Clone, Copy, Debug, Serialize)]
struct RemindShift {
    shift: ShiftId,
}

impl Command for RemindShift {
    const NAME: &'static str = "shift_remind";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let shift = lock_shift(tx, self.shift).await?;
        if shift.state()? != ShiftState::Open || shift.reminder == 0 || shift.reminder > tx.now {
            return Ok(false);
        }
        run!(tx, "update shift set reminder = 0 where id = $1", shift.id)?;
        // After an outage it may have begun already.
        if tx.now < shift.starts {
            let told: Vec<AccountId> = values!(
                tx,
                i64,
                "select account from shift_place where shift = $1 and state = 'on' order by id",
                shift.id,
            )?;
            tx.emit(Event::ShiftSoon(shift.event(told))).await?;
        }
        tx.audit("shift", shift.id).await?;
        Ok(true)
    }
}

/// Tells the coordinators of a task that came back and waits, and ends it in the end.
#[derive(Clone, Copy, Debug, Serialize)]
struct FollowTask {
    task: TaskId,
}

impl Command for FollowTask {
    const NAME: &'static str = "shift_task_follow";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let (_, shift, task) = lock_task(tx, self.task).await?;
        let now = tx.now;
        if task.state()? != TaskState::Back || task.due > now {
            return Ok(false);
        }
        if task.raised > 0 {
            run!(tx, "update shift_task set state = 'lapsed', due = 0 where id = $1", task.id)?;
        } else {
            // Once a day for all tasks of a list.
            let told = value!(
                tx,
                i64,
                "select count(*) from shift_task where shift = $1 and raised > $2",
                shift.id,
                now - DAY,
            )?;
            run!(tx, "update shift_task set raised = $2, due = $3 where id = $1", task.id, now, lapses_at(now))?;
            if told == 0 {
                let staff = coordinators(&mut tx.arm(), &shift.path()).await?;
                tx.emit(Event::ShiftTasksLate(shift.event(staff))).await?;
            }
        }
        tx.audit("shift_task", task.id).await?;
        Ok(true)
    }
}

/// Frees the place of an account that was closed.
#[derive(Clone, Copy, Debug, Serialize)]
struct FreePlace {
    place: PlaceId,
}

impl Command for FreePlace {
    const NAME: &'static str = "shift_place_free";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let place = self.place;
        let (shift,) =
            row!(tx, (i64,), "select shift from shift_place where id = $1", place)?.ok_or(Refusal::NotFound)?;
        let shift = lock_shift(tx, shift).await?;
        let found = row!(
            tx,
            (String,),
            "select p.state from shift_place p join account a on a.id = p.account
             where p.id = $1 and p.state in ('on', 'standby') and a.open = false",
            place,
        )?;
        let Some((state,)) = found else { return Ok(false) };
        if shift.state()? != ShiftState::Open || shift.starts <= tx.now {
            return Ok(false);
        }
        let state: ShiftPlaceState = parse(&state)?;
        free(tx, &shift, place, state).await?;
        tx.audit("shift", shift.id).await?;
        Ok(true)
    }
}

impl Store {
    /// Does the next step of shifts and tasks whose time has come; returns how many.
    pub(crate) async fn shifts_follow(&self) -> Result<i64> {
        let now = self.now();
        let closed: Result<i64> = sweep!(
            self,
            |shift| CloseShift { shift },
            "select follow, id from shift
             where state = 'open' and follow > 0 and follow <= $1 and (follow, id) > ($2, $3)
             order by follow, id limit 200",
            now,
        );
        let reminded: Result<i64> = sweep!(
            self,
            |shift| RemindShift { shift },
            "select reminder, id from shift
             where state = 'open' and reminder > 0 and reminder <= $1 and (reminder, id) > ($2, $3)
             order by reminder, id limit 200",
            now,
        );
        let tasks: Result<i64> = sweep!(
            self,
            |task| FollowTask { task },
            "select due, id from shift_task where state = 'back' and due <= $1 and (due, id) > ($2, $3)
             order by due, id limit 200",
            now,
        );
        let freed: Result<i64> = sweep!(
            self,
            |place| FreePlace { place },
            "select s.follow, p.id from shift s join shift_place p on p.shift = s.id join account a on a.id = p.account
             where s.state = 'open' and s.follow > 0 and s.starts > $1 and p.state in ('on', 'standby')
                 and a.open = false and (s.follow, p.id) > ($2, $3)
             order by s.follow, p.id limit 200",
            now,
        );
        Ok(closed? + reminded? + tasks? + freed?)
    }
}
