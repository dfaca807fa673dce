//! Receiving: goods that arrive together get one numbered receipt; each line is a lot and a journal.

use domain::{
    Code, Timestamp,
    accounts::Actor,
    catalogue::items::ItemId,
    error::Checks,
    events::{Event, OfReceipt},
    ledger::{JournalKind, LedgerAccount, LocationId, LotId, Origin, Place, moved},
    permission::Action,
    stock::receipts::{self, OPEN_FOR, ReceiptId},
    time::year,
};
use serde::{Deserialize, Serialize};

use crate::{
    Command, Refusal, Result, Store, Tx,
    catalogue::items,
    db::sql::{parse, row, run, value},
    ledger::{
        self,
        post::{NewJournal, NewLot},
    },
    stock::receiving::offers,
};

pub use domain::stock::receipts::{Line, NewReceipt};

/// Receipt to be inserted, without its number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head<'a> {
    pub root: i64,
    pub location: LocationId,
    pub origin: Origin,
    pub donor: i64,
    pub organisation: i64,
    pub giver: &'a str,
    pub named: bool,
    pub note: &'a str,
    pub offer: i64,
    pub claim: i64,
}

impl Head<'_> {
    /// Returns a head without donor, organisation, offer or claim.
    pub(crate) fn new(root: i64, location: LocationId, origin: Origin) -> Self {
        Head {
            root,
            location,
            origin,
            donor: 0,
            organisation: 0,
            giver: "",
            named: false,
            note: "",
            offer: 0,
            claim: 0,
        }
    }
}

/// Inserts a receipt with the next number of the root area and year.
/// The row of `receipt_number` stays locked until commit and a rollback undoes it, so there are no gaps and no
/// duplicates.
pub(crate) async fn head(tx: &mut Tx<'_>, head: &Head<'_>) -> Result<ReceiptId> {
    let (now, account) = (tx.now, tx.actor.account);
    let year = year(now);
    let number = value!(
        tx,
        i64,
        "insert into receipt_number (root, year, last) values ($1, $2, 1)
         on conflict (root, year) do update set last = receipt_number.last + 1 returning last",
        head.root,
        year,
    )?;
    let id = value!(
        tx,
        i64,
        "insert into receipt (root, location, year, number, origin, donor, organisation, giver, named, note, offer, claim,
                              account, created, closed, version, giver_organisation)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, 0,
             case when $5 not in ('donation', 'grant') then 0 when cast($7 as bigint) <> 0 then cast($7 as bigint)
                  else coalesce((select o.organisation from account o where o.id = $6), 0) end) returning id",
        head.root,
        head.location,
        year,
        number,
        head.origin.as_str(),
        head.donor,
        head.organisation,
        head.giver,
        head.named,
        head.note,
        head.offer,
        head.claim,
        account,
        now,
    )?;
    tx.audit("receipt", id).await?;
    Ok(id)
}

/// Receipt with the fields that its lines need.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct LockedReceipt {
    pub id: ReceiptId,
    root: i64,
    location: i64,
    origin: String,
    note: String,
    account: i64,
    created: i64,
    closed: i64,
}

async fn kept(tx: &mut Tx<'_>, id: ReceiptId) -> Result<LockedReceipt> {
    row!(
        tx,
        LockedReceipt,
        "select id, root, location, origin, note, account, created, closed from receipt where id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}

/// Checks that the location is open: goods that come to a closed shop would be on no shelf that is kept.
///
/// # Errors
/// Field `location`.
pub(crate) async fn must_be_open(tx: &mut Tx<'_>, location: LocationId) -> Result<()> {
    let open = value!(tx, bool, "select open from location where id = $1", location)?;
    if open { Ok(()) } else { Err(Refusal::field("location", Code::Unknown).into()) }
}

/// Inserts a receipt without lines, and marks its offer as received.
///
/// # Errors
/// Invalid fields, also for a closed location; [`Code::WrongState`] unless the offer was accepted; not found outside the actor's areas or for
/// another root area's offer.
pub async fn open(tx: &mut Tx<'_>, new: &NewReceipt) -> Result<ReceiptId> {
    let root = tx.must_keep_stock_at(new.location).await?;
    must_be_open(tx, new.location).await?;
    let new = new.clone().checked()?;
    if new.organisation != 0 {
        let here = value!(
            tx,
            i64,
            "select count(*) from organisation o join area a on a.id = o.area where o.id = $1 and a.root = $2",
            new.organisation,
            root,
        )?;
        if here == 0 {
            return Err(Refusal::field("organisation", Code::Unknown).into());
        }
    }
    let mut written = Head {
        organisation: new.organisation,
        giver: &new.giver,
        named: new.named,
        note: &new.note,
        ..Head::new(root, new.location, new.origin)
    };
    if new.offer == 0 {
        return head(tx, &written).await;
    }
    let offered = offers::hold_for_shop(tx, new.offer).await?;
    (written.offer, written.donor, written.named) = (offered.id, offered.account, new.named || offered.named);
    let id = head(tx, &written).await?;
    offers::receive(tx, &offered, id).await?;
    Ok(id)
}

/// Inserts a closed receipt with all its lines.
///
/// # Errors
/// As [`open`]; invalid lines; [`Code::ExpiredGoods`] for goods past their date.
pub async fn add(tx: &mut Tx<'_>, new: &NewReceipt) -> Result<ReceiptId> {
    Ok(add_with_lots(tx, new).await?.0)
}

/// As [`add`]; returns the lots too, in the order of the lines.
pub(crate) async fn add_with_lots(tx: &mut Tx<'_>, new: &NewReceipt) -> Result<(ReceiptId, Vec<LotId>)> {
    let id = open(tx, new).await?;
    let kept = kept(tx, id).await?;
    let mut lots = Vec::with_capacity(new.lines.len());
    for one in &new.lines {
        lots.push(line(tx, &kept, one).await?);
    }
    Ok((id, lots))
}

impl Store {
    /// Checks that perishable goods have a day: food without one would never leave the shelf.
    ///
    /// # Errors
    /// Field `expires`.
    pub async fn must_be_dated(&self, actor: &Actor, item: ItemId, expires: Timestamp) -> Result<()> {
        if expires != 0 {
            return Ok(());
        }
        let item = items::item(&mut self.reader().await?.arm(), actor.root, item).await;
        match item.is_ok_and(|item| item.perishable) {
            true => Err(Refusal::field("expires", Code::Required).into()),
            false => Ok(()),
        }
    }
}

/// Inserts a receipt that its account may add lines to while goods are unloaded.
#[derive(Clone, Debug, Serialize)]
pub struct BeginReceipt(pub NewReceipt);

impl Command for BeginReceipt {
    const NAME: &'static str = "receipt_begin";
    type Output = ReceiptId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ReceiptId> {
        let Self(new) = self;
        let id = add(tx, new).await?;
        run!(tx, "update receipt set closed = 0 where id = $1", id)?;
        Ok(id)
    }
}

/// Books one line in: outside → quarantine.
/// The goods go on to the shelf at once unless they need a signed check.
pub(crate) async fn line(tx: &mut Tx<'_>, of: &LockedReceipt, new: &Line) -> Result<LotId> {
    let mut checks = Checks::default();
    let item = items::item(&mut tx.arm(), of.root, new.item).await.ok().filter(|item| item.open);
    checks.ensure("item", item.is_some(), Code::Unknown);
    let fits = item.as_ref().is_some_and(|i| i.has_size(&new.size));
    checks.ensure("size", fits || item.is_none(), if new.size.is_empty() { Code::Required } else { Code::Unknown });
    checks.ensure("quantity", (1..=10_000).contains(&new.quantity), Code::OutOfRange);
    checks.ensure("cost", (0..=1_000_000_000).contains(&new.cost), Code::OutOfRange);
    checks.done()?;
    new.fresh(tx.now)?;
    if !new.code.is_empty() {
        items::barcode_learn(tx, of.root, &new.code, new.item, &new.size).await?;
    }
    let lot = NewLot {
        root: of.root,
        item: new.item,
        size: &new.size,
        condition: new.condition,
        expires: new.expires,
        origin: parse(&of.origin)?,
        claim: 0,
        receipt: of.id,
        cost: new.cost,
    };
    let lot = ledger::post::lot_add(tx, &lot).await?;
    let quarantine = LedgerAccount::of(Place::Quarantine, of.location);
    let journal = NewJournal { receipt: of.id, reason: &of.note, ..NewJournal::new(JournalKind::Receive, of.location) };
    ledger::post::post(tx, &journal, &moved(lot, new.quantity, LedgerAccount::OUTSIDE, quarantine)).await?;
    if !ledger::post::lot(&mut tx.arm(), lot).await?.needs_check() {
        let shelf = LedgerAccount::of(Place::Shelf, of.location);
        let journal = NewJournal { receipt: of.id, ..NewJournal::new(JournalKind::Inspect, of.location) };
        ledger::post::post(tx, &journal, &moved(lot, new.quantity, quarantine, shelf)).await?;
    }
    Ok(lot)
}

/// Books one line on a receipt of its own.
pub(crate) async fn single(tx: &mut Tx<'_>, head_of: &Head<'_>, new: &Line) -> Result<LotId> {
    let id = head(tx, head_of).await?;
    let kept = kept(tx, id).await?;
    line(tx, &kept, new).await
}

/// Locks a receipt that the actor opened and may still add lines to.
async fn hold_open(tx: &mut Tx<'_>, id: ReceiptId) -> Result<LockedReceipt> {
    tx.actor.must_somewhere(Action::KeepStock)?;
    run!(tx, "update receipt set version = version + 1 where id = $1", id)?;
    let kept = kept(tx, id).await?;
    tx.must_keep_stock_at(kept.location).await?;
    let open = kept.closed == 0 && kept.account == tx.actor.account && tx.now < kept.created + OPEN_FOR;
    if open { Ok(kept) } else { Err(Code::ReceiptClosed.into()) }
}

/// Adds lines to the actor's open receipt; returns their lots.
///
/// # Errors
/// [`Code::ReceiptClosed`] unless the actor opened it and it is still open; invalid lines; [`Code::ExpiredGoods`]
/// for goods past their date; not found outside the actor's areas.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AddReceiptLines {
    /// Receipt to add to.
    pub receipt: ReceiptId,
    /// Lines to add, in the order of the sheet.
    pub lines: Vec<Line>,
}

impl Command for AddReceiptLines {
    const NAME: &'static str = "receipt_lines";
    type Output = Vec<LotId>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Vec<LotId>> {
        let kept = hold_open(tx, self.receipt).await?;
        let before = value!(tx, i64, "select count(*) from lot where receipt = $1 and receipt <> 0", kept.id)?;
        let all = usize::try_from(before).unwrap_or_default() + self.lines.len();
        if self.lines.is_empty() || all > receipts::MOST_LINES {
            return Err(Refusal::field("lines", Code::OutOfRange).into());
        }
        let mut lots = Vec::with_capacity(self.lines.len());
        for new in &self.lines {
            lots.push(line(tx, &kept, new).await?);
        }
        tx.audit("receipt", kept.id).await?;
        Ok(lots)
    }
}

/// Closes the actor's open receipt.
///
/// # Errors
/// [`Code::ReceiptClosed`] unless the actor opened it and it is still open; not found outside the actor's areas.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct CloseReceipt(pub ReceiptId);

impl Command for CloseReceipt {
    const NAME: &'static str = "receipt_close";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let &Self(id) = self;
        let kept = hold_open(tx, id).await?;
        let now = tx.now;
        run!(tx, "update receipt set closed = $2 where id = $1", kept.id, now)?;
        tx.audit("receipt", kept.id).await
    }
}

/// Tells the donor of a lot that some of it was unfit; without a donor account it does nothing.
pub(crate) async fn tell_unfit(tx: &mut Tx<'_>, lot: LotId, reason: &str) -> Result<()> {
    let brought = row!(
        tx,
        (i64, i64, String, String),
        "select r.donor, r.id, i.name, l.size from lot l join receipt r on r.id = l.receipt join item i on i.id = l.item
         where l.id = $1 and l.receipt <> 0 and r.donor <> 0",
        lot,
    )?;
    let Some((donor, receipt, name, size)) = brought else { return Ok(()) };
    let title = if size.is_empty() { name } else { format!("{name} · {size}") };
    tx.emit(Event::GoodsUnfit(OfReceipt { receipt, donor, title, words: reason.to_owned() })).await
}

/// Books goods in on one closed receipt.
///
/// # Errors
/// Invalid fields; [`Code::ExpiredGoods`] for goods past their date; [`Code::WrongState`] unless the offer was
/// accepted; not found outside the actor's areas.
#[derive(Clone, Debug, Serialize)]
pub struct AddReceipt(pub NewReceipt);

impl Command for AddReceipt {
    const NAME: &'static str = "receipt_add";
    type Output = ReceiptId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ReceiptId> {
        add(tx, &self.0).await
    }
}
