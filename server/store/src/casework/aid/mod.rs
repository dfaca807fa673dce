//! Aid: programmes, what households got of them, and money collected for one household. Recorded, never paid.
//! Grants and collections have no lock of their own: their household's row is theirs.

pub(crate) mod clocks;
pub mod collection_views;
pub mod collections;
pub(crate) mod files;
pub mod grant_views;
pub mod grants;
pub mod notice;
pub mod programmes;

use domain::{
    Code, Timestamp,
    accounts::AccountId,
    casework::aid::{
        AidKind, GrantId, ProgrammeId,
        collections::{CollectionId, CollectionState},
    },
    households::HouseholdId,
};

use crate::{
    Refusal, Result, Tx,
    db::{
        locks::{HeldFile, Writers, lock_and_read, lock_file},
        sql::{parse, row, value, values},
    },
};

/// Returns the kind of an open programme that is for families of the file's area.
///
/// # Errors
/// Field `programme` for any other.
async fn programme_for(tx: &mut Tx<'_>, programme: ProgrammeId, file: &HeldFile) -> Result<AidKind> {
    let found = row!(
        tx,
        (String,),
        "select p.kind from aid_programme p join area a on a.id = p.area
         where p.id = $1 and p.open = true and $2 like a.path || '%'",
        programme,
        &file.path().0,
    )?;
    let (kind,) = found.ok_or(Refusal::field("programme", Code::Unknown))?;
    parse(&kind)
}

/// Record whose household is locked.
#[derive(Clone, Copy)]
enum OfHome {
    Grant(GrantId),
    Collection(CollectionId),
}

/// Loads the household of a record without a lock.
///
/// # Errors
/// Not found for an unknown record.
async fn household_of(tx: &mut Tx<'_>, of: OfHome) -> Result<HouseholdId> {
    let found = match of {
        OfHome::Grant(id) => values!(tx, i64, "select household from aid_grant where id = $1", id)?,
        OfHome::Collection(id) => values!(tx, i64, "select household from aid_collection where id = $1", id)?,
    };
    Ok(found.first().copied().ok_or(Refusal::NotFound)?)
}

/// Locks the household of a record until commit, after a check of `writers`; the clock has none. Starts over when a
/// merge moved the record to another household while this waited for the lock.
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

#[derive(sqlx::FromRow)]
struct GrantLockRow {
    collection: i64,
    entered_by: i64,
    reversed: i64,
}

/// Grant whose household's row is locked until commit, as it was read after the lock.
pub(crate) struct LockedGrant {
    pub id: GrantId,
    pub file: HeldFile,
    pub collection: CollectionId,
    pub entered_by: AccountId,
    pub reversed: Timestamp,
}

/// Locks the household of a grant, then reads the grant.
///
/// # Errors
/// Not found for an unknown grant and outside the actor's areas; not allowed without the role.
pub(crate) async fn lock_grant(tx: &mut Tx<'_>, id: GrantId, writers: Writers) -> Result<LockedGrant> {
    let file = lock_home(tx, OfHome::Grant(id), Some(writers)).await?;
    let found = row!(tx, GrantLockRow, "select collection, entered_by, reversed from aid_grant where id = $1", id)?;
    let GrantLockRow { collection, entered_by, reversed } = found.ok_or(Refusal::NotFound)?;
    Ok(LockedGrant { id, file, collection, entered_by, reversed })
}

#[derive(sqlx::FromRow)]
struct CollectionLockRow {
    programme: i64,
    state: String,
    owner: i64,
    due: i64,
    level: String,
    raised_to: i64,
}

/// Collection whose household's row is locked until commit, as it was read after the lock.
pub(crate) struct LockedCollection {
    pub id: CollectionId,
    pub file: HeldFile,
    pub programme: ProgrammeId,
    pub state: CollectionState,
    /// Account that follows it: the file's caseworker, or else the one that opened it.
    pub owner: AccountId,
    pub due: Timestamp,
    pub level: String,
    pub raised_to: AccountId,
    /// Money that came in, in fen.
    pub received: i64,
    /// Money that was handed over.
    pub handed_over: i64,
}

/// Locks the household of a collection, then reads the collection; without `writers` for the clock.
///
/// # Errors
/// Not found for an unknown collection and outside the actor's areas; not allowed without the role.
pub(crate) async fn lock_collection(
    tx: &mut Tx<'_>,
    id: CollectionId,
    writers: Option<Writers>,
) -> Result<LockedCollection> {
    let file = lock_home(tx, OfHome::Collection(id), writers).await?;
    let found = row!(
        tx,
        CollectionLockRow,
        "select programme, state, owner, due, level, raised_to from aid_collection where id = $1",
        id,
    )?;
    let row = found.ok_or(Refusal::NotFound)?;
    let (received, handed_over) = money(tx, id).await?;
    Ok(LockedCollection {
        id,
        programme: row.programme,
        state: parse(&row.state)?,
        owner: if file.caseworker == 0 { row.owner } else { file.caseworker },
        due: row.due,
        level: row.level,
        raised_to: row.raised_to,
        received,
        handed_over,
        file,
    })
}

/// Sums what came in for a collection, and what was handed over, in fen.
async fn money(tx: &mut Tx<'_>, id: CollectionId) -> Result<(i64, i64)> {
    let received = value!(
        tx,
        i64,
        "select cast(coalesce(sum(amount), 0) as bigint) from aid_sum where collection = $1 and void = 0",
        id,
    )?;
    let handed_over = value!(
        tx,
        i64,
        "select cast(coalesce(sum(amount), 0) as bigint) from aid_grant
         where collection = $1 and collection <> 0 and reversed = 0",
        id,
    )?;
    Ok((received, handed_over))
}
