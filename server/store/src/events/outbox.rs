//! Rows of the outbox: inserted by [`Tx::emit`], locked in order, deleted with what their reader did.

use domain::{
    Timestamp,
    accounts::AccountId,
    events::{Audience, Event, Reader, STUCK, Side, pause},
    households::HouseholdId,
};
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Result, Store, Tx,
    crypto::{secret::Secret, vault::Vault},
    db::sql::{json_text, parse, read_json, row, rows, run, value, values},
};

/// Rows that one look at the outbox takes; `limit` of [`from_due`] and [`behind`] must match.
pub(crate) const BATCH: usize = 200;
/// Rows per statement that deletes.
const DELETED: usize = 8;

/// Event that waits for a reader.
#[derive(sqlx::FromRow)]
pub(crate) struct Pending {
    pub id: i64,
    /// When it was emitted.
    pub at: Timestamp,
    /// Whom the reader does it for.
    pub account: AccountId,
    side: String,
    body: String,
}

impl Pending {
    pub(crate) fn side(&self) -> Result<Side> {
        parse(&self.side)
    }

    /// Opens the event. Fails for one of a newer release, which that release's servers handle.
    pub(crate) fn event(&self, vault: &Vault) -> Result<Event> {
        opened(vault, &self.body)
    }
}

fn opened(vault: &Vault, body: &str) -> Result<Event> {
    read_json(&vault.open(Secret::EventBody, body)?)
}

fn sealed(vault: &Vault, event: &Event) -> Result<String> {
    vault.seal(Secret::EventBody, &json_text(event)?)
}

impl Tx<'_> {
    /// Inserts an event for every reader and account that it concerns; it is handled after the commit.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn emit(&mut self, event: Event) -> Result<()> {
        let body = sealed(&self.vault, &event)?;
        for reader in Reader::ALL {
            if *reader == Reader::Groups {
                self.emit_to_groups(&event, &body).await?;
                continue;
            }
            for (side, audience) in event.audiences() {
                let row = NewRow { reader: *reader, side, event: &event, body: &body };
                match audience {
                    Audience::Household(household) => self.emit_to_household(&row, household).await?,
                    Audience::Account(account) => self.emit_to_account(&row, account).await?,
                    Audience::Staff(accounts) => {
                        for account in accounts {
                            self.emit_to_account(&row, *account).await?;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// Inserts one row for the bots of work groups, if there are any and the event is work of a group.
    async fn emit_to_groups(&mut self, event: &Event, body: &str) -> Result<()> {
        let is_for_staff = event.audiences().iter().any(|(side, _)| *side == Side::Staff);
        if !is_for_staff || !event.notice(Side::Staff).kind.is_for_group() {
            return Ok(());
        }
        let (now, (record, id)) = (self.now, event.record());
        let rows = run!(
            self,
            "insert into outbox (at, reader, account, side, event, record, record_id, body, tries, next_try)
             select $1, $2, 0, $3, $4, $5, $6, $7, 0, 0 where exists (select 1 from group_bot)",
            now,
            Reader::Groups.as_str(),
            Side::Staff.as_str(),
            event.name(),
            record.as_str(),
            id,
            body,
        )?;
        self.emitted |= rows > 0;
        Ok(())
    }

    async fn emit_to_account(&mut self, new: &NewRow<'_>, account: AccountId) -> Result<()> {
        if account == 0 || account == self.actor.account {
            return Ok(());
        }
        let (now, (record, id)) = (self.now, new.event.record());
        run!(
            self,
            "insert into outbox (at, reader, account, side, event, record, record_id, body, tries, next_try)
             values ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0)",
            now,
            new.reader.as_str(),
            account,
            new.side.as_str(),
            new.event.name(),
            record.as_str(),
            id,
            new.body,
        )?;
        self.emitted = true;
        Ok(())
    }

    /// Inserts a row for every account of the household that is open now.
    async fn emit_to_household(&mut self, new: &NewRow<'_>, household: HouseholdId) -> Result<()> {
        let (now, (record, id)) = (self.now, new.event.record());
        let rows = run!(
            self,
            "insert into outbox (at, reader, account, side, event, record, record_id, body, tries, next_try)
             select $2, $3, id, $4, $5, $6, $7, $8, 0, 0 from account
             where household = $1 and household <> 0 and open = true order by id",
            household,
            now,
            new.reader.as_str(),
            new.side.as_str(),
            new.event.name(),
            record.as_str(),
            id,
            new.body,
        )?;
        self.emitted |= rows > 0;
        Ok(())
    }
}

struct NewRow<'a> {
    reader: Reader,
    side: Side,
    event: &'a Event,
    body: &'a str,
}

/// The oldest waiting row of each record, if it is due: rows behind one that failed wait with it.
macro_rules! from_due {
    () => {
        " from outbox o
         where o.reader = $1 and o.next_try <= $2 and (o.id = $3 or $3 = 0)
           and not exists (select 1 from outbox e where e.reader = o.reader and e.record = o.record
                           and e.record_id = o.record_id and e.id < o.id)
         order by o.id limit 200"
    };
}

/// Columns of the oldest row of a record, with the id of the row behind it, or 0.
macro_rules! head_columns {
    () => {
        "select o.id, o.at, o.account, o.side, o.body, o.record, o.record_id,
             coalesce((select min(f.id) from outbox f where f.record = o.record and f.record_id = o.record_id
                 and f.reader = o.reader and f.id > o.id), 0) as behind"
    };
}

/// Rows of a record behind its oldest; `limit` must match [`BATCH`].
macro_rules! behind {
    () => {
        "select id, at, account, side, body from outbox
         where record = $1 and record_id = $2 and reader = $3 and id > $4 order by id limit 200"
    };
}

/// Oldest row of a record.
#[derive(sqlx::FromRow)]
struct Head {
    #[sqlx(flatten)]
    pending: Pending,
    record: String,
    record_id: i64,
    /// Row behind it, or 0.
    behind: i64,
}

/// Locks due rows until commit, the oldest of each record and then those behind them, until [`BATCH`] rows or a little
/// more; with `only` that row.
/// Rows that another server handles are skipped. Until it commits they are still seen as the oldest of their record, so
/// no server handles a later event meanwhile. Therefore a locked oldest row makes the rows behind it ours: a notice to
/// 6,000 accounts is 6,000 rows of one record, and a search for the oldest of each would read all of them for each.
/// Rows behind are due whenever their oldest is, because only an oldest row is ever postponed.
pub(crate) async fn lock_due(tx: &mut Tx<'_>, reader: Reader, only: i64) -> Result<Vec<Pending>> {
    let now = tx.now;
    let sql = match tx.arm() {
        Conn::Sqlite(_) => concat!(head_columns!(), from_due!()),
        Conn::Postgres(..) => concat!(head_columns!(), from_due!(), " for update of o skip locked"),
    };
    let heads = rows!(tx, Head, AssertSqlSafe(sql), reader.as_str(), now, only)?;
    let mut room = if only == 0 { BATCH.saturating_sub(heads.len()) } else { 0 };
    let mut due = Vec::with_capacity(heads.len() + room);
    for head in heads {
        let id = head.pending.id;
        due.push(head.pending);
        if room > 0 && head.behind > 0 {
            let behind = lock_behind(tx, reader, (&head.record, head.record_id), id).await?;
            room = room.saturating_sub(behind.len());
            due.extend(behind);
        }
    }
    Ok(due)
}

/// Locks rows of a record behind its oldest, whose lock the caller holds.
async fn lock_behind(
    tx: &mut Tx<'_>,
    reader: Reader,
    (record, record_id): (&str, i64),
    oldest: i64,
) -> Result<Vec<Pending>> {
    let sql = match tx.arm() {
        Conn::Sqlite(_) => behind!(),
        Conn::Postgres(..) => concat!(behind!(), " for update"),
    };
    Ok(rows!(tx, Pending, AssertSqlSafe(sql), record, record_id, reader.as_str(), oldest)?)
}

/// Deletes handled rows, in the transaction of what their reader did.
pub(crate) async fn remove(tx: &mut Tx<'_>, ids: &[i64]) -> Result<()> {
    for ids in ids.chunks(DELETED) {
        let id = |at: usize| ids.get(at).copied().unwrap_or_default();
        run!(
            tx,
            "delete from outbox where id in ($1, $2, $3, $4, $5, $6, $7, $8)",
            id(0),
            id(1),
            id(2),
            id(3),
            id(4),
            id(5),
            id(6),
            id(7),
        )?;
    }
    Ok(())
}

/// Counts a failed try and sets the time of the next one; returns how many failed, 0 when the row is gone.
pub(crate) async fn postpone(tx: &mut Tx<'_>, id: i64) -> Result<i64> {
    let Some((tries,)) = row!(tx, (i64,), "select tries from outbox where id = $1", id)? else { return Ok(0) };
    let (tries, next) = (tries + 1, tx.now + pause(tries + 1));
    run!(tx, "update outbox set tries = $2, next_try = $3 where id = $1", id, tries, next)?;
    Ok(tries)
}

/// Empties the words that waiting events quote to claimers of a household's wishes, and to donors who applied for them.
/// A reader that handles one meanwhile is waited for, so this comes before the same is done to what readers made.
pub(crate) async fn forget_words(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    let found = rows!(
        tx,
        (i64, String),
        "select id, body from outbox
         where side in ('claimer', 'donor') and record = 'wish'
             and record_id in (select id from wish where household = $1)",
        household,
    )?;
    let vault = tx.vault.clone();
    for (id, body) in found {
        // What cannot be read may quote the family as well, and must not keep its file from being erased.
        let Ok(mut event) = opened(&vault, &body) else {
            remove(tx, &[id]).await?;
            continue;
        };
        if let Some(words) = event.words_mut() {
            words.clear();
        }
        run!(tx, "update outbox set body = $2 where id = $1", id, sealed(&vault, &event)?)?;
    }
    Ok(())
}

impl Store {
    /// Completes when a write of this server has committed events since the last call.
    pub async fn emitted(&self) {
        self.emitted.notified().await;
    }

    /// Lists the rows of a reader that are due, each the oldest of its record.
    pub(crate) async fn due(&self, reader: Reader) -> Result<Vec<i64>> {
        let now = self.now();
        let mut db = self.reader().await?;
        Ok(values!(db, i64, concat!("select o.id", from_due!()), reader.as_str(), now, 0_i64)?)
    }

    /// Counts events that failed [`STUCK`] times and are still tried again.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn events_stuck(&self) -> Result<i64> {
        Ok(value!(self.reader().await?, i64, "select count(*) from outbox where tries >= $1", STUCK)?)
    }
}
