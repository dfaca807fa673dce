//! Stock on hand by location, item and size; the database computes pages and sums.

use domain::{
    Timestamp,
    accounts::Actor,
    catalogue::{
        Category,
        items::{Item, barcode},
    },
    ledger::{LotId, StockLine},
    permission::Action,
    tables::{Direction, Sort, StockColumn},
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Error, Refusal, Result, Store,
    catalogue::items,
    db::{
        area_filter::covered,
        folding::fold,
        pagination::anywhere,
        sql::{parse, row, rows, value},
    },
    ledger::views::StockQuery,
};

/// Lines per page.
pub const LINES: i64 = 100;

/// Page of the stock list; the sums cover all lines of the filter.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StockPage {
    /// Lines of this page.
    pub lines: Vec<StockLine>,
    /// Number of lines that match the filter.
    pub of: i64,
    /// Free units on the shelves.
    pub on_hand: i64,
    /// Units set aside for claims and orders.
    pub reserved: i64,
    /// Units in quarantine.
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
    price: i64,
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
            price: line.price,
        })
    }
}

/// Order of the lines of a page by one of their sums.
fn by_sum(column: &str, direction: &str) -> String {
    format!("coalesce(h.{column}, 0){direction}, line.location")
}

/// Text of a lot's label: item, size and best-before date (0 for none).
pub type LotLabel = (Item, String, Timestamp, Timestamp);

impl Store {
    /// Returns the label of a lot; any role that reads stock in its root area is enough.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock; not found in another root area.
    pub async fn lot_label(&self, actor: &Actor, lot: LotId) -> Result<LotLabel> {
        actor.must_somewhere(Action::ReadStock)?;
        let mut db = self.reader().await?;
        let (item, size, expires, created) = row!(
            db,
            (i64, String, i64, i64),
            "select item, size, expires, created from lot where id = $1 and root = $2 and item <> 0",
            lot,
            actor.root,
        )?
        .ok_or(Refusal::NotFound)?;
        Ok((items::item(&mut db.arm(), actor.root, item).await?, size, expires, created))
    }

    /// Returns a page of the stock at the actor's locations, by location, item and size. What is sold out is a line of 0
    /// where it is searched for, or has a minimum.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock.
    pub async fn stock_page(&self, actor: &Actor, query: &StockQuery) -> Result<StockPage> {
        self.stock_lines(actor, query, LINES).await
    }

    /// As [`Store::stock_page`], with at most `most` lines.
    ///
    /// # Errors
    /// As [`Store::stock_page`].
    pub async fn stock_lines(&self, actor: &Actor, query: &StockQuery, most: i64) -> Result<StockPage> {
        self.stock_table(actor, query, Sort::up(StockColumn::Place), most).await
    }

    /// As [`Store::stock_lines`], in the order of a column. All lines of the filter are grouped for its sums anyway, so
    /// any order costs the same.
    ///
    /// # Errors
    /// As [`Store::stock_page`].
    pub async fn stock_table(
        &self,
        actor: &Actor,
        query: &StockQuery,
        sort: Sort<StockColumn>,
        most: i64,
    ) -> Result<StockPage> {
        let direction = if sort.direction == Direction::Down { " desc" } else { "" };
        let [chosen, shown] = match sort.column {
            StockColumn::Place => [format!("location{direction}"), format!("line.location{direction}")],
            StockColumn::OnHand => [format!("sum(on_hand){direction}, location"), by_sum("on_hand", direction)],
            StockColumn::Reserved => [format!("sum(reserved){direction}, location"), by_sum("reserved", direction)],
        };
        actor.must_somewhere(Action::ReadStock)?;
        let inside = covered("r.path", &actor.areas_for(Action::ReadStock));
        // `shelf` holds one sum per line; only the other places are summed from lots.
        let here = format!(
            "(select p.id from location p join area r on r.id = p.area where (p.id = $1 or $1 = 0) and {inside})"
        );
        let which = format!(
            "(select id from item where (category = $3 or $3 = '') and (find like $2 escape '!'
                 or id in (select c.item from barcode c where c.root = {} and c.code = $4)))",
            actor.root
        );
        // A line of 0 stays in `shelf` after the last unit.
        let listed = if query.q.trim().is_empty() {
            "(s.quantity > 0 or exists (select 1 from item_terms m where m.root = s.root and m.item = s.item
                 and m.minimum > 0))"
        } else {
            "s.quantity >= 0"
        };
        let shelf = format!(
            "select s.location, s.item, s.size, s.quantity as on_hand, 0 as reserved, 0 as quarantine from shelf s
             where {listed} and s.location in {here} and s.item in {which}"
        );
        let other = format!(
            "select a.location, l.item, l.size, 0 as on_hand,
                 case when a.place = 'quarantine' then 0 else b.quantity end as reserved,
                 case when a.place = 'quarantine' then b.quantity else 0 end as quarantine
             from ledger_account a join balance b on b.account = a.id join lot l on l.id = b.lot
             where a.place in ('reserved', 'ordered', 'quarantine') and b.quantity > 0 and a.location in {here}
                 and l.item in {which}"
        );
        let pattern = anywhere(&fold(query.q.trim()));
        let category = query.category.map_or("", Category::as_str);
        let code = barcode(&query.q).unwrap_or_default();
        let mut db = self.reader().await?;
        let sums = format!(
            "select cast(coalesce(sum(on_hand), 0) as bigint), cast(coalesce(sum(reserved), 0) as bigint),
                 cast(coalesce(sum(quarantine), 0) as bigint) from ({shelf} union all {other}) x"
        );
        let (on_hand, reserved, quarantine) =
            row!(db, (i64, i64, i64), AssertSqlSafe(sums.as_str()), query.location, &pattern, category, &code)?
                .unwrap_or_default();
        let count = format!(
            "select (select count(*) from ({shelf}) x)
                 + (select count(*) from (select distinct location, item, size from ({other}) y) o
                    where not exists (select 1 from shelf s where s.item = o.item and s.size = o.size
                        and s.location = o.location and {listed}))"
        );
        let of = value!(db, i64, AssertSqlSafe(count.as_str()), query.location, &pattern, category, &code)?;
        let page = format!(
            "with line as (
                 select location, item, size from ({shelf} union all {other}) x
                 group by location, item, size order by {chosen}, item, size limit $5 offset $6
             ), held as (
                 select line.location, line.item, line.size,
                     cast(sum(case when a.place = 'shelf' then b.quantity else 0 end) as bigint) as on_hand,
                     cast(sum(case when a.place in ('reserved', 'ordered') then b.quantity else 0 end) as bigint)
                         as reserved,
                     cast(sum(case when a.place = 'ordered' then b.quantity else 0 end) as bigint) as ordered,
                     cast(sum(case when a.place = 'quarantine' then b.quantity else 0 end) as bigint) as quarantine
                 from line cross join lot l cross join balance b cross join ledger_account a
                 where l.item = line.item and l.size = line.size and b.lot = l.id and b.quantity > 0
                     and a.id = b.account and a.location = line.location
                     and a.place in ('shelf', 'reserved', 'ordered', 'quarantine')
                 group by line.location, line.item, line.size
             )
             select line.item, i.key, i.name, i.category, i.unit, line.size, line.location, p.name as location_name,
                 coalesce(h.on_hand, 0) as on_hand, coalesce(h.reserved, 0) as reserved,
                 coalesce(h.ordered, 0) as ordered, coalesce(h.quarantine, 0) as quarantine,
                 coalesce(t.minimum, 0) as minimum, i.cost as price,
                 cast(coalesce((select sum(s.quantity) from shelf s where s.item = line.item and s.root = p.root), 0)
                     as bigint) as everywhere
             from line join location p on p.id = line.location join item i on i.id = line.item
                 left join held h on h.location = line.location and h.item = line.item and h.size = line.size
                 left join item_terms t on t.root = p.root and t.item = i.id
             order by {shown}, line.item, line.size"
        );
        let found = rows!(
            db,
            Line,
            AssertSqlSafe(page.as_str()),
            query.location,
            &pattern,
            category,
            &code,
            most,
            query.from.max(0),
        )?;
        let lines = found.into_iter().map(StockLine::try_from).collect::<Result<Vec<_>>>()?;
        Ok(StockPage { lines, of, on_hand, reserved, quarantine })
    }
}
