//! The chains over journals and audit lines: what their digests take, and the job that makes links.
//!
//! Links are made by a job and not by the writes themselves, because a write that needed the digest before it would
//! have to wait for every other one. A link takes its number when it is made, so that records whose transactions
//! committed late come later in the chain and hold nothing up. Digests take only columns that no capability ever
//! changes: journals and entries are append-only, of lots all but `checked`, and audit lines hold numbers, which merging
//! and erasing leave.

pub mod export;
pub mod retention;
pub mod verification;

use std::collections::BTreeMap;

use domain::Timestamp;
use serde::Serialize;
use sqlx::{Postgres, QueryBuilder, Sqlite};

use crate::{
    By, Command, Conn, Error, Result, Store, Tx,
    db::{
        chain::{Chain, link},
        sql::{row, rows, run, value},
    },
};

/// Links per transaction; the `limit 500` of the statements below must match.
const BATCH: usize = 500;
/// Transactions per chain and run of the jobs. An installation with a long trail gets its first links in many runs.
const MOST_BATCHES: usize = 20;
/// Seconds after which no transaction is open that has taken an id: writes end within half a minute, jobs in minutes.
const SETTLED: Timestamp = 600;

/// What digests take of records, by id.
type Contents = BTreeMap<i64, Vec<String>>;

/// Lists the fields of a row as text, in a fixed order.
macro_rules! parts {
    ($row:ident, $($field:ident),+) => { vec![$($row.$field.to_string()),+] };
}

#[derive(sqlx::FromRow)]
struct AuditRow {
    id: i64,
    at: i64,
    account: i64,
    action: String,
    subject: String,
    subject_id: i64,
    root: i64,
    area: i64,
    device: String,
}

impl AuditRow {
    fn parts(&self) -> Vec<String> {
        parts!(self, id, at, account, action, subject, subject_id, root, area, device)
    }
}

#[derive(sqlx::FromRow)]
struct JournalRow {
    id: i64,
    kind: String,
    at: i64,
    account: i64,
    root: i64,
    location: i64,
    claim: i64,
    receipt: i64,
    transfer: i64,
    stock_take: i64,
    shop_order: i64,
    reason: String,
    request: String,
    reverses: i64,
}

impl JournalRow {
    #[rustfmt::skip]
    fn parts(&self) -> Vec<String> {
        parts!(
            self, id, kind, at, account, root, location, claim, receipt, transfer, stock_take, shop_order, reason,
            request, reverses
        )
    }
}

/// Entry with its account and its lot, so that neither can be moved to another owner, item or date.
#[derive(sqlx::FromRow)]
struct EntryRow {
    journal: i64,
    id: i64,
    place: String,
    owner: i64,
    quantity: i64,
    lot: i64,
    lot_root: i64,
    item: i64,
    size: String,
    condition: String,
    expires: i64,
    origin: String,
    claim: i64,
    receipt: i64,
    cost: i64,
    created: i64,
}

impl EntryRow {
    #[rustfmt::skip]
    fn parts(&self) -> Vec<String> {
        parts!(
            self, id, place, owner, quantity, lot, lot_root, item, size, condition, expires, origin, claim, receipt,
            cost, created
        )
    }
}

/// Columns of an [`EntryRow`].
macro_rules! moved_columns {
    () => {
        "e.journal, e.id, a.place, a.owner, e.quantity, e.lot, l.root as lot_root, l.item, l.size, l.condition,
             l.expires, l.origin, l.claim, l.receipt, l.cost, l.created"
    };
}

fn of_audit(rows: Vec<AuditRow>) -> Contents {
    rows.into_iter().map(|row| (row.id, row.parts())).collect()
}

/// Joins journals with their entries, which are in the order of their ids. Entries of other journals are left out.
fn of_journals(journals: Vec<JournalRow>, entries: Vec<EntryRow>) -> Contents {
    let mut contents: Contents = journals.into_iter().map(|row| (row.id, row.parts())).collect();
    for entry in entries {
        if let Some(parts) = contents.get_mut(&entry.journal) {
            parts.extend(entry.parts());
        }
    }
    contents
}

/// Loads the oldest records after an id that have no link, at most [`BATCH`]. Links of older records are left out by
/// name, because PostgreSQL may otherwise read all of them.
async fn unlinked(db: &mut Conn<'_>, chain: Chain, after: i64) -> Result<Contents> {
    match chain {
        Chain::Audit => Ok(of_audit(rows!(
            db,
            AuditRow,
            "select u.id, u.at, u.account, u.action, u.subject, u.subject_id, u.root, u.area, u.device from audit u
             where u.id > $1 and not exists (select 1 from chain_link k
                                             where k.chain = 'audit' and k.record = u.id and k.record > $1)
             order by u.id limit 500",
            after,
        )?)),
        Chain::Journal => {
            let journals = rows!(
                db,
                JournalRow,
                "select j.id, j.kind, j.at, j.account, j.root, j.location, j.claim, j.receipt, j.transfer, j.stock_take,
                     j.shop_order, j.reason, j.request, j.reverses from journal j
                 where j.id > $1 and not exists (select 1 from chain_link k
                                                 where k.chain = 'journal' and k.record = j.id and k.record > $1)
                 order by j.id limit 500",
                after,
            )?;
            let (Some(first), Some(last)) = (journals.first(), journals.last()) else { return Ok(Contents::new()) };
            let (first, last) = (first.id, last.id);
            let entries = rows!(
                db,
                EntryRow,
                concat!(
                    "select ",
                    moved_columns!(),
                    " from entry e join ledger_account a on a.id = e.account join lot l on l.id = e.lot
                     where e.journal >= $1 and e.journal <= $2 order by e.journal, e.id"
                ),
                first,
                last,
            )?;
            Ok(of_journals(journals, entries))
        }
    }
}

/// Loads the records of some links by their numbers; those that are gone are missing.
async fn linked(db: &mut Conn<'_>, chain: Chain, first: i64, last: i64) -> Result<Contents> {
    match chain {
        Chain::Audit => Ok(of_audit(rows!(
            db,
            AuditRow,
            "select u.id, u.at, u.account, u.action, u.subject, u.subject_id, u.root, u.area, u.device
             from chain_link k join audit u on u.id = k.record
             where k.chain = 'audit' and k.number >= $1 and k.number <= $2",
            first,
            last,
        )?)),
        Chain::Journal => {
            let journals = rows!(
                db,
                JournalRow,
                "select j.id, j.kind, j.at, j.account, j.root, j.location, j.claim, j.receipt, j.transfer, j.stock_take,
                     j.shop_order, j.reason, j.request, j.reverses
                 from chain_link k join journal j on j.id = k.record
                 where k.chain = 'journal' and k.number >= $1 and k.number <= $2",
                first,
                last,
            )?;
            let entries = rows!(
                db,
                EntryRow,
                concat!(
                    "select ",
                    moved_columns!(),
                    " from chain_link k join entry e on e.journal = k.record
                         join ledger_account a on a.id = e.account join lot l on l.id = e.lot
                     where k.chain = 'journal' and k.number >= $1 and k.number <= $2 order by e.journal, e.id"
                ),
                first,
                last,
            )?;
            Ok(of_journals(journals, entries))
        }
    }
}

/// Returns the highest id of a chain's records, or 0.
async fn newest(db: &mut Conn<'_>, chain: Chain) -> Result<i64> {
    Ok(match chain {
        Chain::Audit => value!(db, i64, "select coalesce(max(id), 0) from audit")?,
        Chain::Journal => value!(db, i64, "select coalesce(max(id), 0) from journal")?,
    })
}

#[derive(sqlx::FromRow)]
struct ChainRow {
    head: i64,
    digest: Vec<u8>,
    low: i64,
    horizon: i64,
    next_horizon: i64,
    horizon_at: i64,
}

/// Makes the links of the oldest records without one, after an id or after those that surely have one; returns the last
/// id and the number of links, or `None` when no record is without.
#[derive(Clone, Copy, Debug, Serialize)]
struct LinkRecords(Chain, i64);

impl Command for LinkRecords {
    const NAME: &'static str = "chain_link";
    type Output = Option<(i64, usize)>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Option<(i64, usize)>> {
        let &Self(chain, after) = self;
        let (name, now) = (chain.as_str(), tx.now);
        // Locks the chain, so that of several servers one makes links at a time. What it reads is read afterwards.
        run!(tx, "update chain set head = head where name = $1", name)?;
        let state = row!(
            tx,
            ChainRow,
            "select head, digest, low, horizon, next_horizon, horizon_at from chain where name = $1",
            name,
        )?
        .ok_or_else(|| Error::Broken(format!("the chain {name} is gone")))?;
        let found = unlinked(&mut tx.arm(), chain, after.max(state.low)).await?;
        let Some(last) = found.keys().next_back().copied() else { return Ok(None) };
        let (mut digest, mut links) = (state.digest, Vec::with_capacity(found.len()));
        for ((record, parts), number) in found.iter().zip(state.head + 1..) {
            digest = link(&digest, parts);
            links.push((number, *record, digest.clone()));
        }
        insert(tx, name, &links).await?;
        let head = state.head + i64::try_from(links.len()).unwrap_or_default();
        // A transaction that has taken a lower id may still be open, and its record will need a link as well.
        let low = state.low.max(last.min(state.horizon));
        let is_settled = now - state.horizon_at >= SETTLED;
        let (horizon, next_horizon, horizon_at) = if state.horizon_at > now + SETTLED {
            // A wrong clock set it, and the next horizon would wait until then: it begins anew.
            (state.horizon, newest(&mut tx.arm(), chain).await?, now)
        } else if is_settled {
            (state.next_horizon, newest(&mut tx.arm(), chain).await?, now)
        } else {
            (state.horizon, state.next_horizon, state.horizon_at)
        };
        run!(
            tx,
            "update chain set head = $2, digest = $3, low = $4, horizon = $5, next_horizon = $6, horizon_at = $7
             where name = $1",
            name,
            head,
            &digest,
            low,
            horizon,
            next_horizon,
            horizon_at,
        )?;
        Ok(Some((last, links.len())))
    }
}

/// Inserts links: number, record and digest.
async fn insert(tx: &mut Tx<'_>, name: &'static str, links: &[(i64, i64, Vec<u8>)]) -> Result<()> {
    const INTO: &str = "insert into chain_link (chain, number, record, digest) ";
    match tx.arm() {
        Conn::Sqlite(db) => {
            let mut query = QueryBuilder::<Sqlite>::new(INTO);
            query.push_values(links, |mut to, (number, record, digest)| {
                to.push_bind(name).push_bind(*number).push_bind(*record).push_bind(digest);
            });
            query.build().execute(db).await?;
        }
        Conn::Postgres(db, statements) => {
            let mut query = QueryBuilder::<Postgres>::new(INTO);
            query.push_values(links, |mut to, (number, record, digest)| {
                to.push_bind(name).push_bind(*number).push_bind(*record).push_bind(digest);
            });
            query.build().persistent(statements.named()).execute(db).await?;
        }
    }
    Ok(())
}

impl Store {
    /// Makes the links of records that have none yet, of each chain up to a number that leaves other jobs their time.
    /// Safe to run on several servers at once: each record gets one link.
    ///
    /// # Errors
    /// Only when the database fails; links that were made stay, and the next run goes on behind them.
    pub async fn chains_grow(&self) -> Result<usize> {
        let (by, mut made) = (By::system(), 0);
        for chain in Chain::ALL {
            let mut after = 0;
            for _ in 0..MOST_BATCHES {
                if !self.is_unlinked(chain, after).await? {
                    break;
                }
                let Some((last, links)) = self.run(&by, LinkRecords(chain, after)).await? else { break };
                (after, made) = (last, made + links);
                if links < BATCH {
                    break;
                }
            }
        }
        Ok(made)
    }

    /// Whether a record may be without a link; a read, so that servers without new records write nothing.
    async fn is_unlinked(&self, chain: Chain, after: i64) -> Result<bool> {
        let mut db = self.reader().await?;
        let low = value!(db, i64, "select low from chain where name = $1", chain.as_str())?;
        let after = after.max(low);
        let found = match chain {
            Chain::Audit => value!(
                db,
                i64,
                "select count(*) from (select 1 as one from audit u where u.id > $1
                     and not exists (select 1 from chain_link k
                                     where k.chain = 'audit' and k.record = u.id and k.record > $1) limit 1) f",
                after,
            )?,
            Chain::Journal => value!(
                db,
                i64,
                "select count(*) from (select 1 as one from journal j where j.id > $1
                     and not exists (select 1 from chain_link k
                                     where k.chain = 'journal' and k.record = j.id and k.record > $1) limit 1) f",
                after,
            )?,
        };
        Ok(found > 0)
    }
}
