//! The list of a shift: homes are put on it by their caseworkers, and what is left over goes back to them.

use domain::{
    Code, Timestamp,
    accounts::AccountId,
    areas::AreaPath,
    community::shifts::{
        ShiftId,
        tasks::{NewTasks, TASKS_MOST, TaskId, TaskState, raised_at},
    },
    events::Event,
    households::HouseholdId,
    permission::Action,
};
use serde::Serialize;

use super::{LockedShift, load_shift, lock_kept_shift, lock_shift};
use crate::{
    Command, Refusal, Result, Tx,
    areas::staff::nearest_caseworkers,
    crypto::secret::Secret,
    db::{
        area_filter::must_be_of_others,
        locks::{HeldFile, Writers, lock_and_read, lock_open_household},
        sql::{parse, row, run, value, values},
    },
};

/// Task of a locked shift and a locked household, as it was read after both locks.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct LockedTask {
    pub id: TaskId,
    pub due: Timestamp,
    pub raised: Timestamp,
    state: String,
}

impl LockedTask {
    pub(crate) fn state(&self) -> Result<TaskState> {
        parse(&self.state)
    }
}

/// Where a task is: its household with that household's area, and its shift. Read without a lock.
pub(super) async fn home_of(tx: &mut Tx<'_>, id: TaskId) -> Result<(HouseholdId, AreaPath, ShiftId)> {
    let found = row!(
        tx,
        (i64, String, i64),
        "select t.household, a.path, t.shift from shift_task t join household h on h.id = t.household
             join area a on a.id = h.area where t.id = $1",
        id,
    )?;
    let (household, path, shift) = found.ok_or(Refusal::NotFound)?;
    Ok((household, AreaPath(path), shift))
}

/// Locks the household of a task, then its shift, and reads all three. A merge may move the task before the first lock.
pub(super) async fn lock_task(tx: &mut Tx<'_>, id: TaskId) -> Result<(HeldFile, LockedShift, LockedTask)> {
    let mut held: Option<HeldFile> = None;
    let (file, shift) = loop {
        let (household, _, shift) = home_of(tx, id).await?;
        match held {
            Some(file) if file.id == household => break (file, shift),
            _ => held = Some(lock_and_read(tx, household).await?),
        }
    };
    let shift = lock_shift(tx, shift).await?;
    let task = row!(tx, LockedTask, "select id, due, raised, state from shift_task where id = $1", id)?;
    Ok((file, shift, task.ok_or(Refusal::NotFound)?))
}

/// Puts homes on the list of a shift; those that are on it already stay as they are. Returns how many were added.
///
/// # Errors
/// As `lock_kept_shift`; not found for a household outside the actor's areas or of another root area; invalid fields;
/// [`Code::NotAllowed`] for the actor's own family; [`Code::FileClosed`]; [`Code::WrongState`] for a shift that is
/// cancelled or over.
#[derive(Clone, Debug, Serialize)]
pub struct AddTasks {
    /// The shift.
    pub shift: ShiftId,
    /// The homes, and what is done there.
    pub new: NewTasks,
}

impl Command for AddTasks {
    const NAME: &'static str = "shift_tasks_add";
    type Output = i64;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<i64> {
        tx.actor.must_somewhere(Action::KeepHouseholds)?;
        let path = load_shift(&mut tx.arm(), self.shift).await?.path();
        tx.actor.must(Action::KeepShifts, &path)?;
        let new = self.new.clone().checked()?;
        let mut files = Vec::with_capacity(new.households.len());
        // In ascending order, which `checked` made.
        for household in &new.households {
            must_be_of_others(&tx.actor, *household)?;
            files.push(lock_open_household(tx, *household, Writers::Staff(Action::KeepHouseholds)).await?);
        }
        let shift = lock_kept_shift(tx, self.shift).await?;
        shift.state()?.must_be_open()?;
        if files.iter().any(|file| file.root != shift.root) {
            return Err(Refusal::NotFound.into());
        }
        let mut n = value!(tx, i64, "select coalesce(max(n), 0) from shift_task where shift = $1", shift.id)?;
        let (now, account) = (tx.now, tx.actor.account);
        let words = tx.vault.seal(Secret::ShiftTaskWords, &new.words)?;
        let mut added = 0;
        for file in &files {
            let known = value!(
                tx,
                i64,
                "select count(*) from shift_task where shift = $1 and household = $2",
                shift.id,
                file.id,
            )?;
            if known > 0 {
                continue;
            }
            (n, added) = (n + 1, added + 1);
            if n > TASKS_MOST {
                return Err(Refusal::field("households", Code::OutOfRange).into());
            }
            run!(
                tx,
                "insert into shift_task (shift, n, household, kind, words, state, added, added_by, ticked, ticked_by,
                     due, raised, moved_to)
                 values ($1, $2, $3, $4, $5, 'open', $6, $7, 0, 0, 0, 0, 0)",
                shift.id,
                n,
                file.id,
                new.kind.as_str(),
                &words,
                now,
                account,
            )?;
        }
        tx.audit("shift", shift.id).await?;
        Ok(added)
    }
}

/// Sends what is left over of a locked shift back to the caseworkers of the homes, and tells them.
pub(super) async fn send_back(tx: &mut Tx<'_>, shift: &LockedShift) -> Result<()> {
    let now = tx.now;
    let left = run!(
        tx,
        "update shift_task set state = 'back', due = $2 where shift = $1 and state in ('open', 'not_there')",
        shift.id,
        raised_at(now),
    )?;
    if left == 0 {
        return Ok(());
    }
    let mut staff: Vec<AccountId> = values!(
        tx,
        i64,
        "select distinct h.caseworker from shift_task t join household h on h.id = t.household
         where t.shift = $1 and t.state = 'back' order by h.caseworker limit 200",
        shift.id,
    )?;
    if staff.contains(&0) {
        // Homes without a caseworker of their own.
        staff.retain(|account| *account != 0);
        for near in nearest_caseworkers(&mut tx.arm(), &shift.path()).await? {
            if !staff.contains(&near.id) {
                staff.push(near.id);
            }
        }
    }
    tx.emit(Event::ShiftTasksBack(shift.event(staff))).await
}

/// Checks that the actor decides about a task that came back: a caseworker of the home's area, not of its own family.
async fn must_decide(tx: &mut Tx<'_>, id: TaskId) -> Result<()> {
    tx.actor.must_somewhere(Action::KeepHouseholds)?;
    let (household, path, _) = home_of(tx, id).await?;
    tx.actor.must(Action::KeepHouseholds, &path)?;
    Ok(must_be_of_others(&tx.actor, household)?)
}

/// Says that a task that came back was seen to otherwise.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::NotAllowed`] for the actor's own family; [`Code::WrongState`] unless it
/// came back.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct SettleTask {
    /// The task.
    pub task: TaskId,
}

impl Command for SettleTask {
    const NAME: &'static str = "shift_task_settle";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        must_decide(tx, self.task).await?;
        let (file, _, task) = lock_task(tx, self.task).await?;
        tx.actor.must(Action::KeepHouseholds, &file.path())?;
        task.state()?.must_be(TaskState::Back)?;
        run!(tx, "update shift_task set state = 'settled', due = 0 where id = $1", task.id)?;
        tx.audit("shift_task", task.id).await
    }
}

/// Puts a task that came back on the list of another shift; returns the new task.
///
/// # Errors
/// As [`SettleTask`]; not found for a shift that the actor does not organise, or of another root area; field `shift`
/// for one whose list has the home already; [`Code::WrongState`] for one that is cancelled or over; [`Code::FileClosed`].
#[derive(Clone, Copy, Debug, Serialize)]
pub struct MoveTask {
    /// The task.
    pub task: TaskId,
    /// Shift on whose list it is put.
    pub shift: ShiftId,
}

impl Command for MoveTask {
    const NAME: &'static str = "shift_task_move";
    type Output = TaskId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<TaskId> {
        must_decide(tx, self.task).await?;
        let to = load_shift(&mut tx.arm(), self.shift).await?;
        tx.actor.must(Action::KeepShifts, &to.path())?;
        // Shifts are locked in ascending order; the one that is over does not change any more, so only the new one is.
        let (household, ..) = home_of(tx, self.task).await?;
        let file = lock_and_read(tx, household).await?;
        let to = lock_kept_shift(tx, self.shift).await?;
        tx.actor.must(Action::KeepHouseholds, &file.path())?;
        file.must_be_open()?;
        to.state()?.must_be_open()?;
        if file.root != to.root {
            return Err(Refusal::NotFound.into());
        }
        let known =
            value!(tx, i64, "select count(*) from shift_task where shift = $1 and household = $2", to.id, file.id)?;
        if known > 0 {
            return Err(Refusal::field("shift", Code::Unknown).into());
        }
        let n = value!(tx, i64, "select coalesce(max(n), 0) + 1 from shift_task where shift = $1", to.id)?;
        if n > TASKS_MOST {
            return Err(Refusal::field("shift", Code::OutOfRange).into());
        }
        // Guarded, because the household's lock alone keeps no clock away.
        let taken = run!(
            tx,
            "update shift_task set state = 'moved', due = 0 where id = $1 and household = $2 and state = 'back'",
            self.task,
            file.id,
        )?;
        if taken == 0 {
            return Err(Code::WrongState.into());
        }
        let (now, account) = (tx.now, tx.actor.account);
        let id = value!(
            tx,
            i64,
            "insert into shift_task (shift, n, household, kind, words, state, added, added_by, ticked, ticked_by, due,
                 raised, moved_to)
             select cast($2 as bigint), cast($3 as bigint), household, kind, words, 'open', cast($4 as bigint),
                 cast($5 as bigint), 0, 0, 0, 0, 0 from shift_task where id = $1 returning id",
            self.task,
            to.id,
            n,
            now,
            account,
        )?;
        run!(tx, "update shift_task set moved_to = $2 where id = $1", self.task, id)?;
        tx.audit("shift_task", id).await?;
        Ok(id)
    }
}
