//! Stock movements without a claim: receive, inspect, remove, move between shelves, correct, reverse.

use domain::{
    Code, Timestamp,
    claims::ApplianceCheck,
    error::Checks,
    ledger::{Condition, Entry, JournalId, JournalKind, LedgerAccount, LocationId, LotId, Origin, Place, moved},
    permission::Action,
    text,
};
use serde::{Deserialize, Serialize};

use crate::{
    Command, Refusal, Result, Tx,
    areas::locations::location_root,
    db::sql::{parse, row, rows, value},
    ledger::{self, post::NewJournal},
    stock::{
        counts::{self, approval},
        quarantine::sign,
        receiving::receipts::{self, Head, Line, NewReceipt},
    },
};

/// Goods to be returned or written off.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Removal {
    /// Lot to remove from.
    pub lot: LotId,
    /// Location of the goods.
    pub location: LocationId,
    /// Shelf or quarantine; returns are always from quarantine.
    pub place: Place,
    /// Units, 1 to 10,000.
    pub quantity: i64,
    /// Reason stored with the journal.
    pub reason: String,
}

fn at_least_one(name: &'static str, quantity: i64) -> Result<()> {
    let fits = (1..=10_000).contains(&quantity);
    if fits { Ok(()) } else { Err(Refusal::field(name, Code::OutOfRange).into()) }
}

/// Checks that the actor keeps stock at the location.
async fn lot_here(tx: &mut Tx<'_>, lot: LotId, location: LocationId) -> Result<ledger::post::Lot> {
    let lot = ledger::post::lot(&mut tx.arm(), lot).await?;
    let root = location_root(&mut tx.arm(), location).await?;
    if lot.root == root { Ok(lot) } else { Err(Refusal::NotFound.into()) }
}

/// Books goods in on a receipt of their own: outside → quarantine.
/// They go on to the shelf at once unless they need a signed check.
///
/// # Errors
/// Invalid fields; [`Code::ExpiredGoods`] for goods past their date; not found outside the actor's areas.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReceiveStock {
    /// Location that receives them.
    pub location: LocationId,
    /// Id of the item.
    pub item: i64,
    /// Size of the item, or "" for an item without sizes.
    pub size: String,
    /// Units, 1 to 10,000.
    pub quantity: i64,
    /// Condition of all units.
    pub condition: Condition,
    /// Best-before date in Unix seconds, or 0 for none.
    pub expires: Timestamp,
    /// Kind of giver.
    pub origin: Origin,
    /// Note stored with the journal, or "".
    pub reason: String,
}

impl Command for ReceiveStock {
    const NAME: &'static str = "stock_receive";
    type Output = LotId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<LotId> {
        tx.must_at(Action::KeepStock, self.location).await?;
        receipts::must_be_open(tx, self.location).await?;
        let root = location_root(&mut tx.arm(), self.location).await?;
        let mut checks = Checks::default();
        checks.ensure("origin", NewReceipt::ORIGINS.contains(&self.origin), Code::Unknown);
        let note = checks.take("reason", text::words(&self.reason, 0, 200)).unwrap_or_default();
        checks.done()?;
        let line = Line {
            item: self.item,
            size: self.size.clone(),
            quantity: self.quantity,
            condition: self.condition,
            expires: self.expires,
            cost: 0,
            code: String::new(),
        };
        let head = Head { note: &note, ..Head::new(root, self.location, self.origin) };
        receipts::single(tx, &head, &line).await
    }
}

/// Moves inspected goods to the shelf; goods that fail their check are returned to the giver.
///
/// # Errors
/// [`Code::CheckNeeded`] for a used appliance without a check; [`Code::NotEnoughStock`]; [`Code::HasOpenClaims`] while
/// a claim waits for this lot's check; not found outside the actor's areas.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct InspectStock {
    /// Lot that was inspected.
    pub lot: LotId,
    /// Location of the goods.
    pub location: LocationId,
    /// Units, 1 to 10,000.
    pub quantity: i64,
    /// Signed check; a used appliance needs one.
    pub check: Option<ApplianceCheck>,
}

impl Command for InspectStock {
    const NAME: &'static str = "stock_inspect";
    type Output = JournalId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<JournalId> {
        tx.must_at(Action::KeepStock, self.location).await?;
        at_least_one("quantity", self.quantity)?;
        let lot = lot_here(tx, self.lot, self.location).await?;
        must_be_free(tx, lot.id).await?;
        if let Some(check) = &self.check {
            let check = check.clone().checked()?;
            sign(tx, lot.id, 0, &check).await?;
            if !check.passed {
                let back = Removal {
                    lot: lot.id,
                    location: self.location,
                    place: Place::Quarantine,
                    quantity: self.quantity,
                    reason: check.note,
                };
                return remove(tx, &back, JournalKind::Return).await;
            }
        } else if lot.needs_check() {
            return Err(Code::CheckNeeded.into());
        }
        let from = LedgerAccount::of(Place::Quarantine, self.location);
        let to = LedgerAccount::of(Place::Shelf, self.location);
        let journal = NewJournal::new(JournalKind::Inspect, self.location);
        let id = ledger::post::post(tx, &journal, &moved(lot.id, self.quantity, from, to)).await?;
        tx.audit("journal", id).await?;
        Ok(id)
    }
}

/// Refuses goods that an arrived claim waits for: they move by the claim's steps only.
pub(crate) async fn must_be_free(tx: &mut Tx<'_>, lot: LotId) -> Result<()> {
    let bound = value!(
        tx,
        i64,
        "select count(*) from claim where lot = $1 and state = 'arrived' and awaiting_check = true",
        lot,
    )?;
    if bound == 0 { Ok(()) } else { Err(Code::HasOpenClaims.into()) }
}

/// Books goods out: returned to the giver, or written off.
///
/// # Errors
/// [`Code::NotEnoughStock`]; [`Code::HasOpenClaims`] while a claim waits for this lot's check; invalid without a reason
/// or from another place; not found outside the actor's areas.
pub async fn remove(tx: &mut Tx<'_>, removal: &Removal, kind: JournalKind) -> Result<JournalId> {
    tx.must_at(Action::KeepStock, removal.location).await?;
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
/// [`Code::NotEnoughStock`]; invalid for the same location twice; not found when `from` is outside the actor's areas or
/// `to` in another root area.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TransferStock {
    /// Lot to move.
    pub lot: LotId,
    /// Location the goods leave.
    pub from: LocationId,
    /// Location that gets them.
    pub to: LocationId,
    /// Units, 1 to 10,000.
    pub quantity: i64,
}

impl Command for TransferStock {
    const NAME: &'static str = "stock_transfer";
    type Output = JournalId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<JournalId> {
        tx.must_at(Action::KeepStock, self.from).await?;
        at_least_one("quantity", self.quantity)?;
        let lot = lot_here(tx, self.lot, self.from).await?;
        // The target may be outside the actor's areas, but not in another root area.
        lot_here(tx, self.lot, self.to).await?;
        if self.from == self.to {
            return Err(Refusal::field("to", Code::Unknown).into());
        }
        let (from, to) = (LedgerAccount::of(Place::Shelf, self.from), LedgerAccount::of(Place::Shelf, self.to));
        let journal = NewJournal::new(JournalKind::Transfer, self.from);
        let id = ledger::post::post(tx, &journal, &moved(lot.id, self.quantity, from, to)).await?;
        tx.audit("journal", id).await?;
        Ok(id)
    }
}

/// Corrects a lot on a shelf: missing units go to Loss, surplus comes from Outside.
/// Returns 0 without a difference.
///
/// # Errors
/// Invalid without a reason or for a number out of range; [`Code::BeingCounted`] while an open stock-take has counted
/// the lot; not found outside the actor's areas.
pub async fn count(tx: &mut Tx<'_>, count: &CountStock) -> Result<JournalId> {
    tx.must_at(Action::KeepStock, count.location).await?;
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

/// Posts the mirror image of a journal.
/// Journals of claims, transfers and orders are undone by their own steps instead.
///
/// # Errors
/// [`Code::NotReversible`] for those, for other kinds that cannot be reversed, and for a journal reversed before;
/// [`Code::NotEnoughStock`] when the goods have moved on; [`Code::BeingCounted`] while an open stock-take has counted
/// one of the lots; not found outside the actor's areas.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReverseStock {
    /// Journal to reverse.
    pub journal: JournalId,
    /// Reason stored with the reversal.
    pub reason: String,
}

impl Command for ReverseStock {
    const NAME: &'static str = "stock_reverse";
    type Output = JournalId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<JournalId> {
        tx.actor.must_somewhere(Action::KeepStock)?;
        let wrong = row!(
            tx,
            JournalRow,
            "select kind, location, claim, transfer, shop_order, reverses from journal where id = $1",
            self.journal
        )?
        .ok_or(Refusal::NotFound)?;
        tx.must_at(Action::KeepStock, wrong.location).await?;
        let reason = domain::wishes::reason(&self.reason)?;
        let bound = wrong.claim != 0 || wrong.transfer != 0 || wrong.shop_order != 0 || wrong.reverses != 0;
        if bound || !parse::<JournalKind>(&wrong.kind)?.is_reversible() {
            return Err(Code::NotReversible.into());
        }
        let entries = rows!(
            tx,
            (String, i64, i64, i64),
            "select a.place, a.owner, e.lot, e.quantity from entry e join ledger_account a on a.id = e.account
         where e.journal = $1",
            self.journal,
        )?;
        let mut mirrored = Vec::with_capacity(entries.len());
        for (place, owner, lot, quantity) in entries {
            // Given or lost on loan: the loan has ended so.
            if place == Place::Lent.as_str() {
                return Err(Code::NotReversible.into());
            }
            if place == Place::Shelf.as_str() {
                counts::lifecycle::must_not_be_counted(tx, owner, lot).await?;
            }
            mirrored.push(Entry { account: LedgerAccount::of(parse(&place)?, owner), lot, quantity: -quantity });
        }
        let journal = NewJournal {
            reason: &reason,
            reverses: self.journal,
            ..NewJournal::new(JournalKind::Reverse, wrong.location)
        };
        let id = ledger::post::post(tx, &journal, &mirrored).await?;
        tx.audit("journal", id).await?;
        Ok(id)
    }
}

/// Corrects a lot on a shelf; returns 0 without a difference.
///
/// # Errors
/// As [`count`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CountStock {
    /// Location of the shelf.
    pub location: LocationId,
    /// Lot that was counted.
    pub lot: LotId,
    /// Units counted, 0 to 10,000.
    pub counted: i64,
    /// Reason for the difference, stored with the journal.
    pub reason: String,
}

impl Command for CountStock {
    const NAME: &'static str = "stock_count";
    type Output = JournalId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<JournalId> {
        count(tx, self).await
    }
}

/// Returns goods in quarantine to the giver.
///
/// # Errors
/// As [`remove`].
#[derive(Clone, Debug, Serialize)]
pub struct ReturnStock(pub Removal);

impl Command for ReturnStock {
    const NAME: &'static str = "stock_return";
    type Output = JournalId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<JournalId> {
        remove(tx, &self.0, JournalKind::Return).await
    }
}

/// Writes off goods on the shelf or in quarantine.
///
/// # Errors
/// As [`remove`].
#[derive(Clone, Debug, Serialize)]
pub struct WriteOffStock(pub Removal);

impl Command for WriteOffStock {
    const NAME: &'static str = "stock_write_off";
    type Output = JournalId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<JournalId> {
        remove(tx, &self.0, JournalKind::WriteOff).await
    }
}
