//! Cases of households. A case, its history and its call-backs are locked by their household's row.

pub mod call_back_views;
pub mod call_backs;
pub mod clocks;
pub mod closing;
pub mod opening;
pub mod steps;
pub mod table;
pub mod views;

use domain::{
    Timestamp,
    accounts::AccountId,
    casework::cases::{CaseId, CaseKind, CaseLineKind, CaseState, Urgency, kinds::CaseStep},
    events::OfCase,
    households::HouseholdId,
    permission::Action,
};

use crate::{
    Refusal, Result, Tx,
    areas::staff::{caseworkers, nearest},
    crypto::secret::Secret,
    db::{
        area_filter::must_be_of_others,
        locks::{HeldFile, Writers, lock_and_read, lock_file},
        sql::{parse, row, run, value, values},
    },
};

#[derive(sqlx::FromRow)]
struct LockedRow {
    household: i64,
    kind: String,
    urgency: String,
    owner: i64,
    state: String,
    step: String,
    reminder: i64,
    level: String,
    climb_at: i64,
    family_said: String,
    family_said_at: i64,
    closed: i64,
    closings: i64,
}

/// Case whose household's row is locked until commit, as it was read after the lock.
pub(crate) struct LockedCase {
    pub id: CaseId,
    pub file: HeldFile,
    pub kind: CaseKind,
    pub urgency: Urgency,
    pub owner: AccountId,
    pub state: CaseState,
    pub step: String,
    pub reminder: Timestamp,
    pub level: String,
    pub climb_at: Timestamp,
    /// What the family said on its page, or empty.
    pub family_said: String,
    /// When it said that.
    pub family_said_at: Timestamp,
    pub closed: Timestamp,
    pub closings: i64,
}

impl LockedCase {
    /// What an event about it carries.
    fn event(&self, mut staff: Vec<AccountId>) -> OfCase {
        // Owner and auditor may be the same account, which is told once.
        staff.sort_unstable();
        staff.dedup();
        OfCase { case: self.id, household: self.file.id, staff, title: self.kind.as_str().to_owned() }
    }
}

/// Loads the household of a case without a lock.
///
/// # Errors
/// Not found for an unknown case.
async fn household_of(tx: &mut Tx<'_>, id: CaseId) -> Result<HouseholdId> {
    Ok(values!(tx, i64, "select household from case_file where id = $1", id)?.pop().ok_or(Refusal::NotFound)?)
}

/// Locks the household of a case, then reads the case; without `writers` for the clocks, which need no permission.
/// Starts over when a merge moved the case to another household while this waited for the lock.
///
/// # Errors
/// Not found for an unknown case and outside the actor's areas; not allowed without the role.
pub(crate) async fn lock_case(tx: &mut Tx<'_>, id: CaseId, writers: Option<Writers>) -> Result<LockedCase> {
    let mut held: Option<HeldFile> = None;
    let file = loop {
        let household = household_of(tx, id).await?;
        held = match (held, writers) {
            (Some(file), _) if file.id == household => break file,
            (_, Some(writers)) => Some(lock_file(tx, household, writers).await?),
            (_, None) => Some(lock_and_read(tx, household).await?),
        };
    };
    let row = row!(
        tx,
        LockedRow,
        "select household, kind, urgency, owner, state, step, reminder, level, climb_at, family_said, family_said_at,
             closed, closings
         from case_file where id = $1",
        id,
    )?
    .ok_or(Refusal::NotFound)?;
    run!(tx, "update case_file set version = version + 1 where id = $1", id)?;
    debug_assert_eq!(row.household, file.id, "the household is locked");
    Ok(LockedCase {
        id,
        file,
        kind: parse(&row.kind)?,
        urgency: parse(&row.urgency)?,
        owner: row.owner,
        state: parse(&row.state)?,
        step: row.step,
        reminder: row.reminder,
        level: row.level,
        climb_at: row.climb_at,
        family_said: row.family_said,
        family_said_at: row.family_said_at,
        closed: row.closed,
        closings: row.closings,
    })
}

/// As [`lock_case`], for caseworkers of the family's area who are not of the family.
///
/// # Errors
/// As [`lock_case`]; not allowed for the actor's own family.
async fn lock_for_staff(tx: &mut Tx<'_>, id: CaseId) -> Result<LockedCase> {
    let case = lock_case(tx, id, Some(Writers::Staff(Action::KeepCases))).await?;
    must_be_of_others(&tx.actor, case.file.id)?;
    Ok(case)
}

/// Line to be added to the history of a case.
pub(crate) struct NewLine<'a> {
    pub case: CaseId,
    pub kind: CaseLineKind,
    /// Step, outcome or answer, or empty.
    pub key: &'a str,
    /// Account that it is about, or 0.
    pub about: AccountId,
    pub words: &'a str,
}

impl<'a> NewLine<'a> {
    /// A line that names nothing.
    fn of(case: CaseId, kind: CaseLineKind) -> NewLine<'a> {
        NewLine { case, kind, key: "", about: 0, words: "" }
    }
}

/// Adds a line to the history of a case, by the actor.
pub(crate) async fn add_line(tx: &mut Tx<'_>, line: &NewLine<'_>) -> Result<()> {
    let words = tx.vault.seal(Secret::CaseLineWords, line.words)?;
    let (now, account) = (tx.now, tx.actor.account);
    run!(
        tx,
        "insert into case_line (case_file, kind, key, account, about, words, at) values ($1, $2, $3, $4, $5, $6, $7)",
        line.case,
        line.kind.as_str(),
        line.key,
        account,
        line.about,
        &words,
        now,
    )?;
    Ok(())
}

/// Begins a step: its time starts anew, and whatever had climbed comes down to the owner.
async fn begin_step(tx: &mut Tx<'_>, case: &LockedCase, step: CaseStep) -> Result<()> {
    let due = case.urgency.due(step, tx.now);
    let remind_at = reminder(tx.now, due);
    run!(
        tx,
        "update case_file set step = $2, due = $3, reminder = $4, climb_at = $3, level = '', in_charge = 0, climbs = 0
         where id = $1",
        case.id,
        step.key,
        due,
        remind_at,
    )?;
    Ok(())
}

/// Returns when the owner is reminded of a step, or 0 when it is due before.
fn reminder(now: Timestamp, due: Timestamp) -> Timestamp {
    let at = due - domain::casework::cases::REMINDER_DAYS * domain::DAY;
    if at > now { at } else { 0 }
}

/// Tells whether an account may own cases of a family: it is open, a caseworker there, and not of the family.
pub(in crate::casework) async fn may_own(tx: &mut Tx<'_>, file: &HeldFile, account: AccountId) -> Result<bool> {
    let own = value!(
        tx,
        i64,
        "select count(*) from role_grant g join account a on a.id = g.account
         where g.account = $1 and g.role = 'caseworker' and a.open = true and a.household <> $3
             and $2 like g.path || '%'",
        account,
        &file.path().0,
        file.id,
    )?;
    Ok(own > 0)
}

/// Chooses the caseworker who follows a case: that of the file, else one of the smallest area; 0 without any.
pub(crate) async fn choose_owner(tx: &mut Tx<'_>, file: &HeldFile) -> Result<AccountId> {
    if file.caseworker != 0 && may_own(tx, file, file.caseworker).await? {
        return Ok(file.caseworker);
    }
    let found = nearest(caseworkers(&mut tx.arm(), &file.path()).await?);
    Ok(found.first().map_or(0, |caseworker| caseworker.id))
}
