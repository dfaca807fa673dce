//! Findings of visits: each has an owner and an age, climbs when it is old, and closes only by an answer of the family.
//! A finding has no lock of its own: the household's row is its lock.

pub mod answers;
pub mod assignment;
pub(crate) mod clocks;
pub mod steps;
pub mod views;

use domain::{
    DAY, Timestamp,
    accounts::AccountId,
    casework::findings::{CLIMB_DAYS, FindingId, FindingState, NeedKind},
    events::{Event, OfFinding},
    households::HouseholdId,
    permission::Action,
};

use crate::{
    Refusal, Result, Tx,
    areas::answerers::chain::{Climb, next_above},
    crypto::secret::Secret,
    db::{
        area_filter::must_be_of_others,
        locks::{HeldFile, lock_and_read},
        sql::{parse, row, run, value},
    },
};

/// Days after which an urgent finding climbs.
const URGENT_DAYS: Timestamp = 1;

/// Finding of a report, to be inserted.
pub(crate) struct NewFinding<'a> {
    pub need: NeedKind,
    /// Report of the visit.
    pub report: i64,
    pub words: &'a str,
    /// Whether it climbs after a day.
    pub is_urgent: bool,
}

/// Inserts a finding into a locked file, unless the same need is open already: two people who visit a family on one day
/// find it once. It climbs sooner when it has become urgent. Any "other" need is a finding of its own.
pub(crate) async fn insert(tx: &mut Tx<'_>, file: &HeldFile, new: &NewFinding<'_>) -> Result<()> {
    let known = value!(
        tx,
        i64,
        "select count(*) from finding where household = $1 and need = $2 and state = 'open' and need <> 'other'",
        file.id,
        new.need.as_str(),
    )?;
    let (now, account) = (tx.now, tx.actor.account);
    if known > 0 {
        if new.is_urgent {
            run!(
                tx,
                "update finding set due = $3, version = version + 1
                 where household = $1 and need = $2 and state = 'open' and due > $3",
                file.id,
                new.need.as_str(),
                now + URGENT_DAYS * DAY,
            )?;
        }
        return Ok(());
    }
    let owner = if file.caseworker == 0 { account } else { 0 };
    let days = if new.is_urgent { URGENT_DAYS } else { CLIMB_DAYS };
    let words = tx.vault.seal(Secret::FindingWords, new.words)?;
    let id = value!(
        tx,
        i64,
        "insert into finding (household, report, need, words, state, outcome, owner, step, record, step_at, due, level,
             raised_to, climbs, created, created_by, closed, version)
         values ($1, $2, $3, $4, 'open', '', $5, 'none', 0, 0, $6, '', 0, 0, $7, $8, 0, 0) returning id",
        file.id,
        new.report,
        new.need.as_str(),
        &words,
        owner,
        now + days * DAY,
        now,
        account,
    )?;
    tx.audit("finding", id).await
}

/// Finding as it was read after the lock of its household.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct LockedFinding {
    pub id: FindingId,
    pub household: HouseholdId,
    state: String,
    pub owner: AccountId,
    pub due: Timestamp,
    pub level: String,
    pub raised_to: AccountId,
    pub closed: Timestamp,
}

impl LockedFinding {
    pub(crate) fn state(&self) -> Result<FindingState> {
        parse(&self.state)
    }
}

/// Locks the household of a finding until commit, then reads both. A merge may move the finding meanwhile.
///
/// # Errors
/// Not found for an unknown finding.
pub(crate) async fn lock_finding(tx: &mut Tx<'_>, id: FindingId) -> Result<(HeldFile, LockedFinding)> {
    let mut held: Option<HeldFile> = None;
    loop {
        let found = row!(
            tx,
            LockedFinding,
            "select id, household, state, owner, due, level, raised_to, closed from finding where id = $1",
            id,
        )?;
        let finding = found.ok_or(Refusal::NotFound)?;
        match held {
            Some(file) if file.id == finding.household => return Ok((file, finding)),
            _ => held = Some(lock_and_read(tx, finding.household).await?),
        }
    }
}

/// As [`lock_finding`], for a caseworker of the family's area who is not of the family, and a file that is open.
///
/// # Errors
/// Not found outside the actor's areas; not allowed for the actor's own family; [`domain::Code::FileClosed`].
pub(crate) async fn lock_own_finding(tx: &mut Tx<'_>, id: FindingId) -> Result<(HeldFile, LockedFinding)> {
    tx.actor.must_somewhere(Action::RecordVisits)?;
    // Before the lock, so that no caller from elsewhere waits for it.
    let home = row!(
        tx,
        (String,),
        "select a.path from finding f join household h on h.id = f.household join area a on a.id = h.area
         where f.id = $1",
        id,
    )?;
    let (home,) = home.ok_or(Refusal::NotFound)?;
    tx.actor.must(Action::RecordVisits, &domain::areas::AreaPath(home))?;
    let (file, finding) = lock_finding(tx, id).await?;
    tx.actor.must(Action::RecordVisits, &file.path())?;
    must_be_of_others(&tx.actor, file.id)?;
    file.must_be_open()?;
    Ok((file, finding))
}

/// Hands a finding to the next of the chain, but not to its owner; at the top it stays where it is, and is told again.
pub(crate) async fn raise(tx: &mut Tx<'_>, file: &HeldFile, finding: &LockedFinding) -> Result<()> {
    let (now, id) = (tx.now, finding.id);
    let owner = if finding.owner == 0 { file.caseworker } else { finding.owner };
    let rung = next_above(&mut tx.arm(), Climb::of(&file.path(), file.id, &finding.level, &[owner]), now).await?;
    let (level, raised_to, staff) = match rung.owner() {
        0 => (finding.level.clone(), finding.raised_to, vec![finding.raised_to]),
        first => (rung.path.clone(), first, rung.accounts),
    };
    run!(
        tx,
        "update finding set level = $2, raised_to = $3, climbs = climbs + 1, due = $4, version = version + 1 where id = $1",
        id,
        &level,
        raised_to,
        now + CLIMB_DAYS * DAY,
    )?;
    tx.emit(Event::FindingRaised(OfFinding { finding: id, household: file.id, staff })).await
}
