//! The double-entry ledger. Everything that moves goods goes through [`post`]; nothing else writes
//! journals, entries or balances.

use domain::{
    Code,
    ledger::{self, Entry, JournalId, JournalKind, LedgerAccount, LocationId, LotId, Place},
};

use crate::{
    Conn, Error, Result, Tx,
    sql::{self, row, run, value},
};

/// A journal to be written.
#[derive(Clone, Copy, Debug)]
pub struct NewJournal<'a> {
    /// What happened.
    pub kind: JournalKind,
    /// The shop where it happened.
    pub location: LocationId,
    /// The claim it refers to, or 0.
    pub claim: i64,
    /// Why, or empty.
    pub reason: &'a str,
    /// The journal it mirrors, or 0.
    pub reverses: JournalId,
}

impl NewJournal<'_> {
    /// A journal without claim, reason or anything to reverse.
    #[must_use]
    pub fn new(kind: JournalKind, location: LocationId) -> Self {
        NewJournal { kind, location, claim: 0, reason: "", reverses: 0 }
    }
}

/// Writes a journal with its entries and moves the balances. The root area is the location's.
///
/// # Errors
/// [`Code::NotEnoughStock`] when a bounded balance would go below zero; [`Code::NotReversible`] when
/// the journal it reverses was reversed before; broken when the entries do not sum to zero.
pub async fn post(tx: &mut Tx<'_>, new: &NewJournal<'_>, entries: &[Entry]) -> Result<JournalId> {
    if entries.is_empty() || !ledger::is_balanced(entries) {
        return Err(Error::Broken(format!("unbalanced journal {new:?}")));
    }
    let root = value!(tx, i64, "select root from location where id = $1", new.location)?;
    let (now, account, request) = (tx.now, tx.actor.account, tx.request.clone());
    let written = value!(
        tx,
        i64,
        "insert into journal (kind, at, account, root, location, claim, reason, request, reverses)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id",
        new.kind.as_str(),
        now,
        account,
        root,
        new.location,
        new.claim,
        new.reason,
        &request,
        new.reverses,
    );
    let journal = match written {
        Err(e) if sql::is_unique(&e) => return Err(Code::NotReversible.into()),
        other => other?,
    };
    let mut numbered = Vec::with_capacity(entries.len());
    for entry in entries {
        numbered.push((account_number(tx, entry.account, root, new.location).await?, *entry));
    }
    // Always in the same order, so that two journals cannot wait for each other.
    numbered.sort_by_key(|(number, entry)| (*number, entry.lot));
    for (number, entry) in numbered {
        run!(
            tx,
            "insert into entry (journal, account, lot, quantity) values ($1, $2, $3, $4)",
            journal,
            number,
            entry.lot,
            entry.quantity,
        )?;
        move_balance(tx, number, &entry).await?;
        if entry.account.place == Place::Shelf {
            move_shelf(tx, &entry).await?;
        }
    }
    Ok(journal)
}

async fn move_balance(tx: &mut Tx<'_>, number: i64, entry: &Entry) -> Result<()> {
    let bounded = entry.account.place != Place::Outside;
    // Taking from a balance updates the row that must be there: SQLite would check the constraint on
    // the row proposed by an upsert, which is negative, before it looks for the conflict.
    let moved = if bounded && entry.quantity < 0 {
        run!(
            tx,
            "update balance set quantity = quantity + $3 where account = $1 and lot = $2",
            number,
            entry.lot,
            entry.quantity,
        )
    } else {
        run!(
            tx,
            "insert into balance (account, lot, quantity, bounded) values ($1, $2, $3, $4)
             on conflict (account, lot) do update set quantity = balance.quantity + excluded.quantity",
            number,
            entry.lot,
            entry.quantity,
            bounded,
        )
    };
    match moved {
        Ok(1) => Ok(()),
        Ok(_) => Err(Code::NotEnoughStock.into()),
        Err(e) if sql::is_check(&e) => Err(Code::NotEnoughStock.into()),
        Err(e) => Err(e.into()),
    }
}

/// Keeps the sum per item that the feed reads.
async fn move_shelf(tx: &mut Tx<'_>, entry: &Entry) -> Result<()> {
    run!(
        tx,
        "insert into shelf (item, size, root, location, quantity)
         select item, size, root, cast($2 as bigint), cast($3 as bigint) from lot where id = $1
         on conflict (item, size, root, location) do update set quantity = shelf.quantity + excluded.quantity",
        entry.lot,
        entry.account.owner,
        entry.quantity,
    )?;
    Ok(())
}

/// The account's number; made on first use. Goods set aside for a claim lie at the journal's location.
async fn account_number(tx: &mut Tx<'_>, of: LedgerAccount, root: i64, location: LocationId) -> Result<i64> {
    let place = of.place.as_str();
    let root = if of.place == Place::Outside { 0 } else { root };
    let lies_at = match of.place {
        Place::Quarantine | Place::Shelf | Place::Loss => of.owner,
        Place::Reserved => location,
        Place::Outside | Place::Issued => 0,
    };
    if let Some((number,)) =
        row!(tx, (i64,), "select id from ledger_account where place = $1 and owner = $2", place, of.owner)?
    {
        return Ok(number);
    }
    run!(
        tx,
        "insert into ledger_account (place, owner, root, location) values ($1, $2, $3, $4)
         on conflict (place, owner) do nothing",
        place,
        of.owner,
        root,
        lies_at,
    )?;
    Ok(value!(tx, i64, "select id from ledger_account where place = $1 and owner = $2", place, of.owner)?)
}

/// How many units of a lot are in an account now.
pub(crate) async fn balance(db: &mut Conn<'_>, of: LedgerAccount, lot: LotId) -> Result<i64> {
    Ok(value!(
        db,
        i64,
        "select cast(coalesce(sum(b.quantity), 0) as bigint) from ledger_account a join balance b on b.account = a.id
         where a.place = $1 and a.owner = $2 and b.lot = $3",
        of.place.as_str(),
        of.owner,
        lot,
    )?)
}

/// What a lot of goods is.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Lot {
    pub id: LotId,
    pub root: i64,
    pub item: i64,
    pub size: String,
    pub condition: String,
    pub expires: i64,
    pub checked: bool,
}

impl Lot {
    /// A used electrical appliance stays in quarantine until its check is signed.
    pub(crate) fn needs_check(&self) -> bool {
        !self.checked && self.condition == "used" && domain::catalogue::find(self.item).is_some_and(|i| i.electrical)
    }
}

pub(crate) async fn lot(db: &mut Conn<'_>, id: LotId) -> Result<Lot> {
    row!(db, Lot, "select id, root, item, size, condition, expires, checked from lot where id = $1", id)?
        .ok_or_else(|| domain::Error::NotFound.into())
}

/// Goods that came in together: one lot.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewLot<'a> {
    pub root: i64,
    pub item: i64,
    pub size: &'a str,
    pub condition: ledger::Condition,
    pub expires: i64,
    pub origin: ledger::Origin,
    pub claim: i64,
}

pub(crate) async fn lot_add(tx: &mut Tx<'_>, new: &NewLot<'_>) -> Result<LotId> {
    let now = tx.now;
    Ok(value!(
        tx,
        i64,
        "insert into lot (root, item, size, condition, expires, origin, claim, checked, created)
         values ($1, $2, $3, $4, $5, $6, $7, false, $8) returning id",
        new.root,
        new.item,
        new.size,
        new.condition.as_str(),
        new.expires,
        new.origin.as_str(),
        new.claim,
        now,
    )?)
}
