//! Reading orders: families their own, staff those of their locations and areas.
//! Staff views must not contain names.

use domain::{
    Timestamp,
    accounts::Actor,
    areas::AreaPath,
    households::{Alias, HouseholdId, Sex},
    ledger::{Condition, JournalId, JournalKind, Location, LocationId, LotId},
    orders::{self, Order, OrderId, OrderLine, Slot},
    permission::Action,
    time::Day,
    wishes::Page,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Refusal, Result, Store,
    areas::locations::{location, location_path},
    db::{
        area_filter::covered,
        pagination::{PAGE, page, signed_in},
        sql::{parse, row, rows, value},
    },
    ledger::lots::CAPACITY,
};

#[derive(sqlx::FromRow)]
pub(crate) struct OrderRow {
    id: i64,
    state: String,
    household: i64,
    location: i64,
    location_name: String,
    family_size: i64,
    pickup: i64,
    until: i64,
    points: i64,
    walk_in: bool,
    reason: String,
    created: i64,
    changed: i64,
    code: String,
    home: String,
}

/// Columns and joins shared by every statement that reads orders.
macro_rules! order_columns {
    () => {
        "o.id, o.state, o.household, o.location, p.name as location_name, h.size as family_size, o.pickup, o.until,
         o.points, o.walk_in, o.reason, o.created, o.changed, o.code, a.path as home
         from shop_order o join location p on p.id = o.location join household h on h.id = o.household
         join area a on a.id = h.area join area s on s.id = p.area"
    };
}
pub(crate) use order_columns;

#[derive(sqlx::FromRow)]
struct LineRow {
    shop_order: i64,
    item: i64,
    key: String,
    name: String,
    category: String,
    photo: i64,
    size: String,
    quantity: i64,
    points: i64,
}

/// Loads the lines of the orders and builds them.
pub(crate) async fn whole(db: &mut Conn<'_>, found: Vec<OrderRow>) -> Result<Vec<Order>> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let numbers: Vec<String> = found.iter().map(|row| row.id.to_string()).collect();
    let sql = format!(
        "select l.shop_order, l.item, i.key, i.name, i.category, i.photo, l.size, l.quantity, l.points
         from shop_order_line l join item i on i.id = l.item
         where l.shop_order in ({}) order by l.shop_order, l.item, l.size",
        numbers.join(", ")
    );
    let lines = rows!(db, LineRow, AssertSqlSafe(sql.as_str()))?;
    let mut orders = Vec::with_capacity(found.len());
    for row in found {
        let own = lines.iter().filter(|line| line.shop_order == row.id);
        let own = own.map(|line| {
            Ok(OrderLine {
                item: line.item,
                key: line.key.clone(),
                name: line.name.clone(),
                category: parse(&line.category)?,
                photo: line.photo,
                size: line.size.clone(),
                quantity: line.quantity,
                points: line.points,
            })
        });
        let lines = own.collect::<Result<Vec<_>>>()?;
        orders.push(Order {
            id: row.id,
            state: parse(&row.state)?,
            location: row.location,
            location_name: row.location_name,
            alias: Alias { family_size: row.family_size, age: -1, sex: Sex::Unsaid },
            pickup: row.pickup,
            until: row.until,
            points: row.points,
            walk_in: row.walk_in,
            reason: row.reason,
            created: row.created,
            changed: row.changed,
            lines,
        });
    }
    Ok(orders)
}

async fn one(db: &mut Conn<'_>, row: OrderRow) -> Result<Order> {
    whole(db, vec![row]).await?.pop().ok_or_else(|| Refusal::NotFound.into())
}

async fn order_row(db: &mut Conn<'_>, id: OrderId) -> Result<OrderRow> {
    let found = row!(db, OrderRow, concat!("select ", order_columns!(), " where o.id = $1"), id)?;
    Ok(found.ok_or(Refusal::NotFound)?)
}

/// Order as its own family sees it.
#[derive(Clone, Debug, Serialize)]
pub struct OwnOrder {
    /// Order with its lines.
    pub order: Order,
    /// Pick-up code to show at the counter.
    pub code: String,
    /// Location to collect the goods from.
    pub place: Location,
}

/// Goods to take from one lot for an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pick {
    /// Lot to take from.
    pub lot: LotId,
    /// Id of the item.
    pub item: i64,
    /// Pictogram key of the item.
    pub key: String,
    /// Chinese name of the item.
    pub name: String,
    /// Photo id of the item, or 0.
    pub photo: i64,
    /// Size of the item, or "" for an item without sizes.
    pub size: String,
    /// Condition of the lot.
    pub condition: Condition,
    /// Best-before date in Unix seconds, or 0 for none.
    pub expires: Timestamp,
    /// Units to take.
    pub quantity: i64,
    /// Whether they are kits that were booked for this order, and still have to be put together.
    pub assemble: bool,
}

#[derive(sqlx::FromRow)]
struct PickRow {
    lot: i64,
    item: i64,
    key: String,
    name: String,
    photo: i64,
    size: String,
    condition: String,
    expires: i64,
    quantity: i64,
    assemble: bool,
}

/// Order as staff see it.
#[derive(Clone, Debug, Serialize)]
pub struct ShopOrder {
    /// Order with its lines.
    pub order: Order,
    /// Goods set aside for the order.
    pub picks: Vec<Pick>,
    /// Journals of the order: id, kind and time, oldest first.
    pub journals: Vec<(JournalId, JournalKind, Timestamp)>,
    /// Whether the actor may hand the order over.
    pub may_hand_over: bool,
}

/// Filter of the staff's order list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// Held, with pick-up today or overdue.
    #[default]
    Today,
    /// Held, with pick-up after today.
    Later,
    /// Collected, cancelled or expired, newest first.
    Ended,
}

/// Returns the last second of today in China.
pub(super) fn tonight(now: Timestamp) -> Timestamp {
    Day::of(now).end() - 1
}

/// Condition on orders at the actor's locations or of families in the actor's areas.
pub(crate) fn within(actor: &Actor) -> String {
    let hands_over = actor.areas_for(Action::HandOver);
    let mut shops = hands_over.clone();
    shops.extend(actor.areas_for(Action::ReadStock));
    format!("({} or {})", covered("a.path", &hands_over), covered("s.path", &shops))
}

/// Requires a role that hands over or reads stock.
pub(crate) fn must_read(actor: &Actor) -> Result<(), Refusal> {
    actor.must_somewhere(Action::HandOver).or(actor.must_somewhere(Action::ReadStock))
}

impl Store {
    /// Lists the family's own orders, newest first; the next page begins below `cursor`.
    ///
    /// # Errors
    /// Not found unless the actor is a family.
    pub async fn own_orders(&self, actor: &Actor, cursor: OrderId) -> Result<Page<Order>> {
        let household = own_household(actor)?;
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            OrderRow,
            concat!(
                "select ",
                order_columns!(),
                " where o.household = $1 and (o.id < $2 or $2 = 0) order by o.id desc limit 51"
            ),
            household,
            cursor,
        )?;
        Ok(page(whole(&mut db.arm(), found).await?, |order| order.id))
    }

    /// Returns one of the family's own orders, with its code.
    ///
    /// # Errors
    /// Not found unless the actor is a family, or for another household's order.
    pub async fn own_order(&self, actor: &Actor, id: OrderId) -> Result<OwnOrder> {
        let household = own_household(actor)?;
        let mut db = self.reader().await?;
        let row = order_row(&mut db.arm(), id).await?;
        if row.household != household {
            return Err(Refusal::NotFound.into());
        }
        let (code, place) = (row.code.clone(), location(&mut db.arm(), row.location).await?);
        Ok(OwnOrder { order: one(&mut db.arm(), row).await?, code, place })
    }

    /// Lists the orders of the actor's areas; `cursor` is the number of orders to skip.
    /// `location` 0 means all locations.
    ///
    /// # Errors
    /// Not allowed without a role that hands over or reads stock.
    pub async fn shop_orders(
        &self,
        actor: &Actor,
        which: Which,
        location: LocationId,
        cursor: i64,
    ) -> Result<Page<Order>> {
        must_read(actor)?;
        let (range, order) = match which {
            Which::Today => ("o.state = 'held' and o.pickup <= $1", "o.pickup, o.id"),
            Which::Later => ("o.state = 'held' and o.pickup > $1", "o.pickup, o.id"),
            Which::Ended => ("o.state <> 'held' and $1 > 0", "o.id desc"),
        };
        let sql = format!(
            concat!(
                "select ",
                order_columns!(),
                " where {range} and (o.location = $2 or $2 = 0) and {inside} order by {order} limit 51 offset $3"
            ),
            range = range,
            inside = within(actor),
            order = order,
        );
        let mut db = self.reader().await?;
        let cursor = cursor.clamp(0, 1_000_000);
        let found = rows!(db, OrderRow, AssertSqlSafe(sql.as_str()), tonight(self.now()), location, cursor)?;
        let next = (found.len() > PAGE).then_some(cursor + 50);
        let mut items = whole(&mut db.arm(), found).await?;
        items.truncate(PAGE);
        Ok(Page { items, next })
    }

    /// Returns one order with the lots to take for it and its journals.
    ///
    /// # Errors
    /// Not found outside the actor's areas; not allowed without a role that hands over or reads stock.
    pub async fn shop_order(&self, actor: &Actor, id: OrderId) -> Result<ShopOrder> {
        must_read(actor)?;
        let mut db = self.reader().await?;
        let row = order_row(&mut db.arm(), id).await?;
        let shop = location_path(&mut db.arm(), row.location).await?;
        let may_hand_over =
            actor.may(Action::HandOver, &shop) || actor.may(Action::HandOver, &AreaPath(row.home.clone()));
        if !may_hand_over && !actor.may(Action::ReadStock, &shop) {
            return Err(Refusal::NotFound.into());
        }
        let picks = rows!(
            db,
            PickRow,
            "select b.lot, l.item, i.key, i.name, i.photo, l.size, l.condition, l.expires, b.quantity,
                 exists (select 1 from journal j join entry e on e.journal = j.id
                         where j.shop_order = $1 and j.kind = 'assemble' and e.lot = b.lot) as assemble
             from ledger_account c join balance b on b.account = c.id join lot l on l.id = b.lot join item i on i.id = l.item
             where c.place = 'ordered' and c.owner = $1 and b.quantity > 0 order by i.category, i.id, l.size, b.lot",
            id,
        )?;
        let picks = picks.into_iter().map(|row| {
            let PickRow { lot, item, key, name, photo, size, condition, expires, quantity, assemble } = row;
            Ok(Pick { lot, item, key, name, photo, size, condition: parse(&condition)?, expires, quantity, assemble })
        });
        let picks = picks.collect::<Result<Vec<_>>>()?;
        let journals =
            rows!(db, (i64, String, i64), "select id, kind, at from journal where shop_order = $1 order by id", id)?;
        let journals = journals.into_iter().map(|(id, kind, at)| Ok((id, parse(&kind)?, at)));
        let journals = journals.collect::<Result<Vec<_>>>()?;
        Ok(ShopOrder { order: one(&mut db.arm(), row).await?, picks, journals, may_hand_over })
    }

    /// Lists a location's pick-up slots with the number of orders each still takes.
    ///
    /// # Errors
    /// [`domain::Code::SignInNeeded`] for visitors; not found for another root area's location.
    pub async fn order_slots(&self, actor: &Actor, location: LocationId) -> Result<Vec<(Slot, i64)>> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let here = value!(db, i64, "select count(*) from location where id = $1 and root = $2", location, actor.root)?;
        if here == 0 {
            return Err(Refusal::NotFound.into());
        }
        let capacity = capacity(&mut db.arm(), location).await?;
        let mut slots = Vec::new();
        for slot in orders::slots(self.now()) {
            let taken = value!(
                db,
                i64,
                "select count(*) from shop_order where location = $1 and pickup = $2 and state = 'held'",
                location,
                slot.from,
            )?;
            slots.push((slot, (capacity - taken).max(0)));
        }
        Ok(slots)
    }

    /// Returns how many orders a location takes per half day.
    ///
    /// # Errors
    /// Not allowed without a role that hands over or reads stock; not found outside the actor's areas.
    pub async fn order_capacity_of(&self, actor: &Actor, location: LocationId) -> Result<i64> {
        must_read(actor)?;
        let mut db = self.reader().await?;
        let shop = location_path(&mut db.arm(), location).await?;
        if !actor.may(Action::HandOver, &shop) && !actor.may(Action::ReadStock, &shop) {
            return Err(Refusal::NotFound.into());
        }
        capacity(&mut db.arm(), location).await
    }
}

async fn capacity(db: &mut Conn<'_>, location: LocationId) -> Result<i64> {
    let set = row!(db, (i64,), "select capacity from order_desk where location = $1", location)?;
    Ok(set.map_or(CAPACITY, |(capacity,)| capacity))
}

/// Returns the household of a family's account.
///
/// # Errors
/// [`domain::Code::SignInNeeded`] for visitors; not found unless the actor is a family.
pub(crate) fn own_household(actor: &Actor) -> Result<HouseholdId> {
    let household = actor.must_be_family()?;
    if actor.may_somewhere(Action::OrderGoods) { Ok(household) } else { Err(Refusal::NotFound.into()) }
}
