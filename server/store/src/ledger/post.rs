//! Postings of the double-entry ledger. Only [`post`] writes journals, entries and balances.

use domain::{
    Code,
    ledger::{self, Entry, JournalId, JournalKind, LedgerAccount, LocationId, LotId, Place},
};

use crate::{
    Conn, Error, Result, Tx,
    areas::locations::location_root,
    db::sql::{self, row, run, value},
    ledger::lots,
};

/// Journal to be posted.
#[derive(Clone, Copy, Debug)]
pub struct NewJournal<'a> {
    /// Kind of event.
    pub kind: JournalKind,
    /// Location where it happened; 0 for points, then `root` is set.
    pub location: LocationId,
    /// Root area of a journal of points; 0 when there is a location.
    pub root: i64,
    /// Claim it refers to, or 0.
    pub claim: i64,
    /// Receipt it belongs to, or 0.
    pub receipt: i64,
    /// Transfer between locations, or 0.
    pub transfer: i64,
    /// Stock-take that found the difference, or 0.
    pub stock_take: i64,
    /// Order of the free shop, or 0.
    pub shop_order: i64,
    /// Reason, or empty.
    pub reason: &'a str,
    /// Journal that it reverses, or 0.
    pub reverses: JournalId,
}

impl NewJournal<'_> {
    /// Creates a journal without references and without a reason.
    #[must_use]
    pub fn new(kind: JournalKind, location: LocationId) -> Self {
        NewJournal {
            kind,
            location,
            root: 0,
            claim: 0,
            receipt: 0,
            transfer: 0,
            stock_take: 0,
            shop_order: 0,
            reason: "",
            reverses: 0,
        }
    }

    /// Creates a journal of points of a root area, without a location.
    #[must_use]
    pub fn of_points(kind: JournalKind, root: i64) -> Self {
        NewJournal { root, ..NewJournal::new(kind, 0) }
    }
}

/// Posts a journal with its entries, and updates balances and shelf sums.
/// Locks the order_desk rows of the shelves taken from, then the balances in ascending order of account and lot.
///
/// # Errors
/// [`Code::NotEnoughStock`] when a bounded balance would become negative; [`Code::ExpiredGoods`] when expired goods
/// would be reserved, issued or put on the shelf by an inspection; [`Code::Recalled`] when recalled goods would be
/// given, sent or put on a shelf by an inspection; [`Code::NotReversible`] when the journal was reversed before; `Broken` when the entries do not sum to zero.
pub async fn post(tx: &mut Tx<'_>, new: &NewJournal<'_>, entries: &[Entry]) -> Result<JournalId> {
    if entries.is_empty() || !ledger::is_balanced(entries) {
        return Err(Error::Broken(format!("unbalanced journal {new:?}")));
    }
    let entries = off_the_shelf(tx, new, entries).await?;
    let entries = entries.as_slice();
    must_be_in_date(tx, new, entries).await?;
    for shelf in ledger::taken_from_shelves(entries) {
        lots::queue(tx, shelf).await?;
    }
    let root = match new.location {
        0 => new.root,
        location => location_root(&mut tx.arm(), location).await?,
    };
    let (now, account, request) = (tx.now, tx.actor.account, tx.request.clone());
    let written = value!(
        tx,
        i64,
        "insert into journal (kind, at, account, root, location, claim, receipt, transfer, stock_take, shop_order, reason,
                              request, reverses)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning id",
        new.kind.as_str(),
        now,
        account,
        root,
        new.location,
        new.claim,
        new.receipt,
        new.transfer,
        new.stock_take,
        new.shop_order,
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
    // One order for all postings, so that two of them cannot deadlock.
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
    must_not_be_recalled(tx, new, journal).await?;
    Ok(journal)
}

/// Sends units of a recalled lot that would come back to a shelf to that location's quarantine.
/// Every posting passes here, so each way back leads there.
async fn off_the_shelf(tx: &mut Tx<'_>, new: &NewJournal<'_>, entries: &[Entry]) -> Result<Vec<Entry>> {
    let mut all = entries.to_vec();
    if new.location == 0 || new.kind == JournalKind::Inspect {
        return Ok(all);
    }
    for entry in all.iter_mut().filter(|entry| entry.account.place == Place::Shelf && entry.quantity > 0) {
        let recall = value!(tx, i64, "select coalesce(max(recall), 0) from lot where id = $1", entry.lot)?;
        if recall != 0 {
            entry.account = LedgerAccount::of(Place::Quarantine, entry.account.owner);
        }
    }
    Ok(all)
}

/// Refuses to give, lend, send, assemble or shelve recalled goods.
/// After the balances have moved: a recall locks them, so this sees one that came first and waited for none after it.
async fn must_not_be_recalled(tx: &mut Tx<'_>, new: &NewJournal<'_>, journal: JournalId) -> Result<()> {
    if new.location == 0 {
        return Ok(());
    }
    let stopped = value!(
        tx,
        i64,
        "select count(*) from entry e join lot l on l.id = e.lot join ledger_account a on a.id = e.account
         where e.journal = $1 and e.quantity > 0 and l.recall <> 0
             and (a.place in ('shelf', 'reserved', 'ordered', 'issued', 'lent', 'transit')
                  or (a.place = 'assembly' and $2 = 'assemble'))",
        journal,
        new.kind.as_str(),
    )?;
    if stopped > 0 { Err(Code::Recalled.into()) } else { Ok(()) }
}

/// Refuses to reserve, order, lend or issue expired goods, or to put them on a shelf by inspection.
/// Every posting passes here, so no caller can omit the check.
async fn must_be_in_date(tx: &mut Tx<'_>, new: &NewJournal<'_>, entries: &[Entry]) -> Result<()> {
    let now = tx.now;
    for entry in entries {
        let given = matches!(entry.account.place, Place::Reserved | Place::Ordered | Place::Issued | Place::Lent)
            || (new.kind == JournalKind::Inspect && entry.account.place == Place::Shelf);
        if !given || entry.quantity < 0 {
            continue;
        }
        let past = value!(
            tx,
            i64,
            "select count(*) from lot where id = $1 and expires <> 0 and expires <= $2",
            entry.lot,
            now,
        )?;
        if past > 0 {
            return Err(Code::ExpiredGoods.into());
        }
    }
    Ok(())
}

async fn move_balance(tx: &mut Tx<'_>, number: i64, entry: &Entry) -> Result<()> {
    let bounded = entry.account.place.bounded();
    // Taking from a bounded balance is an update, not an upsert: SQLite checks the CHECK constraint on the proposed
    // row, whose quantity is negative, before it finds the conflict.
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

/// Updates the sum per item and location that the feed reads.
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

/// Returns the ledger account's id, inserting it on first use.
/// Reserved goods, goods on loan and goods in transit count at the journal's location.
async fn account_number(tx: &mut Tx<'_>, of: LedgerAccount, root: i64, location: LocationId) -> Result<i64> {
    let place = of.place.as_str();
    let root = if of.place == Place::Outside { 0 } else { root };
    let lies_at = match of.place {
        Place::Quarantine | Place::Shelf | Place::Loss | Place::Assembly => of.owner,
        Place::Reserved | Place::Ordered | Place::Transit | Place::Lent => location,
        Place::Outside | Place::Issued | Place::Programme | Place::Household | Place::Held | Place::Spent => 0,
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

/// Loads the units of a lot in an account.
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

/// Locks the balance row and loads its units; they cannot change until commit.
pub(crate) async fn balance_held(tx: &mut Tx<'_>, of: LedgerAccount, lot: LotId) -> Result<i64> {
    run!(
        tx,
        "update balance set quantity = quantity
         where lot = $3 and account = (select id from ledger_account where place = $1 and owner = $2)",
        of.place.as_str(),
        of.owner,
        lot,
    )?;
    balance(&mut tx.arm(), of, lot).await
}

/// Lot with the properties of its item that postings need.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Lot {
    pub id: LotId,
    pub root: i64,
    pub item: i64,
    pub size: String,
    pub condition: String,
    pub expires: i64,
    pub checked: bool,
    pub electrical: bool,
}

impl Lot {
    /// Returns whether the lot must stay in quarantine: a used electrical appliance without a signed check.
    pub(crate) fn needs_check(&self) -> bool {
        !self.checked && self.condition == "used" && self.electrical
    }
}

pub(crate) async fn lot(db: &mut Conn<'_>, id: LotId) -> Result<Lot> {
    row!(
        db,
        Lot,
        "select l.id, l.root, l.item, l.size, l.condition, l.expires, l.checked, i.electrical
         from lot l join item i on i.id = l.item where l.id = $1",
        id,
    )?
    .ok_or_else(|| domain::Error::NotFound.into())
}

/// Lot to be inserted: units received together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewLot<'a> {
    pub root: i64,
    pub item: i64,
    pub size: &'a str,
    pub condition: ledger::Condition,
    pub expires: i64,
    pub origin: ledger::Origin,
    pub claim: i64,
    pub receipt: i64,
    /// Cost of the whole lot in fen, or 0.
    pub cost: i64,
}

pub(crate) async fn lot_add(tx: &mut Tx<'_>, new: &NewLot<'_>) -> Result<LotId> {
    let now = tx.now;
    Ok(value!(
        tx,
        i64,
        "insert into lot (root, item, size, condition, expires, origin, claim, receipt, cost, checked, created)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, false, $10) returning id",
        new.root,
        new.item,
        new.size,
        new.condition.as_str(),
        new.expires,
        new.origin.as_str(),
        new.claim,
        new.receipt,
        new.cost,
        now,
    )?)
}
