//! Lists of scanned goods that are not finished, kept for the account that scans: on any device, after any session.
//! A list is named by a random key that its page makes. When its goods are booked, the same transaction ends it, so
//! that two windows with one list book it once.

use domain::{
    Code, DAY,
    accounts::Actor,
    ledger::LocationId,
    permission::Action,
    stock::lists::{ListBody, ListKey, ListKind, ListSubject, ListVersion, MOST_LISTS, OpenList},
};
use serde::Serialize;

use crate::{
    Command, Error, Refusal, Result, Store, Tx, Vault,
    crypto::secret::Secret,
    db::{
        locks::{Writers, lock_open_household, lock_own_account},
        sql::{json_text, parse, read_json, row, rows, run, value},
    },
};

/// Days after which a list that was not touched is deleted.
const KEPT_DAYS: i64 = 30;
/// Days for which a finished list is remembered, so that an old window cannot book it again.
const DONE_DAYS: i64 = 7;

#[derive(sqlx::FromRow)]
struct ListRowHead {
    key: String,
    kind: String,
    subject: i64,
    household: i64,
    location: i64,
    lines: i64,
    updated: i64,
}

impl TryFrom<ListRowHead> for OpenList {
    type Error = Error;

    fn try_from(row: ListRowHead) -> Result<OpenList> {
        let of = ListSubject { kind: parse(&row.kind)?, subject: row.subject, household: row.household };
        Ok(OpenList { key: parse(&row.key)?, of, location: row.location, lines: row.lines, updated: row.updated })
    }
}

/// List as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptList {
    /// Number of its version.
    pub version: i64,
    /// What it is about.
    pub of: ListSubject,
    /// Whether its goods are booked.
    pub done: bool,
    /// Rows and fields; none once it is done.
    pub body: ListBody,
}

fn sealed(vault: &Vault, body: &ListBody) -> Result<String> {
    let json = json_text(body)?;
    vault.seal(Secret::ScanList, &json)
}

fn opened(vault: &Vault, sealed: &str) -> Result<ListBody> {
    let json = vault.open(Secret::ScanList, sealed)?;
    if json.is_empty() {
        return Ok(ListBody::default());
    }
    read_json(&json)
}

/// Keeps what a window holds of a list. Rows that another window added meanwhile stay.
///
/// # Errors
/// Not allowed without a role that keeps stock; [`Code::ListFull`] and [`Code::TooLarge`] for more than a list may
/// hold, with the rows of other windows; [`Code::FileFull`] with too many open lists.
#[derive(Clone, Debug, Serialize)]
pub struct KeepList {
    /// The list.
    pub key: ListKey,
    /// What it is about.
    pub of: ListSubject,
    /// Shop, or 0.
    pub location: LocationId,
    /// Version that the window began with; 0 for a list that was not kept before.
    pub seen: i64,
    /// What the window holds.
    pub body: ListBody,
}

/// Locks the actor's account and refuses one more open list than it may have.
/// Lists whose rows were all taken out make room: no page shows them, so their owner could not throw them away.
async fn make_room(tx: &mut Tx<'_>) -> Result<()> {
    lock_own_account(tx).await?;
    let account = tx.actor.account;
    let open = value!(tx, i64, "select count(*) from scan_list where account = $1 and done = 0", account)?;
    if open < MOST_LISTS {
        return Ok(());
    }
    let emptied = run!(tx, "delete from scan_list where account = $1 and done = 0 and lines = 0", account)?;
    if emptied == 0 { Err(Code::FileFull.into()) } else { Ok(()) }
}

impl Command for KeepList {
    const NAME: &'static str = "list_keep";
    type Output = ListVersion;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ListVersion> {
        tx.actor.must_somewhere(Action::KeepStock)?;
        if self.of.household != 0 {
            lock_open_household(tx, self.of.household, Writers::Staff(Action::KeepStock)).await?;
        }
        self.body.must_fit()?;
        let (account, now, vault) = (tx.actor.account, tx.now, tx.vault.clone());
        let lines = self.body.lines();
        let known = value!(
            tx,
            i64,
            "select count(*) from scan_list where account = $1 and key = $2",
            account,
            self.key.as_str()
        )?;
        if known == 0 {
            make_room(tx).await?;
        }
        let made = run!(
            tx,
            "insert into scan_list (account, key, kind, subject, household, location, body, lines, version, created,
                                    updated, done)
             values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $9, 0) on conflict (account, key) do nothing",
            account,
            self.key.as_str(),
            self.of.kind.as_str(),
            self.of.subject,
            self.of.household,
            self.location,
            sealed(&vault, &self.body)?,
            lines,
            now,
        )?;
        if made == 1 {
            return Ok(ListVersion { version: 1, met: false, done: false });
        }
        // Locks the list, so that two windows that keep it at once meet here.
        run!(tx, "update scan_list set updated = updated where account = $1 and key = $2", account, self.key.as_str())?;
        let (version, body, done) = row!(
            tx,
            (i64, String, i64),
            "select version, body, done from scan_list where account = $1 and key = $2",
            account,
            self.key.as_str(),
        )?
        .ok_or(Refusal::NotFound)?;
        if done != 0 {
            // The version that was booked, so that a request that is sent twice is the same request.
            return Ok(ListVersion { version: version - 1, met: false, done: true });
        }
        let there = opened(&vault, &body)?;
        if there == self.body {
            return Ok(ListVersion { version, met: false, done: false });
        }
        let whole = if version == self.seen { self.body.clone() } else { there.merged(self.body.clone()) };
        whole.must_fit()?;
        // A window that is faster than the answer to its own last call has seen all there is.
        let met = whole != self.body;
        run!(
            tx,
            "update scan_list set body = $3, lines = $4, version = version + 1, location = $5, updated = $6
             where account = $1 and key = $2",
            account,
            self.key.as_str(),
            sealed(&vault, &whole)?,
            whole.lines(),
            self.location,
            now,
        )?;
        Ok(ListVersion { version: version + 1, met, done: false })
    }
}

/// Throws an open list of the actor away; one that was never kept, or is finished, is left alone.
///
/// # Errors
/// Not allowed without a role that keeps stock.
#[derive(Clone, Debug, Serialize)]
pub struct DropList(pub ListKey);

impl Command for DropList {
    const NAME: &'static str = "list_drop";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::KeepStock)?;
        let (account, now) = (tx.actor.account, tx.now);
        run!(
            tx,
            "update scan_list set done = $3, body = '', lines = 0, updated = $3
             where account = $1 and key = $2 and done = 0",
            account,
            self.0.as_str(),
            now,
        )?;
        Ok(())
    }
}

/// A step that books the goods of a list, and ends the list in the same transaction.
///
/// # Errors
/// As the step; [`Code::ChangedMeanwhile`] when the list was booked, or changed in another window.
#[derive(Clone, Debug, Serialize)]
pub struct OfList<C> {
    /// The list.
    pub list: ListKey,
    /// Version that is booked.
    pub version: i64,
    /// Rows that are not booked, and the new list in which they stay open.
    pub rest: Option<(ListKey, ListBody)>,
    /// What books it.
    pub step: C,
}

impl<C: Command> Command for OfList<C> {
    const NAME: &'static str = C::NAME;
    type Output = C::Output;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<C::Output> {
        // First, because it checks permission; the list below is the actor's own.
        let output = self.step.run(tx).await?;
        let (account, now) = (tx.actor.account, tx.now);
        let ended = run!(
            tx,
            "update scan_list set done = $4, body = '', lines = 0, updated = $4, version = version + 1
             where account = $1 and key = $2 and version = $3 and done = 0",
            account,
            self.list.as_str(),
            self.version,
            now,
        )?;
        if ended == 0 {
            return Err(Code::ChangedMeanwhile.into());
        }
        if let Some((key, rest)) = &self.rest {
            let body = sealed(&tx.vault, rest)?;
            run!(
                tx,
                "insert into scan_list (account, key, kind, subject, household, location, body, lines, version, created,
                                        updated, done)
                 select account, cast($3 as text), kind, subject, household, location, cast($4 as text),
                     cast($5 as bigint), 1, cast($6 as bigint), cast($6 as bigint), 0
                 from scan_list where account = $1 and key = $2",
                account,
                self.list.as_str(),
                key.as_str(),
                body,
                rest.lines(),
                now,
            )?;
        }
        Ok(output)
    }
}

/// Deletes lists that were not touched for a month, and the memory of finished ones; returns how many.
pub(crate) async fn forget(tx: &mut Tx<'_>) -> Result<u64> {
    let (open, done) = (tx.now - KEPT_DAYS * DAY, tx.now - DONE_DAYS * DAY);
    Ok(run!(tx, "delete from scan_list where updated < $1 or (updated < $2 and done <> 0)", open, done)?)
}

impl Store {
    /// Lists the actor's open lists that have rows, last kept first.
    ///
    /// # Errors
    /// Not allowed without a role that keeps stock.
    pub async fn open_lists(&self, actor: &Actor) -> Result<Vec<OpenList>> {
        actor.must_somewhere(Action::KeepStock)?;
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            ListRowHead,
            "select key, kind, subject, household, location, lines, updated from scan_list
             where account = $1 and done = 0 and lines > 0 order by updated desc, id desc limit 60",
            actor.account,
        )?;
        found.into_iter().map(OpenList::try_from).collect()
    }

    /// Loads a list of the actor; `None` when it was never kept.
    ///
    /// # Errors
    /// Not allowed without a role that keeps stock.
    pub async fn kept_list(&self, actor: &Actor, key: &ListKey) -> Result<Option<KeptList>> {
        actor.must_somewhere(Action::KeepStock)?;
        let mut db = self.reader().await?;
        let found = row!(
            db,
            (i64, String, i64, i64, i64, String),
            "select version, kind, subject, household, done, body from scan_list where account = $1 and key = $2",
            actor.account,
            key.as_str(),
        )?;
        let Some((version, kind, subject, household, done, body)) = found else { return Ok(None) };
        let of = ListSubject { kind: parse::<ListKind>(&kind)?, subject, household };
        Ok(Some(KeptList { version, of, done: done != 0, body: opened(&self.vault, &body)? }))
    }
}
