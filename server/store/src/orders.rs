//! Orders of the free shop: goods and points are set aside together, and end together, once.

use domain::{
    Code, Error as Refusal, Timestamp,
    areas::AreaPath,
    households::HouseholdId,
    ledger::{Entry, JournalKind, LedgerAccount, LocationId, Place, moved},
    notices::NoticeKind,
    orders::{self, OrderEvent, OrderId, OrderState, Wanted},
    permission::Action,
    text,
};
use rand::RngExt;
use serde::{Deserialize, Serialize};

use crate::{
    By, Result, Store, Tx, items,
    ledger::{self, NewJournal},
    locations::location_path,
    lots, order_limits, points,
    sql::{parse, row, rows, run, value},
    write::News,
};

/// Wrong codes that one order allows within a quarter of an hour.
const TRIES: i64 = 5;

/// How many orders a location puts together for one half day, unless it says otherwise.
pub const CAPACITY: i64 = 20;

/// What a family orders, and when it wants to come.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewOrder {
    /// From which shop.
    pub location: LocationId,
    /// The beginning of one of [`orders::slots`].
    pub pickup: Timestamp,
    /// What. The prices are the shop's.
    pub lines: Vec<Wanted>,
    /// Whether the family's basket of this shop is empty afterwards.
    pub basket: bool,
}

/// Which order, and a code or a reason.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Said {
    /// The order.
    pub id: OrderId,
    /// The code or the reason.
    pub text: String,
}

/// An order under its lock.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Kept {
    pub id: i64,
    pub root: i64,
    pub household: i64,
    pub location: i64,
    state: String,
    code: String,
    until: i64,
    /// Where the family lives.
    home: String,
}

impl Kept {
    fn state(&self) -> Result<OrderState> {
        parse(&self.state)
    }
}

/// The order, locked.
///
/// # Errors
/// There is no such order.
pub(crate) async fn keep(tx: &mut Tx<'_>, id: OrderId) -> Result<Kept> {
    run!(tx, "update shop_order set version = version + 1 where id = $1", id)?;
    row!(
        tx,
        Kept,
        "select o.id, o.root, o.household, o.location, o.state, o.code, o.until, a.path as home
         from shop_order o join household h on h.id = o.household join area a on a.id = h.area where o.id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}

/// The order, locked, for the people of its shop and of the family's area.
async fn keep_for_shop(tx: &mut Tx<'_>, id: OrderId) -> Result<Kept> {
    tx.actor.must_somewhere(Action::HandOver)?;
    let kept = keep(tx, id).await?;
    let shop = location_path(&mut tx.arm(), kept.location).await?;
    if !tx.actor.may(Action::HandOver, &AreaPath(kept.home.clone())) {
        tx.actor.must(Action::HandOver, &shop)?;
    }
    Ok(kept)
}

/// Locks the counter of a location, and gives how many orders it takes for a half day. Whoever takes goods
/// from its shelf for several lines, or brings them back, stands in line here, so that two orders with the
/// same things in another order do not wait for each other.
pub(crate) async fn lock_desk(tx: &mut Tx<'_>, location: LocationId) -> Result<i64> {
    run!(
        tx,
        "insert into order_desk (location, capacity, version) values ($1, $2, 0) on conflict (location) do nothing",
        location,
        CAPACITY,
    )?;
    run!(tx, "update order_desk set version = version + 1 where location = $1", location)?;
    Ok(value!(tx, i64, "select capacity from order_desk where location = $1", location)?)
}

/// An order to be written, of whichever door it came through.
pub(crate) struct Draft<'a> {
    pub household: HouseholdId,
    pub location: LocationId,
    pub pickup: Timestamp,
    pub until: Timestamp,
    pub reminder: Timestamp,
    pub walk_in: bool,
    pub lines: &'a [Wanted],
}

/// Sets goods and points aside: one order, one journal. The household is locked by the caller.
///
/// # Errors
/// [`Code::NotOffered`], [`Code::LimitReached`], [`Code::NotEnoughStock`], [`Code::NotEnoughPoints`].
pub(crate) async fn set_aside(tx: &mut Tx<'_>, root: i64, draft: &Draft<'_>) -> Result<OrderId> {
    let (lines, now) = (orders::lines(draft.lines)?, tx.now);
    let mut priced = Vec::with_capacity(lines.len());
    let taken = order_limits::taken(&mut tx.arm(), draft.household, now).await?;
    for line in &lines {
        let item = items::item(&mut tx.arm(), root, line.item).await.map_err(|_| not_offered())?;
        if !item.open || item.terms.points == 0 || !item.has_size(&line.size) {
            return Err(not_offered());
        }
        // Sizes of one item share its limit.
        let wanted = lines.iter().filter(|other| other.item == line.item).map(|other| other.quantity).sum::<i64>();
        let allowance = order_limits::allowance(&item, &taken, now);
        if allowance.is_some_and(|allowance| allowance.left() < wanted) {
            return Err(Code::LimitReached.into());
        }
        priced.push((line, item.terms.points));
    }
    let total: i64 = priced.iter().map(|(line, points)| line.quantity * points).sum();
    let id = insert(tx, root, draft, total).await?;
    let (shelf, set_aside) = (LedgerAccount::of(Place::Shelf, draft.location), LedgerAccount::of(Place::Ordered, id));
    let mut entries: Vec<Entry> = Vec::new();
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
    entries.extend(points::hold(tx, draft.household, root, id, total).await?);
    post(tx, id, draft.location, JournalKind::Reserve, "", &entries).await?;
    tx.audit("shop_order", id).await?;
    Ok(id)
}

fn not_offered() -> crate::Error {
    Code::NotOffered.into()
}

async fn insert(tx: &mut Tx<'_>, root: i64, draft: &Draft<'_>, points: i64) -> Result<OrderId> {
    let code = format!("{:04}", rand::rng().random_range(0..10_000));
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

async fn post(
    tx: &mut Tx<'_>,
    order: OrderId,
    location: LocationId,
    kind: JournalKind,
    reason: &str,
    entries: &[Entry],
) -> Result<()> {
    let journal = NewJournal { shop_order: order, reason, ..NewJournal::new(kind, location) };
    ledger::post(tx, &journal, entries).await.map(drop)
}

/// Locks a household's file, so that two orders of one family look at its limits one after the other.
pub(crate) async fn lock_household(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    run!(tx, "update household set size = size where id = $1", household)?;
    Ok(())
}

/// A family's own order. The points and the goods are held until it comes.
///
/// # Errors
/// Not a family; another root area's shop is not found; [`Code::SlotFull`], a time that is not offered, and
/// as [`set_aside`].
pub async fn place(tx: &mut Tx<'_>, new: &NewOrder) -> Result<OrderId> {
    tx.actor.must_somewhere(Action::OrderGoods)?;
    let household = tx.actor.household;
    let root = own_root(tx, new.location).await?;
    if !orders::slots(tx.now).iter().any(|slot| slot.from == new.pickup) {
        return Err(Refusal::field("pickup", if new.pickup == 0 { Code::Required } else { Code::Unknown }).into());
    }
    lock_household(tx, household).await?;
    let capacity = lock_desk(tx, new.location).await?;
    let taken = value!(
        tx,
        i64,
        "select count(*) from shop_order where location = $1 and pickup = $2 and state = 'held'",
        new.location,
        new.pickup,
    )?;
    if taken >= capacity {
        return Err(Code::SlotFull.into());
    }
    let draft = Draft {
        household,
        location: new.location,
        pickup: new.pickup,
        until: orders::held_until(new.pickup),
        reminder: orders::reminder(new.pickup, tx.now),
        walk_in: false,
        lines: &new.lines,
    };
    let id = set_aside(tx, root, &draft).await?;
    if new.basket {
        let account = tx.actor.account;
        run!(tx, "delete from basket_line where account = $1 and location = $2", account, new.location)?;
    }
    Ok(id)
}

/// The root area of a family's household, if the open location belongs to it.
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

/// Everything that is set aside for an order, lot by lot.
async fn goods(tx: &mut Tx<'_>, order: OrderId) -> Result<Vec<(i64, i64)>> {
    Ok(rows!(
        tx,
        (i64, i64),
        "select b.lot, b.quantity from ledger_account a join balance b on b.account = a.id
         where a.place = 'ordered' and a.owner = $1 and b.quantity > 0 order by b.lot",
        order,
    )?)
}

/// Ends an order: its goods and its points go where this event sends them, in one journal.
async fn end(tx: &mut Tx<'_>, kept: &Kept, event: OrderEvent, reason: &str) -> Result<()> {
    let state = kept.state()?.after(event)?;
    let (kind, to) = match event {
        OrderEvent::Collect => (JournalKind::Issue, LedgerAccount::of(Place::Issued, kept.household)),
        OrderEvent::Cancel | OrderEvent::Expire => {
            lock_desk(tx, kept.location).await?;
            (JournalKind::Release, LedgerAccount::of(Place::Shelf, kept.location))
        }
    };
    let from = LedgerAccount::of(Place::Ordered, kept.id);
    let goods = goods(tx, kept.id).await?;
    let mut entries: Vec<Entry> =
        goods.into_iter().flat_map(|(lot, quantity)| moved(lot, quantity, from, to)).collect();
    entries.extend(match event {
        OrderEvent::Collect => points::spend(tx, kept.id, kept.location).await?,
        _ => points::give_back(tx, kept.household, kept.id).await?,
    });
    post(tx, kept.id, kept.location, kind, reason, &entries).await?;
    let now = tx.now;
    run!(
        tx,
        "update shop_order set state = $2, reason = $3, changed = $4, reminder = 0 where id = $1",
        kept.id,
        state.as_str(),
        reason,
        now,
    )?;
    tx.audit("shop_order", kept.id).await
}

async fn tell(tx: &mut Tx<'_>, kept: &Kept, kind: NoticeKind, text: &str) -> Result<()> {
    let title = format!("#{}", kept.id);
    let news = News { kind, wish: 0, claim: 0, subject: kept.id, title: &title, text };
    tx.notify_household(kept.household, &news).await
}

/// The family, or the shop with a reason, gives an order up: goods back on the shelf, points back to the family.
///
/// # Errors
/// Somebody else's order, one that has ended, or the shop's without a reason.
pub async fn cancel(tx: &mut Tx<'_>, said: &Said) -> Result<()> {
    if tx.actor.may_somewhere(Action::OrderGoods) && tx.actor.household != 0 {
        let kept = keep(tx, said.id).await?;
        if kept.household != tx.actor.household {
            return Err(Refusal::NotFound.into());
        }
        let reason = text::words(&said.text, 0, 200).map_err(|code| Refusal::field("reason", code))?;
        return end(tx, &kept, OrderEvent::Cancel, &reason).await;
    }
    let kept = keep_for_shop(tx, said.id).await?;
    let reason = domain::wishes::reason(&said.text)?;
    end(tx, &kept, OrderEvent::Cancel, &reason).await?;
    tell(tx, &kept, NoticeKind::OrderCancelled, &reason).await
}

/// Hands the goods over against the order's code; the points are spent.
///
/// # Errors
/// [`Code::WrongCode`]; [`Code::ExpiredGoods`] while something past its date is among them; an order that
/// has ended; another shop's.
pub async fn hand_over(tx: &mut Tx<'_>, said: &Said) -> Result<()> {
    let kept = keep_for_shop(tx, said.id).await?;
    kept.state()?.after(OrderEvent::Collect)?;
    let typed: String = text::half_width(&said.text).chars().filter(char::is_ascii_digit).collect();
    if typed != kept.code {
        return Err(Code::WrongCode.into());
    }
    if !past_their_date(tx, kept.id).await?.is_empty() {
        return Err(Code::ExpiredGoods.into());
    }
    end(tx, &kept, OrderEvent::Collect, "").await?;
    tell(tx, &kept, NoticeKind::OrderCollected, "").await
}

/// The order was made at the counter and its goods leave with the family at once.
pub(crate) async fn collect(tx: &mut Tx<'_>, id: OrderId) -> Result<()> {
    let kept = keep(tx, id).await?;
    end(tx, &kept, OrderEvent::Collect, "").await?;
    tell(tx, &kept, NoticeKind::OrderCollected, "").await
}

/// Lots of an order that have passed their date while they waited: lot, item, size and units.
async fn past_their_date(tx: &mut Tx<'_>, order: OrderId) -> Result<Vec<(i64, i64, String, i64)>> {
    let now = tx.now;
    Ok(rows!(
        tx,
        (i64, i64, String, i64),
        "select b.lot, l.item, l.size, b.quantity
         from ledger_account a join balance b on b.account = a.id join lot l on l.id = b.lot
         where a.place = 'ordered' and a.owner = $1 and b.quantity > 0 and l.expires <> 0 and l.expires <= $2
         order by b.lot",
        order,
        now,
    )?)
}

/// Takes fresh goods for those of an order that passed their date while they waited.
///
/// # Errors
/// [`Code::NotEnoughStock`] when the shelf has none; then the order can only be cancelled. An order that has
/// ended, or another shop's.
pub async fn replace_expired(tx: &mut Tx<'_>, id: &OrderId) -> Result<()> {
    let kept = keep_for_shop(tx, *id).await?;
    kept.state()?.after(OrderEvent::Collect)?;
    lock_desk(tx, kept.location).await?;
    let (shelf, ordered) = (LedgerAccount::of(Place::Shelf, kept.location), LedgerAccount::of(Place::Ordered, kept.id));
    let (mut back, mut fresh): (Vec<Entry>, Vec<Entry>) = (Vec::new(), Vec::new());
    let mut wanted: Vec<(i64, String, i64)> = Vec::new();
    for (lot, item, size, quantity) in past_their_date(tx, kept.id).await? {
        back.extend(moved(lot, quantity, ordered, shelf));
        match wanted.iter_mut().find(|(i, s, _)| *i == item && *s == size) {
            Some((_, _, sum)) => *sum += quantity,
            None => wanted.push((item, size, quantity)),
        }
    }
    if wanted.is_empty() {
        return Ok(());
    }
    for (item, size, quantity) in wanted {
        for (lot, quantity) in lots::pick(tx, kept.root, kept.location, item, &size, quantity).await? {
            fresh.extend(moved(lot, quantity, shelf, ordered));
        }
    }
    post(tx, kept.id, kept.location, JournalKind::Release, "", &back).await?;
    post(tx, kept.id, kept.location, JournalKind::Reserve, "", &fresh).await?;
    tx.audit("shop_order", kept.id).await
}

/// The clock's: gives back what nobody came for. False when there was nothing to do any more.
pub async fn expire(tx: &mut Tx<'_>, id: OrderId) -> Result<bool> {
    let kept = keep(tx, id).await?;
    if kept.state()? != OrderState::Held || kept.until >= tx.now {
        return Ok(false);
    }
    end(tx, &kept, OrderEvent::Expire, "").await?;
    tell(tx, &kept, NoticeKind::OrderExpired, "").await?;
    Ok(true)
}

/// The clock's: tells the family in the morning of its day. False when there was nothing to do any more.
pub async fn remind(tx: &mut Tx<'_>, id: OrderId) -> Result<bool> {
    let kept = keep(tx, id).await?;
    let now = tx.now;
    let due = run!(
        tx,
        "update shop_order set reminder = 0 where id = $1 and state = 'held' and reminder > 0 and reminder <= $2",
        id,
        now,
    )?;
    if due == 1 {
        tell(tx, &kept, NoticeKind::OrderReminder, "").await?;
    }
    Ok(due == 1)
}

/// How many orders a location takes for one half day.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Capacity {
    /// Where.
    pub location: LocationId,
    /// 0 to 1,000; 0 takes none.
    pub orders: i64,
}

/// Sets how many orders a location takes for one half day.
///
/// # Errors
/// Outside the actor's shops, or a number out of range.
pub async fn set_capacity(tx: &mut Tx<'_>, new: &Capacity) -> Result<()> {
    tx.actor.must_somewhere(Action::KeepStock)?;
    let path = location_path(&mut tx.arm(), new.location).await?;
    tx.actor.must(Action::KeepStock, &path)?;
    if !(0..=1000).contains(&new.orders) {
        return Err(Refusal::field("orders", Code::OutOfRange).into());
    }
    lock_desk(tx, new.location).await?;
    run!(tx, "update order_desk set capacity = $2 where location = $1", new.location, new.orders)?;
    tx.audit("location", new.location).await
}

impl Store {
    /// Orders for the family of the person.
    ///
    /// # Errors
    /// As [`place`].
    pub async fn order_place(&self, by: &By, new: NewOrder) -> Result<OrderId> {
        self.write(by, "order_place", new, |tx, new| Box::pin(place(tx, new))).await
    }

    /// Gives an order up.
    ///
    /// # Errors
    /// As [`cancel`].
    pub async fn order_cancel(&self, by: &By, id: OrderId, reason: String) -> Result<()> {
        self.write(by, "order_cancel", Said { id, text: reason }, |tx, said| Box::pin(cancel(tx, said))).await
    }

    /// Hands an order over against its code. A few wrong codes, and it is closed for a quarter of an hour.
    ///
    /// # Errors
    /// As [`hand_over`], and [`Code::TooManyTries`].
    pub async fn order_hand_over(&self, by: &By, id: OrderId, code: String) -> Result<()> {
        by.actor.must_somewhere(Action::HandOver)?;
        let subject = format!("order:{id}");
        self.attempt(&subject, TRIES, 900).await?;
        let said = Said { id, text: code };
        let done = self.write(by, "order_hand_over", said, |tx, said| Box::pin(hand_over(tx, said))).await;
        // Only a wrong code counts as a try.
        if !matches!(&done, Err(crate::Error::Refused(Refusal::Conflict(Code::WrongCode)))) {
            self.forgive(&subject).await?;
        }
        done
    }

    /// Takes fresh goods for those of an order that passed their date.
    ///
    /// # Errors
    /// As [`replace_expired`].
    pub async fn order_replace_expired(&self, by: &By, id: OrderId) -> Result<()> {
        self.write(by, "order_replace_expired", id, |tx, id| Box::pin(replace_expired(tx, id))).await
    }

    /// Sets how many orders a location takes for one half day.
    ///
    /// # Errors
    /// As [`set_capacity`].
    pub async fn order_capacity(&self, by: &By, new: Capacity) -> Result<()> {
        self.write(by, "order_capacity", new, |tx, new| Box::pin(set_capacity(tx, new))).await
    }
}
