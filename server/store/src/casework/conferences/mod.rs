//! Case conferences: several offices about one family, and what each does until when.
//! Conferences and measures have no lock of their own: their household's row is theirs.

pub(crate) mod clocks;
pub(crate) mod files;
pub mod holding;
pub mod measure_views;
pub mod measures;
pub mod views;

use domain::{
    Timestamp,
    accounts::{AccountId, Actor},
    areas::AreaPath,
    casework::conferences::{ConferenceId, ConferenceState, MeasureId, MeasureState},
    households::HouseholdId,
    permission::Action,
};

use crate::{
    Conn, Refusal, Result, Tx,
    db::{
        locks::{HeldFile, Writers, lock_and_read, lock_file},
        sql::{parse, row, rows, run, value, values},
    },
};

/// Lists the accounts that do casework for a family, with their names: the caseworkers and coordinators of its area and
/// of those around. Without those of the family itself, which are no workers of their own case.
async fn workers(db: &mut Conn<'_>, path: &AreaPath, household: HouseholdId) -> Result<Vec<(AccountId, String)>> {
    Ok(rows!(
        db,
        (i64, String),
        "select distinct a.id, a.name from role_grant g join account a on a.id = g.account
         where g.role in ('caseworker', 'coordinator') and a.open = true and a.household <> $2
             and $1 like g.path || '%'
         order by a.id limit 500",
        &path.0,
        household,
    )?)
}

/// Whether the actor does a task: it has a role in casework, and owner or account in charge is one whose work it does.
/// Without the role it is not the actor's any more, and says nothing of the family.
fn does(actor: &Actor, mine: &[AccountId], owner: AccountId, in_charge: AccountId) -> bool {
    let named = mine.contains(&owner) || (in_charge != 0 && mine.contains(&in_charge));
    named && actor.may_somewhere(Action::FollowCases)
}

/// Record whose household is locked.
#[derive(Clone, Copy)]
enum OfHome {
    Conference(ConferenceId),
    Measure(MeasureId),
}

/// Loads the household of a record without a lock.
///
/// # Errors
/// Not found for an unknown record.
async fn household_of(tx: &mut Tx<'_>, of: OfHome) -> Result<HouseholdId> {
    let found = match of {
        OfHome::Conference(id) => values!(tx, i64, "select household from conference where id = $1", id)?,
        OfHome::Measure(id) => values!(tx, i64, "select household from conference_measure where id = $1", id)?,
    };
    Ok(found.first().copied().ok_or(Refusal::NotFound)?)
}

/// Locks the household of a record until commit; without `writers` the caller checks what the actor may. Starts over
/// when a merge moved the record to another household while this waited for the lock.
async fn lock_home(tx: &mut Tx<'_>, of: OfHome, writers: Option<Writers>) -> Result<HeldFile> {
    let mut held: Option<HeldFile> = None;
    loop {
        let household = household_of(tx, of).await?;
        held = match (held, writers) {
            (Some(file), _) if file.id == household => return Ok(file),
            (_, Some(writers)) => Some(lock_file(tx, household, writers).await?),
            (_, None) => Some(lock_and_read(tx, household).await?),
        };
    }
}

/// Conference whose household's row is locked until commit, as it was read after the lock.
pub(crate) struct LockedConference {
    pub id: ConferenceId,
    pub file: HeldFile,
    pub state: ConferenceState,
    pub wake: Timestamp,
}

/// Locks the household of a conference, then reads the conference; without `writers` for the clock.
///
/// # Errors
/// Not found for an unknown conference and outside the actor's areas; not allowed without the role.
async fn lock_conference(tx: &mut Tx<'_>, id: ConferenceId, writers: Option<Writers>) -> Result<LockedConference> {
    let file = lock_home(tx, OfHome::Conference(id), writers).await?;
    let found = row!(tx, (String, i64), "select state, wake from conference where id = $1", id)?;
    let (state, wake) = found.ok_or(Refusal::NotFound)?;
    Ok(LockedConference { id, file, state: parse(&state)?, wake })
}

#[derive(sqlx::FromRow)]
struct MeasureLockRow {
    conference: i64,
    state: String,
    owner: i64,
    due: i64,
    level: String,
    raised_to: i64,
    climbs: i64,
}

/// Measure whose household's row is locked until commit, as it was read after the lock.
pub(crate) struct LockedMeasure {
    pub id: MeasureId,
    pub file: HeldFile,
    pub conference: ConferenceId,
    pub state: MeasureState,
    pub owner: AccountId,
    pub due: Timestamp,
    pub level: String,
    pub raised_to: AccountId,
    pub climbs: i64,
}

/// Locks the household of a measure, then reads the measure. The caller checks what the actor may.
///
/// # Errors
/// Not found for an unknown measure.
async fn lock_measure(tx: &mut Tx<'_>, id: MeasureId) -> Result<LockedMeasure> {
    let file = lock_home(tx, OfHome::Measure(id), None).await?;
    let found = row!(
        tx,
        MeasureLockRow,
        "select conference, state, owner, due, level, raised_to, climbs from conference_measure where id = $1",
        id,
    )?;
    let MeasureLockRow { conference, state, owner, due, level, raised_to, climbs } = found.ok_or(Refusal::NotFound)?;
    Ok(LockedMeasure { id, file, conference, state: parse(&state)?, owner, due, level, raised_to, climbs })
}

/// Condition on measure `m` at the time `$2`: it is still to be done, as its own state or that of its record says.
macro_rules! measure_is_open {
    () => {
        "((m.kind = 'task' and m.state = 'open')
             or (m.kind = 'referral' and exists (select 1 from referral r where r.id = m.record and r.due > 0))
             or (m.kind = 'visit' and exists (select 1 from visit v
                 where v.id = m.record and v.made = 0 and v.cancelled = 0 and v.ends > $2))
             or (m.kind = 'wish' and exists (select 1 from wish w
                 where w.id = m.record and w.state in ('draft', 'submitted', 'published'))))"
    };
}
pub(crate) use measure_is_open;

/// Counts the measures of a conference that are still to be done.
async fn open_measures(tx: &mut Tx<'_>, conference: ConferenceId) -> Result<i64> {
    let now = tx.now;
    Ok(value!(
        tx,
        i64,
        concat!("select count(*) from conference_measure m where m.conference = $1 and ", measure_is_open!()),
        conference,
        now,
    )?)
}

/// Ends a conference of a locked household.
async fn end(tx: &mut Tx<'_>, conference: ConferenceId, state: ConferenceState) -> Result<()> {
    let now = tx.now;
    run!(
        tx,
        "update conference set state = $2, ended = $3, version = version + 1 where id = $1 and state = 'open'",
        conference,
        state.as_str(),
        now,
    )?;
    Ok(())
}
