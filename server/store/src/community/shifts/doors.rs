//! At the door: a task is ticked off, and its address is revealed to those on the shift, in its time only.

use domain::{
    Code,
    accounts::Role,
    areas::AreaPath,
    community::shifts::{
        ShiftPlaceState, closed_at,
        tasks::{TaskId, Tick, TickOutcome},
    },
    households::reveals::{OPEN_FOR, RevealReason},
    permission::Action,
};
use serde::Serialize;

use super::{
    LockedShift, live_place,
    tasks::{LockedTask, home_of, lock_task},
};
use crate::{
    Command, Refusal, Result, Tx,
    areas::staff::nearest_caseworkers,
    casework::findings,
    db::{
        area_filter::must_be_of_others,
        locks::HeldFile,
        pagination::signed_in,
        sql::{row, run},
    },
    households::reveal::{NewReveal, note},
};

/// Locks a task for a person on its shift.
///
/// # Errors
/// Not signed in; not found for an account that is not on the shift; [`Code::NotAllowed`] for the actor's own family;
/// [`Code::TooSoon`] before addresses are revealed; [`Code::FileClosed`].
async fn lock_at_door(tx: &mut Tx<'_>, id: TaskId) -> Result<(HeldFile, LockedShift, LockedTask)> {
    signed_in(&tx.actor)?;
    let account = tx.actor.account;
    let (_, _, shift) = home_of(tx, id).await?;
    // Before the locks, so that no caller from elsewhere waits for them; and again, because it may have left meanwhile.
    live_place(&mut tx.arm(), shift, account).await?.ok_or(Refusal::NotFound)?;
    let (file, shift, task) = lock_task(tx, id).await?;
    let place = live_place(&mut tx.arm(), shift.id, account).await?.ok_or(Refusal::NotFound)?;
    if place.state()? != ShiftPlaceState::On {
        return Err(Refusal::NotFound.into());
    }
    must_be_of_others(&tx.actor, file.id)?;
    shift.state()?.must_be_open()?;
    if tx.now < shift.reveal_from {
        return Err(Code::TooSoon.into());
    }
    file.must_be_open()?;
    if !task.state()?.is_open() {
        return Err(Code::WrongState.into());
    }
    Ok((file, shift, task))
}

/// Ticks a task off. A need becomes a finding of the family, for its caseworker.
///
/// # Errors
/// As `lock_at_door`; fields `need` and `words`; [`Code::TooLate`] once the time of the shift is over;
/// [`Code::WrongState`] for a task that is ticked off already.
#[derive(Clone, Debug, Serialize)]
pub struct TickTask {
    /// The task.
    pub task: TaskId,
    /// What was found.
    pub tick: Tick,
}

impl Command for TickTask {
    const NAME: &'static str = "shift_task_tick";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (file, shift, task) = lock_at_door(tx, self.task).await?;
        let tick = self.tick.clone().checked()?;
        let (now, account) = (tx.now, tx.actor.account);
        if now > closed_at(shift.ends) {
            return Err(Code::TooLate.into());
        }
        run!(
            tx,
            "update shift_task set state = $2, ticked = $3, ticked_by = $4 where id = $1",
            task.id,
            tick.outcome.state().as_str(),
            now,
            account,
        )?;
        if let (TickOutcome::Need, Some(need)) = (tick.outcome, tick.need) {
            let found = findings::NewFinding { need, report: 0, words: &tick.words, is_urgent: false };
            findings::insert(tx, &file, &found).await?;
            if file.caseworker == 0 {
                give_to_caseworker(tx, &file).await?;
            }
        }
        tx.audit("shift_task", task.id).await
    }
}

/// Gives what the actor found just now to a caseworker of the area: the actor itself keeps no files there.
async fn give_to_caseworker(tx: &mut Tx<'_>, file: &HeldFile) -> Result<()> {
    let (now, account, path) = (tx.now, tx.actor.account, file.path());
    if tx.actor.may(Action::KeepHouseholds, &path) {
        return Ok(());
    }
    let Some(near) = nearest_caseworkers(&mut tx.arm(), &path).await?.into_iter().next() else { return Ok(()) };
    run!(
        tx,
        "update finding set owner = $3 where household = $1 and owner = $2 and created = $4 and state = 'open'",
        file.id,
        account,
        near.id,
        now,
    )?;
    Ok(())
}

/// Reveals the address of a task to a person on its shift, until the shift ends; the family reads it in its log.
///
/// # Errors
/// As `lock_at_door`; [`Code::TooLate`] after the shift; [`Code::NotAllowed`] when the family withdrew its consent.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RevealTask {
    /// The task.
    pub task: TaskId,
}

impl Command for RevealTask {
    const NAME: &'static str = "shift_task_reveal";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (file, shift, task) = lock_at_door(tx, self.task).await?;
        let now = tx.now;
        if now >= shift.ends {
            return Err(Code::TooLate.into());
        }
        let agrees = row!(
            tx,
            (i64,),
            "select h.id from household h where h.id = $1
                 and (not exists (select 1 from consent x
                          where x.household = h.id and x.kind = 'file' and x.withdrawn_at > 0)
                      or exists (select 1 from consent x
                          where x.household = h.id and x.kind = 'file' and x.withdrawn_at = 0))",
            file.id,
        )?;
        if agrees.is_none() {
            return Err(Refusal::NotAllowed(Code::NotAllowed).into());
        }
        // In the log the family reads which of them it was.
        let serves = [Role::Donor, Role::Shopkeeper, Role::Caseworker, Role::Coordinator];
        let role = serves.into_iter().find(|role| tx.actor.has(*role)).unwrap_or(Role::Donor);
        let reveal = NewReveal {
            household: file.id,
            role,
            reason: RevealReason::Shift,
            words: "",
            lasts: OPEN_FOR.min(shift.ends - now),
        };
        note(tx, &reveal).await?;
        tx.audit("shift_task", task.id).await
    }
}

/// Whether staff of this home's area read the words and the household of a task.
pub(super) fn reads_homes(actor: &domain::accounts::Actor, path: &AreaPath) -> bool {
    actor.may(Action::ReadVisits, path)
}
