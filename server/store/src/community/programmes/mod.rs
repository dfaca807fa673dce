//! Programmes: indicators of an area with targets and days. What was reached is computed from records, or typed with a
//! source. Lock order: programme, indicator, milestone, report.

pub(crate) mod clocks;
pub mod drafts;
pub(crate) mod figures;
pub mod lifecycle;
pub mod lists;
pub mod progress;
pub mod reports;
pub mod views;

use domain::{
    Code,
    accounts::{AccountId, Actor},
    areas::{AreaId, AreaPath},
    community::programmes::{Course, IndicatorId, IndicatorKind, IndicatorStanding, ProgrammeId, ProgrammeState},
    events::OfIndicator,
    permission::Action,
};

use crate::{
    Conn, Refusal, Result, Tx,
    areas::answerers::chain::{stand_in, stands_in_for},
    db::sql::{parse, row, rows, run, value},
};

/// A programme as it was read.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct KnownProgramme {
    pub id: ProgrammeId,
    pub first: i64,
    pub until: i64,
    pub quarter: i64,
    pub report_at: i64,
    state: String,
    path: String,
}

impl KnownProgramme {
    pub(crate) fn state(&self) -> Result<ProgrammeState> {
        parse(&self.state)
    }

    pub(crate) fn path(&self) -> AreaPath {
        AreaPath(self.path.clone())
    }
}

/// An indicator as it was read, with the days and the state of its programme.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct KnownIndicator {
    pub id: IndicatorId,
    pub programme: ProgrammeId,
    pub name: String,
    pub baseline: i64,
    pub target: i64,
    pub owner: AccountId,
    pub since: i64,
    pub look_at: i64,
    pub climb_at: i64,
    pub level: String,
    pub raised_to: AccountId,
    pub first: i64,
    pub until: i64,
    pub root: AreaId,
    kind: String,
    standing: String,
    path: String,
    state: String,
    programme_path: String,
}

impl KnownIndicator {
    pub(crate) fn kind(&self) -> Result<IndicatorKind> {
        parse(&self.kind)
    }

    pub(crate) fn standing(&self) -> Result<IndicatorStanding> {
        parse(&self.standing)
    }

    pub(crate) fn state(&self) -> Result<ProgrammeState> {
        parse(&self.state)
    }

    pub(crate) fn path(&self) -> AreaPath {
        AreaPath(self.path.clone())
    }

    /// Whether the actor opens the rows of its figure: it reads programmes in the indicator's own area.
    pub(crate) fn opens_to(&self, actor: &Actor) -> bool {
        actor.may(Action::ReadProgrammes, &self.path())
    }

    pub(crate) fn course(&self) -> Course {
        Course { first: self.first, until: self.until, baseline: self.baseline, target: self.target }
    }

    pub(crate) fn event(&self, staff: Vec<AccountId>) -> OfIndicator {
        OfIndicator { indicator: self.id, staff, title: self.name.clone() }
    }
}

/// Loads a programme without a lock.
///
/// # Errors
/// Not found for an unknown programme.
pub(crate) async fn load_programme(db: &mut Conn<'_>, id: ProgrammeId) -> Result<KnownProgramme> {
    row!(
        db,
        KnownProgramme,
        "select p.id, p.first, p.until, p.quarter, p.report_at, p.state, a.path
         from programme p join area a on a.id = p.area where p.id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}

/// Locks a programme's row and reads it. For the clock, and after the permission.
pub(crate) async fn lock_and_read(tx: &mut Tx<'_>, id: ProgrammeId) -> Result<KnownProgramme> {
    run!(tx, "update programme set version = version + 1 where id = $1", id)?;
    load_programme(&mut tx.arm(), id).await
}

/// Checks that the actor leads programmes in the programme's area, then locks and reads it.
///
/// # Errors
/// Not allowed without the role; not found outside the actor's areas.
pub(crate) async fn lock_programme(tx: &mut Tx<'_>, id: ProgrammeId) -> Result<KnownProgramme> {
    tx.actor.must_somewhere(Action::LeadProgrammes)?;
    let seen = load_programme(&mut tx.arm(), id).await?;
    tx.actor.must(Action::LeadProgrammes, &seen.path())?;
    lock_and_read(tx, id).await
}

/// Columns and joins of a [`KnownIndicator`]; a macro because statements are literals.
macro_rules! known_indicator_columns {
    () => {
        "m.id, m.programme, m.name, m.baseline, m.target, m.owner, m.since, m.look_at, m.climb_at, m.level,
         m.raised_to, p.first, p.until, p.root, m.kind, m.standing, a.path, p.state, b.path as programme_path
         from indicator m join programme p on p.id = m.programme join area a on a.id = m.area
             join area b on b.id = p.area"
    };
}

/// Loads an indicator without a lock.
///
/// # Errors
/// Not found for an unknown indicator.
pub(crate) async fn load_indicator(db: &mut Conn<'_>, id: IndicatorId) -> Result<KnownIndicator> {
    row!(db, KnownIndicator, concat!("select ", known_indicator_columns!(), " where m.id = $1"), id)?
        .ok_or_else(|| Refusal::NotFound.into())
}

/// Loads the indicators of a programme without a lock, by number.
pub(crate) async fn load_indicators(db: &mut Conn<'_>, programme: ProgrammeId) -> Result<Vec<KnownIndicator>> {
    Ok(rows!(
        db,
        KnownIndicator,
        concat!("select ", known_indicator_columns!(), " where m.programme = $1 order by m.id"),
        programme,
    )?)
}

/// Locks an indicator's row and reads it. For the clock, and after the permission.
pub(crate) async fn lock_and_read_indicator(tx: &mut Tx<'_>, id: IndicatorId) -> Result<KnownIndicator> {
    run!(tx, "update indicator set version = version + 1 where id = $1", id)?;
    load_indicator(&mut tx.arm(), id).await
}

/// Checks that the actor leads the indicator's programme, then locks the programme and the indicator, and reads it.
///
/// # Errors
/// Not allowed without the role; not found outside the actor's areas.
pub(crate) async fn lock_led_indicator(tx: &mut Tx<'_>, id: IndicatorId) -> Result<KnownIndicator> {
    tx.actor.must_somewhere(Action::LeadProgrammes)?;
    let seen = load_indicator(&mut tx.arm(), id).await?;
    lock_programme(tx, seen.programme).await?;
    lock_and_read_indicator(tx, id).await
}

/// Checks that the actor answers for an indicator, then locks and reads it.
///
/// # Errors
/// Not allowed without a role in casework, or for another account's indicator; not found in another root area;
/// [`Code::WrongState`] unless its programme runs.
pub(crate) async fn lock_own_indicator(tx: &mut Tx<'_>, id: IndicatorId) -> Result<KnownIndicator> {
    let seen = must_answer_for(tx, id).await?;
    // Locked in their order, because the clock freezes figures under the lock of the programme.
    lock_and_read(tx, seen.programme).await?;
    let indicator = lock_and_read_indicator(tx, id).await?;
    indicator.state()?.must_be(ProgrammeState::Running)?;
    Ok(indicator)
}

/// Checks that the actor answers for an indicator, and loads it without a lock.
///
/// # Errors
/// Not allowed without a role in casework, or for another account's indicator; not found in another root area.
pub(crate) async fn must_answer_for(tx: &mut Tx<'_>, id: IndicatorId) -> Result<KnownIndicator> {
    tx.actor.must_somewhere(Action::ReadProgrammes)?;
    let (actor, now) = (tx.actor.clone(), tx.now);
    let indicator = load_indicator(&mut tx.arm(), id).await?;
    must_see(&actor, indicator.root, &AreaPath(indicator.programme_path.clone()), indicator.state()?)?;
    let mine = stands_in_for(&mut tx.arm(), actor.account, now).await?;
    if may_act(&actor, &mine, &indicator) { Ok(indicator) } else { Err(Refusal::NotAllowed(Code::NotAllowed).into()) }
}

/// Checks that the actor reads a programme: staff of its root area once it runs, before that those of its area.
///
/// # Errors
/// Not allowed without a role in casework; not found for other programmes.
pub(crate) fn must_see(actor: &Actor, root: AreaId, path: &AreaPath, state: ProgrammeState) -> Result<()> {
    actor.must_somewhere(Action::ReadProgrammes)?;
    let began = matches!(state, ProgrammeState::Running | ProgrammeState::Ended);
    let sees = actor.may(Action::ReadProgrammes, path) || (began && actor.root == root);
    if sees { Ok(()) } else { Err(Refusal::NotFound.into()) }
}

/// Tells whether the actor answers for an indicator: its owner, the one it climbed to, their deputies, or those who lead.
/// `mine` are the accounts whose work the actor does now.
pub(crate) fn may_act(actor: &Actor, mine: &[AccountId], indicator: &KnownIndicator) -> bool {
    mine.contains(&indicator.owner)
        || (indicator.raised_to != 0 && mine.contains(&indicator.raised_to))
        || actor.may(Action::LeadProgrammes, &AreaPath(indicator.programme_path.clone()))
}

/// Tells whether an account is open and works in an area: it may answer for an indicator there.
pub(crate) async fn works_in(db: &mut Conn<'_>, account: AccountId, path: &AreaPath) -> Result<bool> {
    let grants = value!(
        db,
        i64,
        "select count(*) from role_grant g join account a on a.id = g.account
         where g.account = $1 and a.open = true and g.role in ('caseworker', 'coordinator') and $2 like g.path || '%'",
        account,
        &path.0,
    )?;
    Ok(grants > 0)
}

/// Lists who is told about an indicator: its owner, or the deputy; and the account that it climbed to.
pub(crate) async fn told(tx: &mut Tx<'_>, indicator: &KnownIndicator) -> Result<Vec<AccountId>> {
    let now = tx.now;
    let mut staff = vec![stand_in(&mut tx.arm(), indicator.owner, now).await?];
    if indicator.raised_to != 0 && !staff.contains(&indicator.raised_to) {
        staff.push(indicator.raised_to);
    }
    Ok(staff)
}
