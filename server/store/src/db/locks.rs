//! Row locks that several capabilities take, in the order household → wish → account → claim → counter → order.
//! A claim and a place in the line behind a wish have no lock of their own: the wish's row is theirs.
//! What a write read before it waited for a lock may have changed meanwhile, so a household is read after its lock.

use domain::{
    Code,
    accounts::{AccountId, Actor, OrganisationId},
    areas::{AreaId, AreaPath},
    households::{FileState, HouseholdId},
    permission::Action,
};

use crate::{
    Conn, Refusal, Result, Tx,
    db::{
        area_filter::is_own,
        sql::{parse, row, run},
    },
};

/// Household file whose row is locked until commit, as it was read after the lock.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct HeldFile {
    pub id: HouseholdId,
    pub area: AreaId,
    pub root: AreaId,
    /// Number of members.
    pub size: i64,
    pub version: i64,
    /// Account that keeps the file; 0 without one.
    pub caseworker: AccountId,
    /// Household that it was merged into, or 0.
    pub merged_into: HouseholdId,
    path: String,
    state: String,
}

impl HeldFile {
    pub(crate) fn path(&self) -> AreaPath {
        AreaPath(self.path.clone())
    }

    pub(crate) fn state(&self) -> Result<FileState> {
        parse(&self.state)
    }

    /// Checks that the file is open, so that something may be added to it.
    ///
    /// # Errors
    /// [`Code::FileClosed`] when it is closed, merged or erased.
    pub(crate) fn must_be_open(&self) -> Result<()> {
        if self.state()? == FileState::Open { Ok(()) } else { Err(Code::FileClosed.into()) }
    }

    /// Checks that the file was not erased, so that what it says may still be corrected.
    ///
    /// # Errors
    /// [`Code::FileClosed`] when it is erased.
    pub(crate) fn must_not_be_erased(&self) -> Result<()> {
        if self.state()? == FileState::Erased { Err(Code::FileClosed.into()) } else { Ok(()) }
    }
}

/// Actors that may write to a household's file.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Writers {
    /// The family itself.
    Family,
    /// Staff with this action in the family's area.
    Staff(Action),
    /// The family itself, and staff with this action in its area.
    FamilyAnd(Action),
}

impl Writers {
    /// Checks what needs no row: membership, or a role in any area.
    fn must_somewhere(self, actor: &Actor, household: HouseholdId) -> Result<(), Refusal> {
        match self {
            Writers::Family | Writers::FamilyAnd(_) if is_own(actor, household) => Ok(()),
            Writers::Family if actor.is_signed_in() => Err(Refusal::NotFound),
            Writers::Family => Err(Refusal::NotAllowed(Code::SignInNeeded)),
            Writers::Staff(action) | Writers::FamilyAnd(action) => actor.must_somewhere(action),
        }
    }

    fn must(self, actor: &Actor, file: &HeldFile) -> Result<(), Refusal> {
        match self {
            Writers::Staff(action) => actor.must(action, &file.path()),
            Writers::FamilyAnd(action) if !is_own(actor, file.id) => actor.must(action, &file.path()),
            Writers::Family | Writers::FamilyAnd(_) => self.must_somewhere(actor, file.id),
        }
    }
}

/// Locks a household's row, the first lock of every write that adds to or moves its file.
pub(crate) async fn lock_household(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    run!(tx, "update household set size = size where id = $1", household)?;
    Ok(())
}

async fn file(db: &mut Conn<'_>, id: HouseholdId) -> Result<HeldFile> {
    row!(
        db,
        HeldFile,
        "select h.id, h.area, h.root, h.size, h.version, h.caseworker, h.merged_into, a.path, h.state
         from household h join area a on a.id = h.area where h.id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}

/// Locks a household's row until commit, then reads its state, area and path.
/// For callers whose permission depends on something else than the file, and for the clocks.
///
/// # Errors
/// Not found for an unknown household.
pub(crate) async fn lock_and_read(tx: &mut Tx<'_>, id: HouseholdId) -> Result<HeldFile> {
    lock_household(tx, id).await?;
    file(&mut tx.arm(), id).await
}

/// Checks that the actor may write to a file, locks it and reads it, whatever its state.
/// For what takes something out of a file, and for changes of its state.
///
/// # Errors
/// Not found outside the actor's areas and for other families; not allowed without the role.
pub(crate) async fn lock_file(tx: &mut Tx<'_>, id: HouseholdId, writers: Writers) -> Result<HeldFile> {
    writers.must_somewhere(&tx.actor, id)?;
    // Before the lock, so that no caller from elsewhere waits for it; and again, because the family may have moved.
    let seen = file(&mut tx.arm(), id).await?;
    writers.must(&tx.actor, &seen)?;
    let held = lock_and_read(tx, id).await?;
    writers.must(&tx.actor, &held)?;
    Ok(held)
}

/// Checks that the actor may write to an open file, without a lock; for what is costly to do before the write itself,
/// which checks again.
///
/// # Errors
/// As [`lock_open_household`].
pub(crate) async fn must_write_to(db: &mut Conn<'_>, actor: &Actor, id: HouseholdId, writers: Writers) -> Result<()> {
    writers.must_somewhere(actor, id)?;
    let seen = file(db, id).await?;
    writers.must(actor, &seen)?;
    seen.must_be_open()
}

/// As [`lock_file`], for an open file; used wherever something is added to a file or moved for its family.
/// Closing, merging and erasing take the same lock, so none of them can pass between this check and the commit.
///
/// # Errors
/// As [`lock_file`]; [`Code::FileClosed`] when the file is closed, merged or erased.
pub(crate) async fn lock_open_household(tx: &mut Tx<'_>, id: HouseholdId, writers: Writers) -> Result<HeldFile> {
    let held = lock_file(tx, id, writers).await?;
    held.must_be_open()?;
    Ok(held)
}

/// Account whose row is locked until commit, as it was read after the lock.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct LockedAccount {
    pub root: AreaId,
    pub organisation: OrganisationId,
    /// Argon2id hash; empty for none.
    pub password: String,
}

/// Locks the actor's own account, the first lock of every write that adds to it or changes it.
/// Closing it takes the same lock, so that nothing is added to a closed account.
///
/// # Errors
/// [`Code::SignInNeeded`] without an account, and when it was closed since the session was read.
pub(crate) async fn lock_own_account(tx: &mut Tx<'_>) -> Result<LockedAccount> {
    let account = tx.actor.account;
    lock_account(tx, account).await?.ok_or_else(|| Refusal::NotAllowed(Code::SignInNeeded).into())
}

/// As [`lock_own_account`], for another account that a write gives something; `None` when it is closed.
pub(crate) async fn lock_account(tx: &mut Tx<'_>, account: AccountId) -> Result<Option<LockedAccount>> {
    let held = run!(tx, "update account set version = version + 1 where id = $1 and open = true", account)?;
    if held == 0 {
        return Ok(None);
    }
    Ok(row!(tx, LockedAccount, "select root, organisation, password from account where id = $1", account)?)
}
