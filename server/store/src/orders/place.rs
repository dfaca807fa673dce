//! Placing orders of the free shop: goods and points are set aside in one journal.
//! Ending them is in [`crate::orders::lifecycle`].

use domain::{
    Code, Timestamp,
    accounts::Actor,
    areas::AreaPath,
    catalogue::items::{Item, ItemId},
    households::HouseholdId,
    ledger::{Entry, JournalKind, LedgerAccount, LocationId, Place, moved},
    orders::{self, OrderId, OrderState, Wanted},
    permission::Action,
    stock::kits::Assembly,
};
use serde::{Deserialize, Serialize};

use crate::{
    Command, Conn, Refusal, Result, Tx,
    areas::locations::location_path,
    catalogue::items,
    db::{
        locks::{HeldFile, Writers, lock_and_read, lock_open_household},
        pickup_codes,
        sql::{parse, row, run, value},
    },
    ledger::{self, lots, post::NewJournal},
    orders::limits,
    points,
    stock::kits,
};

/// Locked order with the fields that its steps need.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct LockedOrder {
    pub id: i64,
    pub root: i64,
    pub household: i64,
    pub location: i64,
    state: String,
    pub code: String,
    pub until: i64,
    pub created: i64,
    /// Path of the area the family lives in.
    home: String,
}

impl LockedOrder {
    pub(crate) fn state(&self) -> Result<OrderState> {
        parse(&self.state)
    }
}

/// Locks an order's row and loads it.
///
/// # Errors
/// Not found when the order does not exist.
pub(crate) async fn keep(tx: &mut Tx<'_>, id: OrderId) -> Result<LockedOrder> {
    run!(tx, "update shop_order set version = version + 1 where id = $1", id)?;
    row!(
        tx,
        LockedOrder,
        "select o.id, o.root, o.household, o.location, o.state, o.code, o.until, o.created, a.path as home
         from shop_order o join household h on h.id = o.household join area a on a.id = h.area where o.id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}

/// Requires that the actor may hand an order over, before anything is locked or counted; returns its household.
///
/// # Errors
/// Not found outside the actor's areas; not allowed without a role that hands over.
pub(crate) async fn must_hand_over(db: &mut Conn<'_>, actor: &Actor, id: OrderId) -> Result<HouseholdId> {
    actor.must_somewhere(Action::HandOver)?;
    let found = row!(
        db,
        (i64, String, String),
        "select o.household, a.path, s.path from shop_order o
             join household h on h.id = o.household join area a on a.id = h.area
             join location p on p.id = o.location join area s on s.id = p.area
         where o.id = $1",
        id,
    )?;
    let (household, home, shop) = found.ok_or(Refusal::NotFound)?;
    if !actor.may(Action::HandOver, &AreaPath(home)) {
        actor.must(Action::HandOver, &AreaPath(shop))?;
    }
    Ok(household)
}

/// Locks and reads the household of an order; comes before the lock of the order. The caller checks the permission.
/// Starts over when a merge moved the order to another household while this waited for the lock.
///
/// # Errors
/// Not found for an unknown order.
pub(crate) async fn lock_family_of(tx: &mut Tx<'_>, order: OrderId) -> Result<HeldFile> {
    let mut held: Option<HeldFile> = None;
    loop {
        let (household,) =
            row!(tx, (i64,), "select household from shop_order where id = $1", order)?.ok_or(Refusal::NotFound)?;
        match held {
            Some(file) if file.id == household => return Ok(file),
            _ => held = Some(lock_and_read(tx, household).await?),
        }
    }
}

/// As [`keep`], for staff who hand over at the order's location or in the family's area.
pub(crate) async fn keep_for_shop(tx: &mut Tx<'_>, id: OrderId) -> Result<LockedOrder> {
    tx.actor.must_somewhere(Action::HandOver)?;
    let kept = keep(tx, id).await?;
    let shop = location_path(&mut tx.arm(), kept.location).await?;
    if !tx.actor.may(Action::HandOver, &AreaPath(kept.home.clone())) {
        tx.actor.must(Action::HandOver, &shop)?;
    }
    Ok(kept)
}

/// Locks the location's order_desk row until commit; returns its capacity per half day.
pub(crate) async fn lock_desk(tx: &mut Tx<'_>, location: LocationId) -> Result<i64> {
    lots::queue(tx, location).await?;
    Ok(value!(tx, i64, "select capacity from order_desk where location = $1", location)?)
}

/// Order to be inserted, from the basket or the counter.
pub(crate) struct Draft<'a> {
    pub household: HouseholdId,
    pub location: LocationId,
    pub pickup: Timestamp,
    pub until: Timestamp,
    pub reminder: Timestamp,
    pub walk_in: bool,
    pub lines: &'a [Wanted],
}

/// Inserts an order and sets its goods and points aside in one journal.
/// The caller must hold the household's row lock.
///
/// # Errors
/// [`Code::NotOffered`], [`Code::LimitReached`], [`Code::NotEnoughStock`], [`Code::NotEnoughPoints`]; invalid for no
/// lines, too many or wrong quantities.
pub(crate) async fn set_aside(tx: &mut Tx<'_>, root: i64, draft: &Draft<'_>) -> Result<OrderId> {
    let (lines, now) = (orders::lines(draft.lines)?, tx.now);
    let mut priced = Vec::with_capacity(lines.len());
    let taken = limits::taken(&mut tx.arm(), draft.household, now).await?;
    for line in &lines {
        let item = offered(tx, root, line.item, &line.size).await?;
        // All sizes of an item share its limit.
        let wanted = lines.iter().filter(|other| other.item == line.item).map(|other| other.quantity).sum::<i64>();
        let allowance = limits::allowance(&item, &taken, now);
        if allowance.is_some_and(|allowance| allowance.left() < wanted) {
            return Err(Code::LimitReached.into());
        }
        priced.push((line, item.terms.points));
    }
    let total: i64 = priced.iter().map(|(line, points)| line.quantity * points).sum();
    let id = insert(tx, root, draft, total).await?;
    let (shelf, set_aside) = (LedgerAccount::of(Place::Shelf, draft.location), LedgerAccount::of(Place::Ordered, id));
    let mut entries: Vec<Entry> = Vec::new();
    // Kits first, so that what is picked below is what is left of their parts.
    for (line, _) in &priced {
        let wanted = Assembly { item: line.item, location: draft.location, kits: line.quantity };
        kits::assembly::complete(tx, root, &wanted, id).await?;
    }
    for (line, points) in priced {
        run!(
            tx,
            "insert into shop_order_line (shop_order, item, size, quantity, points) values ($1, $2, $3, $4, $5)",
            id,
            line.item,
            &line.size,
            line.quantity,
            points,
        )?;
        for (lot, quantity) in lots::pick(tx, root, draft.location, line.item, &line.size, line.quantity).await? {
            entries.extend(moved(lot, quantity, shelf, set_aside));
        }
    }
    entries.extend(points::ledger::hold(tx, draft.household, root, id, total).await?);
    post(tx, id, draft.location, JournalKind::Reserve, "", &entries).await?;
    tx.audit("shop_order", id).await?;
    Ok(id)
}

/// Loads an item that the root area offers for points in this size.
///
/// # Errors
/// [`Code::NotOffered`] when it is unknown, closed, without a price or without this size.
pub(crate) async fn offered(tx: &mut Tx<'_>, root: i64, id: ItemId, size: &str) -> Result<Item> {
    match items::item(&mut tx.arm(), root, id).await {
        Ok(item) if item.open && item.terms.points > 0 && item.has_size(size) => Ok(item),
        Ok(_) | Err(crate::Error::Refused(Refusal::NotFound)) => Err(Code::NotOffered.into()),
        Err(error) => Err(error),
    }
}

async fn insert(tx: &mut Tx<'_>, root: i64, draft: &Draft<'_>, points: i64) -> Result<OrderId> {
    let code = pickup_codes::draw(tx, Some(draft.location)).await?;
    let (now, account) = (tx.now, tx.actor.account);
    Ok(value!(
        tx,
        i64,
        "insert into shop_order (root, household, location, state, code, pickup, until, reminder, points, walk_in,
                                 placed_by, reason, created, changed, version)
         values ($1, $2, $3, 'held', $4, $5, $6, $7, $8, $9, $10, '', $11, $11, 0) returning id",
        root,
        draft.household,
        draft.location,
        &code,
        draft.pickup,
        draft.until,
        draft.reminder,
        points,
        draft.walk_in,
        account,
        now,
    )?)
}

pub(crate) async fn post(
    tx: &mut Tx<'_>,
    order: OrderId,
    location: LocationId,
    kind: JournalKind,
    reason: &str,
    entries: &[Entry],
) -> Result<()> {
    let journal = NewJournal { shop_order: order, reason, ..NewJournal::new(kind, location) };
    ledger::post::post(tx, &journal, entries).await.map(drop)
}

/// Places the family's own order; goods and points stay set aside until it ends.
///
/// # Errors
/// Not allowed unless the actor is a family; not found for another root area's or a closed location; invalid for a
/// pick-up time that is not offered; [`Code::FileClosed`]; [`Code::SlotFull`]; and as `set_aside`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PlaceOrder {
    /// Location to collect the goods from.
    pub location: LocationId,
    /// Start of one of [`orders::slots`], in Unix seconds.
    pub pickup: Timestamp,
    /// Items and units; prices are read from the root area's terms, never sent.
    pub lines: Vec<Wanted>,
    /// Whether to empty the family's basket at this location.
    pub basket: bool,
}

impl Command for PlaceOrder {
    const NAME: &'static str = "order_place";
    type Output = OrderId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<OrderId> {
        tx.actor.must_somewhere(Action::OrderGoods)?;
        let household = tx.actor.household;
        let root = own_root(tx, self.location).await?;
        if !orders::slots(tx.now).iter().any(|slot| slot.from == self.pickup) {
            return Err(Refusal::field("pickup", if self.pickup == 0 { Code::Required } else { Code::Unknown }).into());
        }
        lock_open_household(tx, household, Writers::Family).await?;
        let capacity = lock_desk(tx, self.location).await?;
        let taken = value!(
            tx,
            i64,
            "select count(*) from shop_order where location = $1 and pickup = $2 and state = 'held'",
            self.location,
            self.pickup,
        )?;
        if taken >= capacity {
            return Err(Code::SlotFull.into());
        }
        let draft = Draft {
            household,
            location: self.location,
            pickup: self.pickup,
            until: orders::held_until(self.pickup),
            reminder: orders::reminder(self.pickup, tx.now),
            walk_in: false,
            lines: &self.lines,
        };
        let id = set_aside(tx, root, &draft).await?;
        if self.basket {
            let account = tx.actor.account;
            run!(tx, "delete from basket_line where account = $1 and location = $2", account, self.location)?;
        }
        Ok(id)
    }
}

/// Returns the root area of the actor's household, if the open location belongs to it.
async fn own_root(tx: &mut Tx<'_>, location: LocationId) -> Result<i64> {
    let household = tx.actor.household;
    let root = row!(
        tx,
        (i64,),
        "select h.root from household h join location l on l.root = h.root
         where h.id = $1 and l.id = $2 and l.open = true",
        household,
        location,
    )?;
    Ok(root.ok_or(Refusal::NotFound)?.0)
}

/// Sets how many orders a location takes per half day.
///
/// # Errors
/// Not found outside the actor's areas; invalid for a number out of range.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct SetOrderCapacity {
    /// Location to configure.
    pub location: LocationId,
    /// Orders per half day, 0 to 1,000; 0 stops pick-up orders.
    pub orders: i64,
}

impl Command for SetOrderCapacity {
    const NAME: &'static str = "order_capacity";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.must_at(Action::KeepStock, self.location).await?;
        if !(0..=1000).contains(&self.orders) {
            return Err(Refusal::field("orders", Code::OutOfRange).into());
        }
        lock_desk(tx, self.location).await?;
        run!(tx, "update order_desk set capacity = $2 where location = $1", self.location, self.orders)?;
        tx.audit("location", self.location).await
    }
}
