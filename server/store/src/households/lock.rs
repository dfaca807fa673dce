//! A household's file as a whole: held under its lock, looked at before anything is added to it, and its story.

use domain::{
    Code, Error as Refusal,
    accounts::Actor,
    areas::AreaPath,
    casework::{ChangeKind, FileChange},
    households::{FileState, HouseholdId},
    permission::Action,
};

use crate::{
    Conn, Result, Store, Tx,
    crypto::sealed_columns::Secret,
    db::sql::{parse, row, rows, run, value},
    households::reveal_log::home,
    orders::place::lock_household,
};

/// A file under its lock.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct HeldFile {
    pub id: HouseholdId,
    pub area: i64,
    pub root: i64,
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

    /// # Errors
    /// [`Code::FileClosed`]
    pub(crate) fn must_be_open(&self) -> Result<()> {
        if self.state()? == FileState::Open { Ok(()) } else { Err(Code::FileClosed.into()) }
    }
}

/// Locks a file and reads it, for whoever keeps it. The household comes before its wishes and orders.
///
/// # Errors
/// Not found outside the actor's areas.
pub(crate) async fn hold(tx: &mut Tx<'_>, id: HouseholdId) -> Result<HeldFile> {
    tx.actor.must_somewhere(Action::KeepHouseholds)?;
    lock_household(tx, id).await?;
    let held = row!(
        tx,
        HeldFile,
        "select h.id, h.area, h.root, a.path, h.state from household h join area a on a.id = h.area where h.id = $1",
        id,
    )?
    .ok_or(Refusal::NotFound)?;
    tx.actor.must(Action::KeepHouseholds, &held.path())?;
    Ok(held)
}

/// Nothing is added to a file that was closed, merged or erased.
///
/// # Errors
/// [`Code::FileClosed`]
pub(crate) async fn must_be_in_use(db: &mut Conn<'_>, id: HouseholdId) -> Result<()> {
    let open = value!(db, i64, "select count(*) from household where id = $1 and state = 'open'", id)?;
    if open == 1 { Ok(()) } else { Err(Code::FileClosed.into()) }
}

/// Sets the state of a file that the transaction holds.
pub(crate) async fn put(tx: &mut Tx<'_>, id: HouseholdId, state: FileState) -> Result<()> {
    let (now, account) = (tx.now, tx.actor.account);
    run!(
        tx,
        "update household set state = $2, version = version + 1, changed = $3, changed_by = $4 where id = $1",
        id,
        state.as_str(),
        now,
        account,
    )?;
    Ok(())
}

/// A line of a file's story, to be written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewChange<'a> {
    pub household: HouseholdId,
    pub kind: ChangeKind,
    pub other: HouseholdId,
    pub reason: &'a str,
    pub words: &'a str,
}

pub(crate) async fn tell(tx: &mut Tx<'_>, new: &NewChange<'_>) -> Result<()> {
    let (now, account) = (tx.now, tx.actor.account);
    let words = tx.vault.seal(Secret::ChangeWords, new.words)?;
    run!(
        tx,
        "insert into file_change (household, kind, other, reason, words, account, at) values ($1, $2, $3, $4, $5, $6, $7)",
        new.household,
        new.kind.as_str(),
        new.other,
        new.reason,
        &words,
        account,
        now,
    )?;
    tx.audit("household", new.household).await
}

#[derive(sqlx::FromRow)]
struct ChangeRow {
    kind: String,
    other: i64,
    reason: String,
    words: String,
    by: String,
    at: i64,
}

impl Store {
    /// What happened to a file as a whole, newest first. For those who may read who opened it.
    ///
    /// # Errors
    /// Not found outside the person's areas.
    pub async fn file_changes(&self, actor: &Actor, household: HouseholdId) -> Result<Vec<FileChange>> {
        actor.must_somewhere(Action::ReadOpenings)?;
        let mut db = self.reader().await?;
        actor.must(Action::ReadOpenings, &home(&mut db.arm(), household).await?)?;
        let found = rows!(
            db,
            ChangeRow,
            "select f.kind, f.other, f.reason, f.words, coalesce(c.name, '') as by, f.at
             from file_change f left join account c on c.id = f.account
             where f.household = $1 order by f.id desc limit 50",
            household,
        )?;
        let change = |row: ChangeRow| {
            let ChangeRow { kind, other, reason, words, by, at } = row;
            let words = self.vault.open(Secret::ChangeWords, &words)?;
            Ok(FileChange { kind: parse(&kind)?, other, reason, words, by, at })
        };
        found.into_iter().map(change).collect()
    }
}
