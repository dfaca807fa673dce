//! Reads the tasks of a shift: those on it by alias, staff of a home's area with its household.

use domain::{
    Timestamp,
    accounts::Actor,
    areas::AreaPath,
    community::shifts::{
        ShiftId, ShiftPlaceState,
        tasks::{ShiftTask, TaskId},
    },
    households::{Alias, HouseholdId, Sex},
    permission::Action,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use super::{LockedShift, doors::reads_homes, live_place, load_shift};
use crate::{
    Refusal, Result, Store,
    areas::answerers::waiting::Waiting,
    crypto::{secret::Secret, vault::Vault},
    db::{
        area_filter::{covered, is_own},
        pagination::{page, signed_in},
        sql::{parse, rows, values},
    },
};

#[derive(sqlx::FromRow)]
struct TaskRow {
    id: i64,
    shift: i64,
    n: i64,
    household: i64,
    size: i64,
    area_name: String,
    path: String,
    kind: String,
    words: String,
    state: String,
    ticked: i64,
    due: i64,
    address: String,
    agrees: bool,
}

/// Columns and joins of a [`TaskRow`]; a macro because statements are literals. A family agrees as long as its file is
/// open and no consent to keep it was withdrawn.
macro_rules! task_columns {
    () => {
        "t.id, t.shift, t.n, t.household, h.size, a.name as area_name, a.path, t.kind, t.words, t.state, t.ticked, t.due,
         h.address,
         (h.state = 'open' and (not exists (select 1 from consent x
                  where x.household = h.id and x.kind = 'file' and x.withdrawn_at > 0)
              or exists (select 1 from consent x
                  where x.household = h.id and x.kind = 'file' and x.withdrawn_at = 0))) as agrees
         from shift_task t join household h on h.id = t.household join area a on a.id = h.area"
    };
}

/// What a reader may see of a task.
struct TaskSight<'a> {
    actor: &'a Actor,
    /// Whether the reader is on the shift, in the time in which addresses are revealed.
    at_door: bool,
    /// Households whose address it has revealed.
    revealed: &'a [HouseholdId],
}

impl TaskRow {
    fn seen(self, vault: &Vault, sight: &TaskSight<'_>) -> Result<ShiftTask> {
        let path = AreaPath(self.path);
        let own = is_own(sight.actor, self.household);
        let keeps = sight.actor.may(Action::KeepHouseholds, &path) && !own;
        let at_door = sight.at_door && self.agrees && !own;
        let words = if keeps || at_door { vault.open(Secret::ShiftTaskWords, &self.words)? } else { String::new() };
        let address = match at_door && sight.revealed.contains(&self.household) {
            true => Some(vault.open(Secret::HouseholdAddress, &self.address)?),
            false => None,
        };
        let some = |at: Timestamp| (at != 0).then_some(at);
        Ok(ShiftTask {
            id: self.id,
            shift: self.shift,
            n: self.n,
            household: (reads_homes(sight.actor, &path) && !own).then_some(self.household),
            alias: Alias { family_size: self.size, age: -1, sex: Sex::Unsaid },
            area_name: self.area_name,
            kind: parse(&self.kind)?,
            words,
            state: parse(&self.state)?,
            address,
            ticked: some(self.ticked),
            due: some(self.due),
        })
    }
}

impl Store {
    /// Lists the tasks of a shift: for the people on it and the staff of its area.
    /// What to know at the door shows in the time of the shift only, and an address after a reveal in that time.
    ///
    /// # Errors
    /// Not signed in; not found for all others.
    pub async fn shift_tasks(&self, actor: &Actor, id: ShiftId) -> Result<Vec<ShiftTask>> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let shift = load_shift(&mut db.arm(), id).await?;
        let place = live_place(&mut db.arm(), id, actor.account).await?;
        let is_on = match place {
            Some(place) => place.state()? == ShiftPlaceState::On,
            None => false,
        };
        if !is_on && !actor.may(Action::ReadShifts, &shift.path()) {
            return Err(Refusal::NotFound.into());
        }
        let at_door = is_on && is_time(&shift, self.now());
        let revealed = match at_door {
            true => values!(
                db,
                i64,
                "select r.household from reveal r join shift_task t on t.household = r.household
                 where t.shift = $1 and r.account = $2 and r.reason = 'shift' and r.until > $3",
                id,
                actor.account,
                self.now(),
            )?,
            false => Vec::new(),
        };
        let found =
            rows!(db, TaskRow, concat!("select ", task_columns!(), " where t.shift = $1 order by t.n limit 200"), id,)?;
        let sight = TaskSight { actor, at_door, revealed: &revealed };
        found.into_iter().map(|row| row.seen(&self.vault, &sight)).collect()
    }

    /// Lists the tasks that came back in the actor's areas, by number.
    ///
    /// # Errors
    /// Not allowed without a role that keeps files.
    pub async fn tasks_back(&self, actor: &Actor, cursor: TaskId) -> Result<Page<ShiftTask>> {
        actor.must_somewhere(Action::KeepHouseholds)?;
        let sql = format!(
            concat!("select ", task_columns!(), " where t.state = 'back' and t.id > $1 and {} order by t.id limit 51"),
            covered("a.path", &actor.areas_for(Action::KeepHouseholds)),
        );
        let mut db = self.reader().await?;
        let found = rows!(db, TaskRow, AssertSqlSafe(sql.as_str()), cursor)?;
        let sight = TaskSight { actor, at_door: false, revealed: &[] };
        let found = found.into_iter().map(|row| row.seen(&self.vault, &sight)).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |task| task.id))
    }

    /// Counts tasks that came back from shifts, of files without a caseworker or of the account.
    pub(crate) fn tasks_back_count(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::KeepHouseholds).then(|| {
            format!(
                "select count(*) as n, min(t.due) as at
                 from shift_task t join household h on h.id = t.household join area a on a.id = h.area
                 where t.state = 'back' and (h.caseworker = $2 or h.caseworker = 0) and {}",
                covered("a.path", &of.actor.areas_for(Action::KeepHouseholds)),
            )
        })
    }

    /// Lists the households that the actor may put on a list, at most 500: those whose caseworker it is first.
    /// Numbers and sizes only; with the name of the smallest area.
    ///
    /// # Errors
    /// Not allowed without a role that keeps files.
    pub async fn homes_for_shifts(&self, actor: &Actor) -> Result<Vec<(HouseholdId, i64, String)>> {
        actor.must_somewhere(Action::KeepHouseholds)?;
        let sql = format!(
            "select h.id, h.size, a.name from household h join area a on a.id = h.area
             where h.state = 'open' and {} order by case when h.caseworker = $1 then 0 else 1 end, a.path, h.id limit 500",
            covered("a.path", &actor.areas_for(Action::KeepHouseholds)),
        );
        let mut db = self.reader().await?;
        Ok(rows!(db, (i64, i64, String), AssertSqlSafe(sql.as_str()), actor.account)?)
    }
}

/// Whether those on a shift may see what they need at the door.
fn is_time(shift: &LockedShift, now: Timestamp) -> bool {
    let open = shift.state().is_ok_and(|state| state.must_be_open().is_ok());
    open && shift.reveal_from <= now && now < shift.ends
}
