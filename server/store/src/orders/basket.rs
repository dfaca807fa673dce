//! The free shop as a family sees it: what is on the shelf, for how many points, and its own basket.

use domain::{
    Code, Error as Refusal,
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
    By, Conn, Result, Store, Tx,
    areas::locations::nearest_location,
    catalogue::items,
    db::{
        pagination::anywhere,
        sql::{row, rows, run, value},
    },
    orders::{
        self,
        limits::{self, Taken},
        views::own_household,
    },
    points,
    wishes::search_terms::fold,
};

/// Lines of one page of the shelf.
const PAGE: usize = 48;

/// What a family looks for in the free shop.
#[derive(Clone, Debug, Default)]
pub struct ShelfQuery {
    /// The shop; 0 for the nearest one.
    pub location: LocationId,
    /// One category.
    pub category: Option<Category>,
    /// Words of an item's name.
    pub q: String,
    /// 0, or the `next` of the page before.
    pub cursor: i64,
}

/// The free shop for one family.
#[derive(Clone, Debug)]
pub struct FreeShop {
    /// Where the shelf is.
    pub place: Location,
    /// All shops of the family's root area.
    pub places: Vec<Location>,
    /// What the family can spend.
    pub points: i64,
    /// Units in its basket of this shop.
    pub basket: i64,
    /// What is on the shelf.
    pub lines: Page<ShelfLine>,
}

/// One line of a basket.
#[derive(Clone, Debug, PartialEq)]
pub struct BasketLine {
    /// What it is, how many are there, and what may be taken.
    pub shelf: ShelfLine,
    /// How many the family wants.
    pub quantity: i64,
}

impl BasketLine {
    /// What a line would be refused for by itself.
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

/// A family's basket at one shop.
#[derive(Clone, Debug)]
pub struct Basket {
    /// The shop.
    pub place: Location,
    /// What the family can spend.
    pub points: i64,
    /// What is in it.
    pub lines: Vec<BasketLine>,
    /// When the family may come, and how many orders each time still takes.
    pub slots: Vec<(Slot, i64)>,
}

impl Basket {
    /// What all of it costs now.
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

/// A change of a basket: so many units of a thing, or so many more.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Put {
    /// At which shop.
    pub location: LocationId,
    /// What, and how many. 0 takes it out.
    pub wanted: Wanted,
    /// Whether they come on top of what is in it already.
    pub more: bool,
}

/// Whose root area and home it is.
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

/// The shop that was asked for, or the nearest one; other root areas' are not found.
async fn place(db: &mut Conn<'_>, places: &[Location], root: i64, home: &AreaPath, id: LocationId) -> Result<Location> {
    let chosen = match id {
        0 => nearest_location(db, root, home).await?,
        id => places.iter().find(|place| place.id == id).cloned(),
    };
    Ok(chosen.ok_or(Refusal::NotFound)?)
}

/// Puts something into the family's basket, or takes it out.
///
/// # Errors
/// Not a family; another root area's shop; nothing that is offered; too much of it.
pub async fn put(tx: &mut Tx<'_>, put: &Put) -> Result<()> {
    tx.actor.must_somewhere(Action::OrderGoods)?;
    let household = own_household(&tx.actor)?;
    let (root, _) = home(&mut tx.arm(), household).await?;
    let open = value!(
        tx,
        i64,
        "select count(*) from location where id = $1 and root = $2 and open = true",
        put.location,
        root,
    )?;
    if open == 0 {
        return Err(Refusal::NotFound.into());
    }
    let (account, Wanted { item, size, quantity }) = (tx.actor.account, &put.wanted);
    if !(0..=MOST_UNITS).contains(quantity) {
        return Err(Refusal::field("quantity", Code::OutOfRange).into());
    }
    if *quantity == 0 {
        run!(
            tx,
            "delete from basket_line where account = $1 and location = $2 and item = $3 and size = $4",
            account,
            put.location,
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
        put.location,
        item.id,
        size,
    )?;
    if usize::try_from(others).unwrap_or(usize::MAX) >= MOST_LINES {
        return Err(Refusal::field("lines", Code::OutOfRange).into());
    }
    run!(
        tx,
        "insert into basket_line (account, location, item, size, quantity) values ($1, $2, $3, $4, $5)
         on conflict (account, location, item, size) do update
         set quantity = case when $6 = true and basket_line.quantity + excluded.quantity <= 99
                             then basket_line.quantity + excluded.quantity else excluded.quantity end",
        account,
        put.location,
        item.id,
        size,
        quantity,
        put.more,
    )?;
    Ok(())
}

impl Store {
    /// What is on the shelf of the nearest or the chosen shop and can be taken for points.
    ///
    /// # Errors
    /// Not found for anybody who is not a family, for another root area's shop, or when there is none.
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
        let taken = limits::taken(&mut db.arm(), household, now).await?;
        let mut lines = Vec::with_capacity(found.len());
        for FoundRow { item, size, units } in found {
            let item = items::item(&mut db.arm(), root, item).await?;
            lines.push(ShelfLine { allowance: limits::allowance(&item, &taken, now), item, size, left: units });
        }
        let basket = value!(
            db,
            i64,
            "select cast(coalesce(sum(quantity), 0) as bigint) from basket_line where account = $1 and location = $2",
            actor.account,
            place.id,
        )?;
        let points = points::ledger::spendable(&mut db.arm(), household, now).await?;
        Ok(FreeShop { place, places, points, basket, lines: Page { items: lines, next } })
    }

    /// The family's basket at the nearest or the chosen shop: what each line costs and what is in its way.
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

    /// One thing on a shelf, for a household of which `taken` is known.
    pub(crate) async fn line(
        &self,
        db: &mut Conn<'_>,
        root: i64,
        location: LocationId,
        item: i64,
        size: String,
        taken: &[Taken],
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

    /// Puts something into the family's basket, or takes it out.
    ///
    /// # Errors
    /// As [`put`].
    pub async fn basket_put(&self, by: &By, new: Put) -> Result<()> {
        self.write(by, "basket_put", new, |tx, new| Box::pin(put(tx, new))).await
    }
}
