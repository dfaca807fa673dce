//! Locks household files, and records changes of a file as a whole.
//! Lock order: the household before its wishes, claims and orders.

use domain::{
    Code,
    accounts::Actor,
    casework::{ChangeKind, FileChange},
    households::{FileState, HouseholdId},
    permission::Action,
};

use crate::{
    Conn, Result, Store, Tx,
    crypto::secret::Secret,
    db::{
        locks::{HeldFile, Writers, lock_file},
        sql::{parse, rows, run, value},
    },
    households::views::household_path,
};

/// Locks the file's row for a change of its state, and reads it.
/// Comes before every lock of the household's wishes and orders.
///
/// # Errors
/// Not found outside the actor's areas.
pub(crate) async fn hold(tx: &mut Tx<'_>, id: HouseholdId) -> Result<HeldFile> {
    lock_file(tx, id, Writers::Staff(Action::KeepHouseholds)).await
}

/// Checks that a file is open, without a lock of its own: the caller has locked a wish of it.
/// Closing a file waits for the locks of its open wishes, so the answer holds for what happens to that wish.
///
/// # Errors
/// [`Code::FileClosed`] when it is closed, merged or erased.
pub(crate) async fn must_be_in_use(db: &mut Conn<'_>, id: HouseholdId) -> Result<()> {
    let open = value!(db, i64, "select count(*) from household where id = $1 and state = 'open'", id)?;
    if open == 1 { Ok(()) } else { Err(Code::FileClosed.into()) }
}

/// Sets the state of a locked file and increments its version.
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

/// Row to insert into a file's history.
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
    /// Loads the last 50 changes of a file as a whole, newest first.
    /// For the roles that may read the file's reveal log.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn file_changes(&self, actor: &Actor, household: HouseholdId) -> Result<Vec<FileChange>> {
        actor.must_somewhere(Action::ReadOpenings)?;
        let mut db = self.reader().await?;
        actor.must(Action::ReadOpenings, &household_path(&mut db.arm(), household).await?)?;
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
