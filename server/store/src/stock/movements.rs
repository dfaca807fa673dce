//! The shop's own goods: what is where, and every way it can move that is not about a claim.

use domain::{
    Code, Error as Refusal, Timestamp,
    claims::ApplianceCheck,
    error::Checks,
    ledger::{Condition, Entry, JournalId, JournalKind, LedgerAccount, LocationId, LotId, Origin, Place, moved},
    permission::Action,
    text,
};
use serde::{Deserialize, Serialize};

use crate::{
    By, Result, Store, Tx,
    areas::locations::location_path,
    claims::fulfilment::sign,
    db::sql::{parse, row, rows, value},
    ledger::{self, post::NewJournal},
    stock::{
        counts::{self, approval},
        receiving::receipts::{self, Head, Line, NewReceipt},
    },
};

/// Goods that come to the shop without a claim.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Receipt {
    /// Where.
    pub location: LocationId,
    /// What.
    pub item: i64,
    /// Its size, or empty.
    pub size: String,
    /// How many, 1 to 10,000.
    pub quantity: i64,
    /// New or used.
    pub condition: Condition,
    /// Best before, in Unix seconds, or 0.
    pub expires: Timestamp,
    /// From whom.
    pub origin: Origin,
    /// A note for the book, or empty.
    pub reason: String,
}

/// Goods in quarantine that were looked at and found good.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Inspection {
    /// Which.
    pub lot: LotId,
    /// Where.
    pub location: LocationId,
    /// How many.
    pub quantity: i64,
    /// The signed check that a used appliance needs.
    pub check: Option<ApplianceCheck>,
}

/// Goods that leave a place of a location: for outside, for another location, or for good.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Removal {
    /// Which.
    pub lot: LotId,
    /// Where they are.
    pub location: LocationId,
    /// On the shelf or in quarantine.
    pub place: Place,
    /// How many.
    pub quantity: i64,
    /// Why.
    pub reason: String,
}

/// Goods on the way from one shelf to another.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Transfer {
    /// Which.
    pub lot: LotId,
    /// From where.
    pub from: LocationId,
    /// To where.
    pub to: LocationId,
    /// How many.
    pub quantity: i64,
}

/// What was counted on a shelf, and why it differs from the book.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Count {
    /// Where.
    pub location: LocationId,
    /// Which.
    pub lot: LotId,
    /// How many there are.
    pub counted: i64,
    /// Why the book said otherwise.
    pub reason: String,
}

/// Which journal is put right, and why.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reversal {
    /// The journal.
    pub journal: JournalId,
    /// Why.
    pub reason: String,
}

fn at_least_one(name: &'static str, quantity: i64) -> Result<()> {
    let fits = (1..=10_000).contains(&quantity);
    if fits { Ok(()) } else { Err(Refusal::field(name, Code::OutOfRange).into()) }
}

/// The actor's own shop, of the lot's root area.
async fn may_keep(tx: &mut Tx<'_>, location: LocationId) -> Result<()> {
    tx.actor.must_somewhere(Action::KeepStock)?;
    let path = location_path(&mut tx.arm(), location).await?;
    Ok(tx.actor.must(Action::KeepStock, &path)?)
}

async fn lot_here(tx: &mut Tx<'_>, lot: LotId, location: LocationId) -> Result<ledger::post::Lot> {
    let lot = ledger::post::lot(&mut tx.arm(), lot).await?;
    let root = value!(tx, i64, "select root from location where id = $1", location)?;
    if lot.root == root { Ok(lot) } else { Err(Refusal::NotFound.into()) }
}

/// Books goods in on a receipt of their own: outside → quarantine, and on to the shelf at once unless a check has
/// to be signed.
///
/// # Errors
/// Invalid fields, goods past their date, or outside the actor's shops.
pub async fn receive(tx: &mut Tx<'_>, receipt: &Receipt) -> Result<LotId> {
    may_keep(tx, receipt.location).await?;
    let root = value!(tx, i64, "select root from location where id = $1", receipt.location)?;
    let mut checks = Checks::default();
    checks.ensure("origin", NewReceipt::ORIGINS.contains(&receipt.origin), Code::Unknown);
    let note = checks.take("reason", text::words(&receipt.reason, 0, 200)).unwrap_or_default();
    checks.done()?;
    let line = Line {
        item: receipt.item,
        size: receipt.size.clone(),
        quantity: receipt.quantity,
        condition: receipt.condition,
        expires: receipt.expires,
        cost: 0,
        code: String::new(),
    };
    let head = Head { note: &note, ..Head::new(root, receipt.location, receipt.origin) };
    receipts::single(tx, &head, &line).await
}

/// Puts inspected goods on the shelf; a used appliance only with its signed check.
///
/// # Errors
/// [`Code::CheckNeeded`], [`Code::NotEnoughStock`], or outside the actor's shops.
pub async fn inspect(tx: &mut Tx<'_>, inspection: &Inspection) -> Result<JournalId> {
    may_keep(tx, inspection.location).await?;
    at_least_one("quantity", inspection.quantity)?;
    let lot = lot_here(tx, inspection.lot, inspection.location).await?;
    must_be_free(tx, lot.id).await?;
    if let Some(check) = &inspection.check {
        let check = check.clone().checked()?;
        sign(tx, lot.id, 0, &check).await?;
        if !check.passed {
            let back = Removal {
                lot: lot.id,
                location: inspection.location,
                place: Place::Quarantine,
                quantity: inspection.quantity,
                reason: check.note,
            };
            return remove(tx, &back, JournalKind::Return).await;
        }
    } else if lot.needs_check() {
        return Err(Code::CheckNeeded.into());
    }
    let from = LedgerAccount::of(Place::Quarantine, inspection.location);
    let to = LedgerAccount::of(Place::Shelf, inspection.location);
    let journal = NewJournal::new(JournalKind::Inspect, inspection.location);
    let id = ledger::post::post(tx, &journal, &moved(lot.id, inspection.quantity, from, to)).await?;
    tx.audit("journal", id).await?;
    Ok(id)
}

/// Goods in quarantine for a claim are the claim's: they move with it or not at all.
async fn must_be_free(tx: &mut Tx<'_>, lot: LotId) -> Result<()> {
    let bound = value!(
        tx,
        i64,
        "select count(*) from claim where lot = $1 and state = 'arrived' and awaiting_check = true",
        lot,
    )?;
    if bound == 0 { Ok(()) } else { Err(Code::HasOpenClaims.into()) }
}

/// Books goods out: back to who brought them, or written off.
///
/// # Errors
/// [`Code::NotEnoughStock`], without a reason, or outside the actor's shops.
pub async fn remove(tx: &mut Tx<'_>, removal: &Removal, kind: JournalKind) -> Result<JournalId> {
    may_keep(tx, removal.location).await?;
    at_least_one("quantity", removal.quantity)?;
    let reason = domain::wishes::reason(&removal.reason)?;
    let lot = lot_here(tx, removal.lot, removal.location).await?;
    let place = if kind == JournalKind::Return { Place::Quarantine } else { removal.place };
    match place {
        Place::Quarantine => must_be_free(tx, lot.id).await?,
        Place::Shelf => {}
        _ => return Err(Refusal::field("place", Code::Unknown).into()),
    }
    let from = LedgerAccount::of(place, removal.location);
    let to = match kind {
        JournalKind::Return => LedgerAccount::OUTSIDE,
        _ => LedgerAccount::of(Place::Loss, removal.location),
    };
    let journal = NewJournal { reason: &reason, ..NewJournal::new(kind, removal.location) };
    let id = ledger::post::post(tx, &journal, &moved(lot.id, removal.quantity, from, to)).await?;
    if place == Place::Quarantine {
        receipts::tell_unfit(tx, lot.id, &reason).await?;
    }
    tx.audit("journal", id).await?;
    Ok(id)
}

/// Moves goods between two shelves of one root area.
///
/// # Errors
/// [`Code::NotEnoughStock`], the same location twice, or outside the actor's shops.
pub async fn transfer(tx: &mut Tx<'_>, transfer: &Transfer) -> Result<JournalId> {
    may_keep(tx, transfer.from).await?;
    at_least_one("quantity", transfer.quantity)?;
    let lot = lot_here(tx, transfer.lot, transfer.from).await?;
    // Another shop of the tree may receive what its shopkeeper does not keep; another tree may not.
    lot_here(tx, transfer.lot, transfer.to).await?;
    if transfer.from == transfer.to {
        return Err(Refusal::field("to", Code::Unknown).into());
    }
    let (from, to) = (LedgerAccount::of(Place::Shelf, transfer.from), LedgerAccount::of(Place::Shelf, transfer.to));
    let journal = NewJournal::new(JournalKind::Transfer, transfer.from);
    let id = ledger::post::post(tx, &journal, &moved(lot.id, transfer.quantity, from, to)).await?;
    tx.audit("journal", id).await?;
    Ok(id)
}

/// Brings the book in line with what was counted: fewer is a loss, more comes from outside.
///
/// # Errors
/// Without a reason, a number out of range, or outside the actor's shops; [`Code::BeingCounted`] for what a
/// stock-take is counting.
pub async fn count(tx: &mut Tx<'_>, count: &Count) -> Result<JournalId> {
    may_keep(tx, count.location).await?;
    let reason = domain::wishes::reason(&count.reason)?;
    if !(0..=10_000).contains(&count.counted) {
        return Err(Refusal::field("counted", Code::OutOfRange).into());
    }
    let lot = lot_here(tx, count.lot, count.location).await?;
    counts::lifecycle::must_not_be_counted(tx, count.location, lot.id).await?;
    let shelf = LedgerAccount::of(Place::Shelf, count.location);
    let book = ledger::post::balance(&mut tx.arm(), shelf, lot.id).await?;
    if count.counted == book {
        return Ok(0);
    }
    let journal = NewJournal { reason: &reason, ..NewJournal::new(JournalKind::Count, count.location) };
    let entries = approval::brought_in_line(lot.id, count.counted - book, count.location);
    let id = ledger::post::post(tx, &journal, &entries).await?;
    tx.audit("journal", id).await?;
    Ok(id)
}

#[derive(sqlx::FromRow)]
struct JournalRow {
    kind: String,
    location: i64,
    claim: i64,
    transfer: i64,
    shop_order: i64,
    reverses: i64,
}

/// Puts a journal right by its mirror image. What a claim moved is undone by the claim's own steps.
///
/// # Errors
/// [`Code::NotReversible`]; [`Code::NotEnoughStock`] when the goods have moved on; [`Code::BeingCounted`] for what a
/// stock-take has counted.
pub async fn reverse(tx: &mut Tx<'_>, reversal: &Reversal) -> Result<JournalId> {
    tx.actor.must_somewhere(Action::KeepStock)?;
    let reason = domain::wishes::reason(&reversal.reason)?;
    let wrong = row!(
        tx,
        JournalRow,
        "select kind, location, claim, transfer, shop_order, reverses from journal where id = $1",
        reversal.journal
    )?
    .ok_or(Refusal::NotFound)?;
    may_keep(tx, wrong.location).await?;
    let bound = wrong.claim != 0 || wrong.transfer != 0 || wrong.shop_order != 0 || wrong.reverses != 0;
    if bound || !parse::<JournalKind>(&wrong.kind)?.is_reversible() {
        return Err(Code::NotReversible.into());
    }
    let entries = rows!(
        tx,
        (String, i64, i64, i64),
        "select a.place, a.owner, e.lot, e.quantity from entry e join ledger_account a on a.id = e.account
         where e.journal = $1",
        reversal.journal,
    )?;
    let mut mirrored = Vec::with_capacity(entries.len());
    for (place, owner, lot, quantity) in entries {
        if place == Place::Shelf.as_str() {
            counts::lifecycle::must_not_be_counted(tx, owner, lot).await?;
        }
        mirrored.push(Entry { account: LedgerAccount::of(parse(&place)?, owner), lot, quantity: -quantity });
    }
    let journal = NewJournal {
        reason: &reason,
        reverses: reversal.journal,
        ..NewJournal::new(JournalKind::Reverse, wrong.location)
    };
    let id = ledger::post::post(tx, &journal, &mirrored).await?;
    tx.audit("journal", id).await?;
    Ok(id)
}

impl Store {
    /// Books goods in.
    ///
    /// # Errors
    /// As [`receive`].
    pub async fn stock_receive(&self, by: &By, receipt: Receipt) -> Result<LotId> {
        self.write(by, "stock_receive", receipt, |tx, r| Box::pin(receive(tx, r))).await
    }

    /// Puts inspected goods on the shelf.
    ///
    /// # Errors
    /// As [`inspect`].
    pub async fn stock_inspect(&self, by: &By, inspection: Inspection) -> Result<JournalId> {
        self.write(by, "stock_inspect", inspection, |tx, i| Box::pin(inspect(tx, i))).await
    }

    /// Gives goods in quarantine back to who brought them.
    ///
    /// # Errors
    /// [`Code::NotEnoughStock`], without a reason, or outside the actor's shops.
    pub async fn stock_return(&self, by: &By, removal: Removal) -> Result<JournalId> {
        self.write(by, "stock_return", removal, |tx, r| Box::pin(remove(tx, r, JournalKind::Return))).await
    }

    /// Writes off what is broken, spoilt or gone.
    ///
    /// # Errors
    /// As [`Store::stock_return`].
    pub async fn stock_write_off(&self, by: &By, removal: Removal) -> Result<JournalId> {
        self.write(by, "stock_write_off", removal, |tx, r| Box::pin(remove(tx, r, JournalKind::WriteOff))).await
    }

    /// Moves goods between shelves.
    ///
    /// # Errors
    /// As [`transfer`].
    pub async fn stock_transfer(&self, by: &By, new: Transfer) -> Result<JournalId> {
        self.write(by, "stock_transfer", new, |tx, t| Box::pin(transfer(tx, t))).await
    }

    /// Books the difference to what was counted; 0 when there is none.
    ///
    /// # Errors
    /// Without a reason, a number out of range, or outside the actor's shops.
    pub async fn stock_count(&self, by: &By, new: Count) -> Result<JournalId> {
        self.write(by, "stock_count", new, |tx, c| Box::pin(count(tx, c))).await
    }

    /// Puts a journal right.
    ///
    /// # Errors
    /// [`Code::NotReversible`]; [`Code::NotEnoughStock`] when the goods have moved on.
    pub async fn stock_reverse(&self, by: &By, journal: JournalId, reason: String) -> Result<JournalId> {
        self.write(by, "stock_reverse", Reversal { journal, reason }, |tx, r| Box::pin(reverse(tx, r))).await
    }
}
