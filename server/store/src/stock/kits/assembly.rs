//! Kits: assembled from goods on a shelf, and taken apart again.
//! Parts stay in the location's assembly account while the kit exists; `kit_content` stores their lots, so that they
//! return to the same lots.

use domain::{
    Code,
    catalogue::items::ItemId,
    error::Checks,
    ledger::{Condition, Entry, JournalKind, LedgerAccount, LocationId, LotId, Origin, Place, moved},
    orders::OrderId,
    permission::Action,
    stock::kits::{Assembly, MOST_PARTS, TakingApart},
};
use serde::{Deserialize, Serialize};

use crate::{
    Command, Refusal, Result, Tx,
    catalogue::items,
    db::sql::{row, rows, run, value},
    ledger::{
        self, lots,
        post::{NewJournal, NewLot},
    },
};

/// Sets the units of a part per kit; kits assembled before stay as they are.
///
/// # Errors
/// Not found unless the kit is an item of the root area; invalid for an unknown part, size or quantity, or too many
/// parts; [`Code::KitOfKits`] when a part is a kit, the kit is a part, or the kit has sizes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetKitPart {
    /// Kit: an item of the root area without sizes.
    pub kit: ItemId,
    /// Item contained in the kit.
    pub part: ItemId,
    /// Size of the part, or "" for an item without sizes.
    pub size: String,
    /// Units per kit, up to 100; 0 removes the part.
    pub quantity: i64,
}

impl Command for SetKitPart {
    const NAME: &'static str = "kit_part_set";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::KeepStock)?;
        let root = tx.actor.root;
        // Lock the kit's row, so that concurrent changes of one kit run one after the other.
        run!(tx, "update item set version = version + 1 where id = $1 and root = $2 and root <> 0", self.kit, root)?;
        let kit = items::item(&mut tx.arm(), root, self.kit).await?;
        if kit.root == 0 {
            return Err(Refusal::NotFound.into());
        }
        let part = items::item(&mut tx.arm(), root, self.part).await.ok();
        let mut checks = Checks::default();
        let usable = part.as_ref().is_some_and(|part| part.id != kit.id);
        checks.ensure("part", usable, Code::Unknown);
        let fits = part.as_ref().is_some_and(|part| part.has_size(&self.size));
        checks.ensure(
            "size",
            fits || part.is_none(),
            if self.size.is_empty() { Code::Required } else { Code::Unknown },
        );
        checks.ensure("quantity", (0..=100).contains(&self.quantity), Code::OutOfRange);
        checks.done()?;
        if self.quantity == 0 {
            run!(
                tx,
                "delete from kit_part where kit = $1 and part = $2 and size = $3",
                self.kit,
                self.part,
                &self.size,
            )?;
            return tx.audit("item", self.kit).await;
        }
        // With nested kits, the lots of a part could not be traced.
        let nested = value!(
        tx,
        i64,
        "select (select count(*) from kit_part where kit = $1) + (select count(*) from lot where item = $1 and origin = 'kit')
              + (select count(*) from kit_part where part = $2)
              + (select count(*) from kit_content c join lot l on l.id = c.lot where l.item = $2)",
        self.part,
        self.kit,
    )?;
        if nested > 0 || !kit.sizes.is_empty() {
            return Err(Code::KitOfKits.into());
        }
        run!(
            tx,
            "insert into kit_part (kit, part, size, quantity) values ($1, $2, $3, $4)
         on conflict (kit, part, size) do update set quantity = excluded.quantity",
            self.kit,
            self.part,
            &self.size,
            self.quantity,
        )?;
        let parts = value!(tx, i64, "select count(*) from kit_part where kit = $1", self.kit)?;
        if usize::try_from(parts).unwrap_or(usize::MAX) > MOST_PARTS {
            return Err(Refusal::field("part", Code::TooLong).into());
        }
        tx.audit("item", self.kit).await
    }
}

fn so_many(kits: i64) -> Result<()> {
    let fits = (1..=1_000).contains(&kits);
    if fits { Ok(()) } else { Err(Refusal::field("kits", Code::OutOfRange).into()) }
}

/// Assembles kits: parts leave the shelf, soonest to expire first, and one lot of kits is added to it.
/// The kit lot gets the earliest date of its parts.
///
/// # Errors
/// [`Code::NotEnoughStock`]; [`Code::NotAKit`] for an item without parts; invalid for a number out of range; not found
/// outside the actor's areas.
#[derive(Clone, Debug, Serialize)]
pub struct AssembleKits(pub Assembly);

impl Command for AssembleKits {
    const NAME: &'static str = "kit_assemble";
    type Output = LotId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<LotId> {
        let Self(input) = self;
        let root = tx.must_keep_stock_at(input.location).await?;
        so_many(input.kits)?;
        assemble(tx, root, input, 0).await
    }
}

/// Assembles kits from a shelf, for an order of the free shop or for none (0). The caller has checked the permission.
///
/// # Errors
/// [`Code::NotEnoughStock`]; [`Code::NotAKit`] for an item without parts.
async fn assemble(tx: &mut Tx<'_>, root: i64, input: &Assembly, shop_order: i64) -> Result<LotId> {
    let kit = items::item(&mut tx.arm(), root, input.item).await?;
    let parts = rows!(
        tx,
        (i64, String, i64),
        "select part, size, quantity from kit_part where kit = $1 order by part, size",
        kit.id,
    )?;
    if parts.is_empty() {
        return Err(Code::NotAKit.into());
    }
    let shelf = LedgerAccount::of(Place::Shelf, input.location);
    let assembly = LedgerAccount::of(Place::Assembly, input.location);
    let (mut inside, mut expires, mut condition) = (Vec::new(), 0, Condition::New);
    for (part, size, each) in parts {
        for (lot, units) in lots::pick(tx, root, input.location, part, &size, each * input.kits).await? {
            let found = ledger::post::lot(&mut tx.arm(), lot).await?;
            if found.expires != 0 && (expires == 0 || found.expires < expires) {
                expires = found.expires;
            }
            if found.condition == Condition::Used.as_str() {
                condition = Condition::Used;
            }
            inside.push((lot, units));
        }
    }
    let new =
        NewLot { root, item: kit.id, size: "", condition, expires, origin: Origin::Kit, claim: 0, receipt: 0, cost: 0 };
    let lot = ledger::post::lot_add(tx, &new).await?;
    // Parts were checked before they reached the shelf.
    run!(tx, "update lot set checked = true where id = $1", lot)?;
    run!(tx, "insert into kit_lot (lot, made) values ($1, $2)", lot, input.kits)?;
    let mut entries: Vec<Entry> = moved(lot, input.kits, assembly, shelf).to_vec();
    for (part, units) in inside {
        run!(tx, "insert into kit_content (kit, lot, quantity, taken) values ($1, $2, $3, 0)", lot, part, units)?;
        entries.extend(moved(part, units, shelf, assembly));
    }
    let journal = NewJournal { shop_order, ..NewJournal::new(JournalKind::Assemble, input.location) };
    let id = ledger::post::post(tx, &journal, &entries).await?;
    tx.audit("journal", id).await?;
    Ok(lot)
}

/// Assembles for an order what a shelf lacks of a kit; does nothing for items that are no kits.
/// The caller holds the location's order_desk row.
///
/// # Errors
/// [`Code::NotEnoughStock`] without enough parts.
pub(crate) async fn complete(tx: &mut Tx<'_>, root: i64, wanted: &Assembly, order: OrderId) -> Result<()> {
    let parts = value!(tx, i64, "select count(*) from kit_part where kit = $1", wanted.item)?;
    if parts == 0 {
        return Ok(());
    }
    let now = tx.now;
    let ready = value!(
        tx,
        i64,
        "select cast(coalesce(sum(b.quantity), 0) as bigint)
         from ledger_account a join balance b on b.account = a.id join lot l on l.id = b.lot
         where a.place = 'shelf' and a.owner = $1 and l.root = $2 and l.item = $3 and l.size = '' and b.quantity > 0
             and l.recall = 0 and (l.expires = 0 or l.expires > $4)",
        wanted.location,
        root,
        wanted.item,
        now,
    )?;
    if ready < wanted.kits {
        assemble(tx, root, &Assembly { kits: wanted.kits - ready, ..*wanted }, order).await?;
    }
    Ok(())
}

/// Takes the kits apart that were assembled for an order whose goods are back on the shelf: until a family collects
/// them, they are parts on a shelf that were booked as kits.
pub(crate) async fn take_back(tx: &mut Tx<'_>, location: LocationId, order: OrderId) -> Result<()> {
    let made = rows!(
        tx,
        (i64, i64),
        "select e.lot, e.quantity from journal j join entry e on e.journal = j.id join kit_lot k on k.lot = e.lot
         where j.shop_order = $1 and j.shop_order <> 0 and j.kind = 'assemble' and e.quantity > 0 order by e.lot",
        order,
    )?;
    let shelf = LedgerAccount::of(Place::Shelf, location);
    let assembly = LedgerAccount::of(Place::Assembly, location);
    for (lot, kits) in made {
        // Recalled kits went to quarantine, as a whole.
        let there = ledger::post::balance(&mut tx.arm(), shelf, lot).await?.min(kits);
        if there == 0 {
            continue;
        }
        let mut entries: Vec<Entry> = moved(lot, there, shelf, assembly).to_vec();
        for (part, units) in unpack(tx, lot, there).await? {
            entries.extend(moved(part, units, assembly, shelf));
        }
        let journal = NewJournal { shop_order: order, ..NewJournal::new(JournalKind::TakeApart, location) };
        ledger::post::post(tx, &journal, &entries).await?;
    }
    Ok(())
}

/// Takes kits apart and returns their parts to their lots, in the place the kits were in.
/// Parts of kits in quarantine stay there, because only some may be past their date.
///
/// # Errors
/// [`Code::NotEnoughStock`], also for more kits than the lot was assembled with; [`Code::NotAKit`] for an item without
/// parts or assembled kits; invalid for a number out of range; not found outside the actor's areas.
#[derive(Clone, Debug, Serialize)]
pub struct TakeKitsApart(pub TakingApart);

impl Command for TakeKitsApart {
    const NAME: &'static str = "kit_take_apart";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let Self(input) = self;
        let root = tx.must_keep_stock_at(input.location).await?;
        so_many(input.kits)?;
        let place = if input.quarantine { Place::Quarantine } else { Place::Shelf };
        let here = LedgerAccount::of(place, input.location);
        let assembly = LedgerAccount::of(Place::Assembly, input.location);
        let found = rows!(
        tx,
        (i64, i64),
        "select b.lot, b.quantity from ledger_account a join balance b on b.account = a.id join lot l on l.id = b.lot
             join kit_lot k on k.lot = l.id
         where a.place = $1 and a.owner = $2 and l.root = $3 and l.item = $4 and (b.lot = $5 or $5 = 0) and b.quantity > 0
         order by l.expires = 0, l.expires, b.lot limit 1000",
        place.as_str(),
        input.location,
        root,
        input.item,
        input.lot,
    )?;
        if found.is_empty() {
            items::item(&mut tx.arm(), root, input.item).await?;
            let kits = value!(tx, i64, "select count(*) from kit_part where kit = $1", input.item)?;
            return Err(if kits == 0 { Code::NotAKit } else { Code::NotEnoughStock }.into());
        }
        let (mut left, mut entries) = (input.kits, Vec::new());
        for (lot, there) in found {
            let taken = there.min(left);
            entries.extend(moved(lot, taken, here, assembly));
            for (part, units) in unpack(tx, lot, taken).await? {
                entries.extend(moved(part, units, assembly, here));
            }
            left -= taken;
            if left == 0 {
                let journal = NewJournal::new(JournalKind::TakeApart, input.location);
                let id = ledger::post::post(tx, &journal, &entries).await?;
                return tx.audit("journal", id).await;
            }
        }
        Err(Code::NotEnoughStock.into())
    }
}

/// Takes kits out of a kit lot; returns the lots and units of their parts.
/// Which lot was in which kit is not recorded: the lot that expires first comes out first, so that it is given away
/// first.
async fn unpack(tx: &mut Tx<'_>, kit: LotId, kits: i64) -> Result<Vec<(LotId, i64)>> {
    run!(tx, "update kit_lot set made = made where lot = $1", kit)?;
    let (made,) = row!(tx, (i64,), "select made from kit_lot where lot = $1", kit)?.ok_or(Refusal::NotFound)?;
    let content = rows!(
        tx,
        (i64, i64, String, i64, i64),
        "select c.lot, l.item, l.size, c.quantity, c.taken from kit_content c join lot l on l.id = c.lot
         where c.kit = $1 order by l.item, l.size, l.expires = 0, l.expires, c.lot",
        kit,
    )?;
    let mut out = Vec::new();
    for same in content.chunk_by(|a, b| (a.1, &a.2) == (b.1, &b.2)) {
        let mut wanted = same.iter().map(|part| part.3).sum::<i64>() / made * kits;
        for (lot, _, _, quantity, taken) in same {
            let units = (quantity - taken).min(wanted);
            if units > 0 {
                run!(tx, "update kit_content set taken = taken + $3 where kit = $1 and lot = $2", kit, lot, units)?;
                out.push((*lot, units));
                wanted -= units;
            }
        }
        if wanted > 0 {
            // A count found more kits than were assembled; the contents of the surplus are unknown.
            return Err(Code::NotEnoughStock.into());
        }
    }
    Ok(out)
}
