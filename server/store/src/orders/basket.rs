//! The free shop as a family sees it: the shelf with prices in points, and the basket.

use domain::{
    Code,
    accounts::Actor,
    areas::AreaPath,
    catalogue::Category,
    households::HouseholdId,
    ledger::{Location, LocationId},
    orders::{MOST_LINES, MOST_UNITS, ShelfLine, Slot, Wanted},
    permission::Action,
    wishes::Page,
};
use serde::{Deserialize, Serialize};

use crate::{
    Command, Conn, Refusal, Result, Store, Tx,
    areas::locations::nearest_location,
    catalogue::{items, views::items_of},
    db::{
        folding::fold,
        locks::{Writers, lock_open_household},
        pagination::anywhere,
        sql::{row, rows, run, value},
    },
    orders::{
        self,
        limits::{self, LimitedOrder},
        views::own_household,
    },
    points,
};

/// Lines per page of the shelf; the statement's `limit 49` is one more.
const PAGE: usize = 48;

/// Filter and page of the free shop's shelf.
#[derive(Clone, Debug, Default)]
pub struct ShelfQuery {
    /// Location of the shelf; 0 for the one nearest to the family.
    pub location: LocationId,
    /// Category to show; `None` for all.
    pub category: Option<Category>,
    /// Words to find in the item's name; "" for all.
    pub q: String,
    /// Lines to skip: 0, or `next` of the previous page.
    pub cursor: i64,
}

/// Shelf of one location as one family sees it.
#[derive(Clone, Debug)]
pub struct FreeShop {
    /// Location of the shelf.
    pub place: Location,
    /// Open locations of the family's root area.
    pub places: Vec<Location>,
    /// Points the family can spend.
    pub points: i64,
    /// Units in the family's basket at this location.
    pub basket: i64,
    /// What they are, by item and size.
    pub taken: Vec<Wanted>,
    /// Lines of the shelf that cost points.
    pub lines: Page<ShelfLine>,
}

/// Line of a basket with its current price and stock.
#[derive(Clone, Debug, PartialEq)]
pub struct BasketLine {
    /// Item, free units and what the family may still take of it.
    pub shelf: ShelfLine,
    /// Units in the basket.
    pub quantity: i64,
}

impl BasketLine {
    /// Returns the reason this line alone would be refused, or `None`.
    #[must_use]
    pub fn refused(&self) -> Option<Code> {
        let terms = &self.shelf.item.terms;
        match &self.shelf {
            line if !line.item.open || terms.points == 0 => Some(Code::NotOffered),
            line if line.left < self.quantity => Some(Code::NotEnoughStock),
            ShelfLine { allowance: Some(allowance), .. } if allowance.left() < self.quantity => {
                Some(Code::LimitReached)
            }
            _ => None,
        }
    }
}

/// Basket of one family at one location.
#[derive(Clone, Debug)]
pub struct Basket {
    /// Location of the basket.
    pub place: Location,
    /// Points the family can spend.
    pub points: i64,
    /// Lines of the basket.
    pub lines: Vec<BasketLine>,
    /// Pick-up slots with the number of orders each still takes.
    pub slots: Vec<(Slot, i64)>,
}

impl Basket {
    /// Sums the current price of all lines, in points.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.lines.iter().map(|line| line.quantity * line.shelf.item.terms.points).sum()
    }
}

#[derive(sqlx::FromRow)]
struct FoundRow {
    item: i64,
    size: String,
    units: i64,
}

/// Returns a household's root area and the path of its area.
async fn home(db: &mut Conn<'_>, household: HouseholdId) -> Result<(i64, AreaPath)> {
    let found = row!(
        db,
        (i64, String),
        "select h.root, a.path from household h join area a on a.id = h.area where h.id = $1",
        household,
    )?;
    let (root, path) = found.ok_or(Refusal::NotFound)?;
    Ok((root, AreaPath(path)))
}

async fn places(db: &mut Conn<'_>, root: i64) -> Result<Vec<Location>> {
    let found = rows!(
        db,
        (i64, i64, String, String, String),
        "select id, area, name, address, hours from location where root = $1 and open = true order by id limit 500",
        root,
    )?;
    let open = |(id, area, name, address, hours)| Location { id, area, name, address, hours, open: true };
    Ok(found.into_iter().map(open).collect())
}

/// Returns the requested location, or the nearest; not found in another root area.
async fn place(db: &mut Conn<'_>, places: &[Location], root: i64, home: &AreaPath, id: LocationId) -> Result<Location> {
    let chosen = match id {
        0 => nearest_location(db, root, home).await?,
        id => places.iter().find(|place| place.id == id).cloned(),
    };
    Ok(chosen.ok_or(Refusal::NotFound)?)
}

/// Sets, adds to or removes a line of the family's basket.
///
/// # Errors
/// Not allowed unless the actor is a family; not found for a closed location or one of another root area;
/// [`Code::NotOffered`] for an item without a price; [`Code::FileClosed`]; invalid for too many units or lines.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PutInBasket {
    /// Location of the basket.
    pub location: LocationId,
    /// Item, size and units; 0 units remove the line.
    pub wanted: Wanted,
    /// Whether the units are added to the line's units instead of replacing them.
    pub more: bool,
}

impl Command for PutInBasket {
    const NAME: &'static str = "basket_put";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::OrderGoods)?;
        let household = own_household(&tx.actor)?;
        let root = lock_open_household(tx, household, Writers::Family).await?.root;
        let open = value!(
            tx,
            i64,
            "select count(*) from location where id = $1 and root = $2 and open = true",
            self.location,
            root,
        )?;
        if open == 0 {
            return Err(Refusal::NotFound.into());
        }
        let (account, Wanted { item, size, quantity }) = (tx.actor.account, &self.wanted);
        if !(0..=MOST_UNITS).contains(quantity) {
            return Err(Refusal::field("quantity", Code::OutOfRange).into());
        }
        if *quantity == 0 {
            run!(
                tx,
                "delete from basket_line where account = $1 and location = $2 and item = $3 and size = $4",
                account,
                self.location,
                item,
                size,
            )?;
            return Ok(());
        }
        let item = orders::place::offered(tx, root, *item, size).await?;
        let others = value!(
            tx,
            i64,
            "select count(*) from basket_line where account = $1 and location = $2 and (item <> $3 or size <> $4)",
            account,
            self.location,
            item.id,
            size,
        )?;
        if usize::try_from(others).unwrap_or(usize::MAX) >= MOST_LINES {
            return Err(Refusal::field("lines", Code::OutOfRange).into());
        }
        let put = run!(
            tx,
            "insert into basket_line (account, location, item, size, quantity) values ($1, $2, $3, $4, $5)
         on conflict (account, location, item, size) do update
         set quantity = excluded.quantity + case when $6 = true then basket_line.quantity else 0 end
         where $6 = false or basket_line.quantity + excluded.quantity <= $7",
            account,
            self.location,
            item.id,
            size,
            quantity,
            self.more,
            MOST_UNITS,
        )?;
        // No row: the sum would be too many, and the line stays as it was.
        if put == 0 { Err(Refusal::field("quantity", Code::OutOfRange).into()) } else { Ok(()) }
    }
}

impl Store {
    /// Returns a page of the free shop's shelf at the requested or nearest location.
    ///
    /// # Errors
    /// Not found unless the actor is a family, for another root area's location, or without an open location.
    pub async fn free_shop(&self, actor: &Actor, query: &ShelfQuery) -> Result<FreeShop> {
        let household = own_household(actor)?;
        let now = self.now();
        let mut db = self.reader().await?;
        let (root, home) = home(&mut db.arm(), household).await?;
        let places = places(&mut db.arm(), root).await?;
        let place = place(&mut db.arm(), &places, root, &home, query.location).await?;
        let cursor = query.cursor.clamp(0, 1_000_000);
        let mut found = rows!(
            db,
            FoundRow,
            "select l.item, l.size, cast(sum(b.quantity) as bigint) as units
             from ledger_account a join balance b on b.account = a.id join lot l on l.id = b.lot
                 join item i on i.id = l.item join item_terms t on t.item = l.item and t.root = $2
             where a.place = 'shelf' and a.owner = $1 and b.quantity > 0 and (l.expires = 0 or l.expires > $3)
                 and t.points > 0 and i.open = true and (i.category = $4 or $4 = '') and i.find like $5 escape '!'
             group by l.item, l.size order by l.item, l.size limit 49 offset $6",
            place.id,
            root,
            now,
            query.category.map_or("", Category::as_str),
            anywhere(&fold(query.q.trim())),
            cursor,
        )?;
        let next = (found.len() > PAGE).then_some(cursor + 48);
        found.truncate(PAGE);
        let earlier = limits::taken(&mut db.arm(), household, now).await?;
        let items = items_of(&mut db.arm(), root, found.iter().map(|row| row.item)).await?;
        let line = |FoundRow { item, size, units }: FoundRow| {
            let item = items.get(&item)?.clone();
            Some(ShelfLine { allowance: limits::allowance(&item, &earlier, now), item, size, left: units })
        };
        let lines = found.into_iter().filter_map(line).collect();
        let held = rows!(
            db,
            (i64, String, i64),
            "select item, size, quantity from basket_line where account = $1 and location = $2 order by item, size limit 50",
            actor.account,
            place.id,
        )?;
        let basket = held.iter().map(|(_, _, quantity)| quantity).sum();
        let taken = held.into_iter().map(|(item, size, quantity)| Wanted { item, size, quantity }).collect();
        let points = points::ledger::spendable(&mut db.arm(), household, now).await?;
        Ok(FreeShop { place, places, points, basket, taken, lines: Page { items: lines, next } })
    }

    /// Returns the family's basket at a location, with prices, stock and pick-up slots.
    ///
    /// # Errors
    /// As [`Store::free_shop`].
    pub async fn basket(&self, actor: &Actor, location: LocationId) -> Result<Basket> {
        let household = own_household(actor)?;
        let mut db = self.reader().await?;
        let (root, home) = home(&mut db.arm(), household).await?;
        let places = places(&mut db.arm(), root).await?;
        let place = place(&mut db.arm(), &places, root, &home, location).await?;
        let found = rows!(
            db,
            (i64, String, i64),
            "select item, size, quantity from basket_line where account = $1 and location = $2 order by item, size limit 50",
            actor.account,
            place.id,
        )?;
        let taken = limits::taken(&mut db.arm(), household, self.now()).await?;
        let mut lines = Vec::with_capacity(found.len());
        for (item, size, quantity) in found {
            let shelf = self.line(&mut db.arm(), root, place.id, item, size, &taken).await?;
            lines.push(BasketLine { shelf, quantity });
        }
        let points = points::ledger::spendable(&mut db.arm(), household, self.now()).await?;
        drop(db);
        let slots = self.order_slots(actor, place.id).await?;
        Ok(Basket { place, points, lines, slots })
    }

    /// Returns a shelf line with the allowance left after `taken`, the household's earlier orders.
    pub(crate) async fn line(
        &self,
        db: &mut Conn<'_>,
        root: i64,
        location: LocationId,
        item: i64,
        size: String,
        taken: &[LimitedOrder],
    ) -> Result<ShelfLine> {
        let now = self.now();
        let left = value!(
            db,
            i64,
            "select cast(coalesce(sum(b.quantity), 0) as bigint)
             from ledger_account a join balance b on b.account = a.id join lot l on l.id = b.lot
             where a.place = 'shelf' and a.owner = $1 and l.item = $2 and l.size = $3 and b.quantity > 0
                 and (l.expires = 0 or l.expires > $4)",
            location,
            item,
            &size,
            now,
        )?;
        let item = items::item(db, root, item).await?;
        Ok(ShelfLine { allowance: limits::allowance(&item, taken, now), item, size, left })
    }
}
