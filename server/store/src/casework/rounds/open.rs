//! Opens a round over an area, changes its last day, ends it or calls it off.

use domain::{
    Code, DAY, Timestamp,
    areas::AreaPath,
    casework::rounds::{Base, KEEP_DAYS, NewRound, Overlap, RoundEvent, RoundId, RoundState, is_due, reminder},
    events::{Event, OfRound},
    permission::Action,
};
use serde::Serialize;

use super::{LockedRound, lock_and_read, lock_round};
use crate::{
    Command, Refusal, Result, Tx,
    areas::{staff::coordinators, tree::must_in},
    db::sql::{rows, run, value, values},
};

/// Opens a round, with the household files of the area as its doors or without any.
///
/// # Errors
/// Not found outside the actor's areas; invalid fields; [`Code::RoundOverlaps`] when a round of this area or of one
/// around it runs, or one inside it that is not to be joined.
#[derive(Clone, Debug, Serialize)]
pub struct OpenRound(pub NewRound);

impl Command for OpenRound {
    const NAME: &'static str = "round_open";
    type Output = RoundId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<RoundId> {
        let path = must_in(tx, Action::OpenRounds, self.0.area).await?;
        let (now, account) = (tx.now, tx.actor.account);
        let new = self.0.clone().checked(now)?;
        let root = value!(tx, i64, "select root from area where id = $1", new.area)?;
        // One row for the whole tree, so that two rounds that overlap cannot be opened at the same time.
        run!(tx, "update area set created = created where id = $1", root)?;
        let inside = overlapping(tx, &path, new.overlap).await?;
        let earlier = value!(
            tx,
            i64,
            "select coalesce(max(r.id), 0) from round r join area a on a.id = r.area
             where r.state = 'ended' and $1 like a.path || '%'",
            &path.0,
        )?;
        let id = value!(
            tx,
            i64,
            "insert into round (area, root, name, state, opened, opened_by, due, reminder, ended, ended_by, earlier,
                 joined_into, kept_until, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, $9, 0, 0, 0) returning id",
            new.area,
            root,
            &new.name,
            RoundState::Running.as_str(),
            now,
            account,
            new.due,
            reminder(new.due, now),
            earlier,
        )?;
        for smaller in inside {
            join(tx, smaller, id).await?;
        }
        if new.base == Base::Files {
            add_files(tx, id, &path).await?;
        }
        let staff = values!(
            tx,
            i64,
            "select distinct owner from round_door where round = $1 and owner <> 0 order by owner limit 500",
            id,
        )?;
        tx.emit(Event::RoundOpened(OfRound { round: id, staff, title: new.name })).await?;
        tx.audit("round", id).await?;
        Ok(id)
    }
}

/// Loads the running rounds inside an area, which are to be joined.
async fn overlapping(tx: &mut Tx<'_>, path: &AreaPath, overlap: Overlap) -> Result<Vec<RoundId>> {
    let found = rows!(
        tx,
        (i64, String),
        "select r.id, a.path from round r join area a on a.id = r.area
         where r.state = 'running' and (a.path like $1 || '%' or $1 like a.path || '%') order by r.id",
        &path.0,
    )?;
    let around = found.iter().any(|(_, other)| AreaPath(other.clone()).covers(path));
    if around || (overlap == Overlap::Refuse && !found.is_empty()) {
        return Err(Code::RoundOverlaps.into());
    }
    Ok(found.into_iter().map(|(id, _)| id).collect())
}

/// Moves the doors of a smaller round, with all that was found, into a larger one.
async fn join(tx: &mut Tx<'_>, smaller: RoundId, larger: RoundId) -> Result<()> {
    let round = lock_and_read(tx, smaller).await?;
    let (now, account, state) = (tx.now, tx.actor.account, round.after(RoundEvent::Join)?);
    let before = value!(tx, i64, "select coalesce(max(n), 0) from round_door where round = $1", larger)?;
    run!(
        tx,
        "update round_door set round = $2, n = n + $3, version = version + 1 where round = $1",
        smaller,
        larger,
        before,
    )?;
    run!(
        tx,
        "update round set state = $2, joined_into = $3, ended = $4, ended_by = $5, reminder = 0 where id = $1",
        smaller,
        state.as_str(),
        larger,
        now,
        account,
    )?;
    tx.audit("round", smaller).await
}

/// Adds a door for each open household file of the area that the round does not have. Its caseworker goes there.
pub(crate) async fn add_files(tx: &mut Tx<'_>, round: RoundId, path: &AreaPath) -> Result<u64> {
    let before = value!(tx, i64, "select coalesce(max(n), 0) from round_door where round = $1", round)?;
    Ok(run!(
        tx,
        "insert into round_door (round, n, area, household, label, place_key, owner, state, source, again, people, here,
             knocks, answered, version)
         select cast($1 as bigint), cast($2 as bigint) + row_number() over (order by h.area, h.id), h.area, h.id, '',
             '',
             case when exists (select 1 from role_grant g join account k on k.id = g.account
                 where g.account = h.caseworker and g.role = 'caseworker' and k.open = true
                     and a.path like g.path || '%') then h.caseworker else 0 end,
             'to_meet', 'file', 0, 0, 0, 0, 0, 0
         from household h join area a on a.id = h.area
         where h.state = 'open' and a.path like $3 || '%'
             and not exists (select 1 from round_door d where d.household = h.id and d.round = $1)",
        round,
        before,
        &path.0,
    )?)
}

/// Changes the last day of a running round.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::RoundOver`]; field `due` in the past or after more than a year.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ExtendRound {
    /// The round.
    pub round: RoundId,
    /// Last second of its new last day.
    pub due: Timestamp,
}

impl Command for ExtendRound {
    const NAME: &'static str = "round_extend";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let &Self { round: id, due } = self;
        lock_round(tx, id).await?.must_run()?;
        if !is_due(due, tx.now) {
            return Err(Refusal::field("due", Code::OutOfRange).into());
        }
        let remind = reminder(due, tx.now);
        run!(tx, "update round set due = $2, reminder = $3 where id = $1", id, due, remind)?;
        tx.audit("round", id).await
    }
}

/// Adds the household files that came into the area after the round was opened.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::RoundOver`].
#[derive(Clone, Copy, Debug, Serialize)]
pub struct AddRoundFiles {
    /// The round.
    pub round: RoundId,
}

impl Command for AddRoundFiles {
    const NAME: &'static str = "round_files_add";
    type Output = u64;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<u64> {
        let round = lock_round(tx, self.round).await?;
        round.must_run()?;
        let added = add_files(tx, round.id, &round.path()).await?;
        tx.audit("round", round.id).await?;
        Ok(added)
    }
}

/// Ends a running round. Doors without an answer stay listed.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::RoundOver`].
#[derive(Clone, Copy, Debug, Serialize)]
pub struct EndRound {
    /// The round.
    pub round: RoundId,
}

impl Command for EndRound {
    const NAME: &'static str = "round_end";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let round = lock_round(tx, self.round).await?;
        end(tx, &round).await
    }
}

/// Ends a locked round and tells the coordinators of its area.
pub(crate) async fn end(tx: &mut Tx<'_>, round: &LockedRound) -> Result<()> {
    let (now, account, state) = (tx.now, tx.actor.account, round.after(RoundEvent::End)?);
    run!(
        tx,
        "update round set state = $2, ended = $3, ended_by = $4, reminder = 0, kept_until = $5 where id = $1",
        round.id,
        state.as_str(),
        now,
        account,
        now + KEEP_DAYS * DAY,
    )?;
    let staff = coordinators(&mut tx.arm(), &round.path()).await?;
    tx.emit(Event::RoundEnded(OfRound { round: round.id, staff, title: round.name.clone() })).await?;
    tx.audit("round", round.id).await
}

/// Calls off a round that was opened by mistake, and deletes the words of its list.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::RoundOver`]; [`Code::WrongState`] once a door was knocked at.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct CallOffRound {
    /// The round.
    pub round: RoundId,
}

impl Command for CallOffRound {
    const NAME: &'static str = "round_call_off";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let round = lock_round(tx, self.round).await?;
        let (now, account, state) = (tx.now, tx.actor.account, round.after(RoundEvent::CallOff)?);
        let (id, state) = (round.id, state.as_str());
        // Locks the doors: a knock that is just being recorded comes first, or finds the round over.
        run!(tx, "update round_door set label = '', place_key = '', version = version + 1 where round = $1", id)?;
        if value!(tx, i64, "select count(*) from round_door where round = $1 and knocks > 0", id)? > 0 {
            return Err(Code::WrongState.into());
        }
        run!(
            tx,
            "update round set state = $2, ended = $3, ended_by = $4, reminder = 0 where id = $1",
            id,
            state,
            now,
            account,
        )?;
        tx.audit("round", id).await
    }
}
