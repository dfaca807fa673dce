//! What is where, page by page: item by size by location, with sums that the database makes.

use domain::{
    Error as Refusal, Timestamp,
    catalogue::Category,
    items::Item,
    ledger::{LocationId, LotId, StockLine},
    people::Actor,
    permission::Action,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Error, Result, Store,
    lists::anywhere,
    scope::covered,
    search::fold,
    items,
    sql::{parse, row, rows},
};

/// Lines on one page.
pub const LINES: i64 = 100;

/// What the stock is narrowed to; by default everything the actor may see.
#[derive(Clone, Debug, Default)]
pub struct StockQuery {
    /// One location, or 0.
    pub location: LocationId,
    /// Words of an item's name, in either script or in English.
    pub q: String,
    /// One shelf of the catalogue.
    pub category: Option<Category>,
    /// How many lines to leave out: 0, 100, 200, …
    pub from: i64,
}

/// One page of the stock. The sums are those of all lines, not only of this page's.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StockPage {
    /// The lines.
    pub lines: Vec<StockLine>,
    /// How many there are altogether.
    pub of: i64,
    /// Free on the shelves.
    pub on_hand: i64,
    /// Set aside for claims and orders.
    pub reserved: i64,
    /// Waiting to be looked at.
    pub quarantine: i64,
}

#[derive(sqlx::FromRow)]
struct Line {
    item: i64,
    key: String,
    name: String,
    category: String,
    unit: String,
    size: String,
    location: i64,
    location_name: String,
    on_hand: i64,
    reserved: i64,
    ordered: i64,
    quarantine: i64,
    minimum: i64,
    everywhere: i64,
    lines: i64,
    all_on_hand: i64,
    all_reserved: i64,
    all_quarantine: i64,
}

impl TryFrom<Line> for StockLine {
    type Error = Error;

    fn try_from(line: Line) -> Result<StockLine> {
        Ok(StockLine {
            category: parse(&line.category)?,
            short: line.everywhere < line.minimum,
            item: line.item,
            key: line.key,
            name: line.name,
            unit: line.unit,
            size: line.size,
            location: line.location,
            location_name: line.location_name,
            on_hand: line.on_hand,
            reserved: line.reserved,
            ordered: line.ordered,
            quarantine: line.quarantine,
        })
    }
}

/// What the label of a lot says: its item, size and best-before date.
pub type LotLabel = (Item, String, Timestamp);

impl Store {
    /// What the label of a lot says, for whoever reads a shop of its root area.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock; not found in another root area.
    pub async fn lot_label(&self, actor: &Actor, lot: LotId) -> Result<LotLabel> {
        actor.must_somewhere(Action::ReadStock)?;
        let mut db = self.reader().await?;
        let (item, size, expires) = row!(
            db,
            (i64, String, i64),
            "select item, size, expires from lot where id = $1 and root = $2 and item <> 0",
            lot,
            actor.root,
        )?
        .ok_or(Refusal::NotFound)?;
        Ok((items::item(&mut db.arm(), actor.root, item).await?, size, expires))
    }

    /// A page of what the actor's shops hold, by location, item and size; every number is a sum of entries.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock.
    pub async fn stock_page(&self, actor: &Actor, query: &StockQuery) -> Result<StockPage> {
        self.stock_lines(actor, query, LINES).await
    }

    /// The same with at most `most` lines.
    ///
    /// # Errors
    /// As [`Store::stock_page`].
    pub async fn stock_lines(&self, actor: &Actor, query: &StockQuery, most: i64) -> Result<StockPage> {
        actor.must_somewhere(Action::ReadStock)?;
        let inside = covered("r.path", &actor.areas_for(Action::ReadStock));
        // Lines are summed and counted in one pass; names, minimums and the sum over all shelves are asked for what
        // is shown only.
        let sql = format!(
            "with line as (
                 select l.item, l.size, a.location, p.name as location_name, p.root,
                     cast(sum(case when a.place = 'shelf' then b.quantity else 0 end) as bigint) as on_hand,
                     cast(sum(case when a.place in ('reserved', 'ordered') then b.quantity else 0 end) as bigint) as reserved,
                     cast(sum(case when a.place = 'ordered' then b.quantity else 0 end) as bigint) as ordered,
                     cast(sum(case when a.place = 'quarantine' then b.quantity else 0 end) as bigint) as quarantine
                 from ledger_account a join location p on p.id = a.location join area r on r.id = p.area
                     join balance b on b.account = a.id join lot l on l.id = b.lot
                 where a.place in ('shelf', 'reserved', 'ordered', 'quarantine') and b.quantity > 0
                     and (a.location = $1 or $1 = 0) and {inside}
                 group by l.item, l.size, a.location, p.name, p.root
             ), shown as (
                 select line.*, i.key, i.name, i.category, i.unit, count(*) over () as lines,
                     cast(sum(line.on_hand) over () as bigint) as all_on_hand,
                     cast(sum(line.reserved) over () as bigint) as all_reserved,
                     cast(sum(line.quarantine) over () as bigint) as all_quarantine
                 from line join item i on i.id = line.item
                 where i.find like $2 escape '!' and (i.category = $3 or $3 = '')
                 order by line.location_name, line.location, line.item, line.size limit $4 offset $5
             )
             select shown.*, coalesce(t.minimum, 0) as minimum,
                 cast(coalesce((select sum(s.quantity) from shelf s where s.item = shown.item and s.root = shown.root), 0)
                     as bigint) as everywhere
             from shown left join item_terms t on t.root = shown.root and t.item = shown.item
             order by shown.location_name, shown.location, shown.item, shown.size"
        );
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            Line,
            AssertSqlSafe(sql.as_str()),
            query.location,
            anywhere(&fold(query.q.trim())),
            query.category.map_or("", Category::as_str),
            most,
            query.from.max(0),
        )?;
        let sums = found.first().map_or([0; 4], |l| [l.lines, l.all_on_hand, l.all_reserved, l.all_quarantine]);
        let [of, on_hand, reserved, quarantine] = sums;
        let lines = found.into_iter().map(StockLine::try_from).collect::<Result<Vec<_>>>()?;
        Ok(StockPage { lines, of, on_hand, reserved, quarantine })
    }
}
