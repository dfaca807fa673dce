//! Acts that their account may take back for some minutes. Each write that allows it notes what it changed, as numbers;
//! `ops::undo` takes it back. A row is no lock: the record that was changed is, and says whether it still stands so.

use domain::{
    Code, Timestamp,
    accounts::{AccountId, Actor},
    undo::{LISTED, Undo, UndoId, UndoKind},
};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    Error, Refusal, Result, Store, Tx,
    db::{
        pagination::signed_in,
        sql::{parse, row, rows, run},
    },
};

/// Seconds after an act in which the next page offers to take it back.
const JUST_DONE: Timestamp = 60;

/// Notes that the actor may take back what it just did to a record. `facts` are what that takes: numbers only, because
/// nothing of a family may outlive its own columns here. Acts of clocks are not noted.
pub(crate) async fn offer(tx: &mut Tx<'_>, kind: UndoKind, record: i64, facts: &(impl Serialize + Sync)) -> Result<()> {
    let (account, now) = (tx.actor.account, tx.now);
    if account == 0 {
        return Ok(());
    }
    let facts = serde_json::to_string(facts).map_err(|_| Error::Broken("an act that cannot be noted".into()))?;
    run!(
        tx,
        "insert into undo (account, kind, record, facts, at, until, taken) values ($1, $2, $3, $4, $5, $6, 0)",
        account,
        kind.as_str(),
        record,
        &facts,
        now,
        now + kind.lasts(),
    )?;
    Ok(())
}

/// An act of the actor, as it was noted.
#[derive(Clone, Debug)]
pub(crate) struct NotedAct {
    pub kind: UndoKind,
    pub record: i64,
    /// When it was done: the record must still name this second.
    pub at: Timestamp,
    facts: String,
}

impl NotedAct {
    /// Reads what was noted with it.
    pub(crate) fn facts<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_str(&self.facts).map_err(|_| Error::Broken(format!("unreadable act: {}", self.kind.as_str())))
    }
}

/// Loads an act of the actor that may still be taken back.
///
/// # Errors
/// Not signed in; not found for another account's act; [`Code::WrongState`] when it was taken back;
/// [`Code::UndoOver`] after its time.
pub(crate) async fn noted(tx: &mut Tx<'_>, id: UndoId) -> Result<NotedAct> {
    signed_in(&tx.actor)?;
    let account = tx.actor.account;
    let found = row!(
        tx,
        (String, i64, i64, i64, i64, String),
        "select kind, record, at, until, taken, facts from undo where id = $1 and account = $2",
        id,
        account,
    )?;
    let (kind, record, at, until, taken, facts) = found.ok_or(Refusal::NotFound)?;
    if taken != 0 {
        return Err(Code::WrongState.into());
    }
    if tx.now > until {
        return Err(Code::UndoOver.into());
    }
    Ok(NotedAct { kind: parse(&kind)?, record, at, facts })
}

/// Marks an act as taken back, after the record's own lock and rules.
///
/// # Errors
/// [`Code::WrongState`] when another request was faster.
pub(crate) async fn mark_taken(tx: &mut Tx<'_>, id: UndoId) -> Result<()> {
    let now = tx.now;
    let marked = run!(tx, "update undo set taken = $2 where id = $1 and taken = 0", id, now)?;
    if marked == 0 { Err(Code::WrongState.into()) } else { Ok(()) }
}

/// Deletes acts whose time is over.
pub(crate) async fn forget(tx: &mut Tx<'_>) -> Result<u64> {
    let now = tx.now;
    Ok(run!(tx, "delete from undo where until < $1", now)?)
}

#[derive(sqlx::FromRow)]
struct UndoRow {
    id: i64,
    kind: String,
    record: i64,
    at: i64,
    until: i64,
}

impl TryFrom<UndoRow> for Undo {
    type Error = Error;

    fn try_from(row: UndoRow) -> Result<Undo> {
        let UndoRow { id, kind, record, at, until } = row;
        Ok(Undo { id, kind: parse(&kind)?, record, at, until })
    }
}

impl Store {
    /// Lists what the actor may still take back, newest first.
    ///
    /// # Errors
    /// Not signed in.
    pub async fn undos(&self, actor: &Actor) -> Result<Vec<Undo>> {
        signed_in(actor)?;
        self.undos_since(actor.account, 0).await
    }

    /// Loads what the actor just did, if it may be taken back: for the line on the page after it.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn undo_of_last_act(&self, actor: &Actor) -> Result<Option<Undo>> {
        if !actor.is_signed_in() {
            return Ok(None);
        }
        let since = self.now() - JUST_DONE;
        Ok(self.undos_since(actor.account, since).await?.into_iter().next())
    }

    /// Loads the actor's last act on a record, if it may be taken back: for the line on the record.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn undo_of(&self, actor: &Actor, kinds: &[UndoKind], record: i64) -> Result<Option<Undo>> {
        if !actor.is_signed_in() {
            return Ok(None);
        }
        let all = self.undos_since(actor.account, 0).await?;
        Ok(all.into_iter().find(|undo| undo.record == record && kinds.contains(&undo.kind)))
    }

    async fn undos_since(&self, account: AccountId, since: Timestamp) -> Result<Vec<Undo>> {
        let now = self.now();
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            UndoRow,
            "select id, kind, record, at, until from undo
             where account = $1 and until >= $2 and at >= $3 and taken = 0 order by until desc, id desc limit $4",
            account,
            now,
            since,
            LISTED,
        )?;
        let mut found = found.into_iter().map(Undo::try_from).collect::<Result<Vec<_>>>()?;
        found.sort_by_key(|undo| (-undo.at, -undo.id));
        Ok(found)
    }
}
