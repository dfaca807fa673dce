//! Reading stock-takes: the list, one sheet, its lines page by page, and what could still be put on it.

use domain::{
    Error as Refusal,
    accounts::Actor,
    areas::AreaPath,
    ledger::{LocationId, LotId},
    permission::Action,
    stock::counts::{StockTake, StockTakeId, TakeLine},
    wishes::Page,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Result, Store,
    areas::locations::location_path,
    db::{
        area_filter::covered,
        pagination::{PAGE, anywhere, page},
        sql::{parse, row, rows, stored, value},
    },
};

/// Lines of a sheet on one page.
pub const LINES: i64 = 50;

/// Which lines of a sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// All of them.
    #[default]
    All,
    /// Those that are neither counted nor left out.
    Left,
    /// Those that differ from the book.
    Different,
}

/// What the lines of a sheet are narrowed to.
#[derive(Clone, Debug, Default)]
pub struct LineQuery {
    /// Which of them.
    pub show: Show,
    /// Words of the item's name.
    pub q: String,
    /// One item, or 0.
    pub item: i64,
    /// Its size, or empty for every size.
    pub size: String,
    /// How many lines to pass over.
    pub from: i64,
    /// How many to give, at most 500; 0 for [`LINES`].
    pub limit: i64,
}

/// Lines of a sheet, and how many there are in all.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lines {
    /// The lines.
    pub lines: Vec<TakeLine>,
    /// How many the question found.
    pub total: i64,
}

/// A lot that lies (or once lay) on these shelves and is not on the sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Missing {
    /// The lot.
    pub lot: LotId,
    /// What it is.
    pub item: i64,
    /// Its pictogram.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// Its size, or empty.
    pub size: String,
    /// `new` or `used`.
    pub condition: String,
    /// Best before, or 0.
    pub expires: i64,
    /// By the book now.
    pub shelf: i64,
}

#[derive(sqlx::FromRow)]
struct TakeRow {
    id: i64,
    location: i64,
    location_name: String,
    path: String,
    category: String,
    state: String,
    note: String,
    opened: i64,
    opened_by: String,
    finished: i64,
    finished_by: String,
    finisher: i64,
    closed: i64,
    closed_by: String,
    lines: i64,
    left_over: i64,
    differences: i64,
    surplus: i64,
    missing: i64,
    counted_some: i64,
}

stored! {
    struct LineRow => TakeLine {
        parsed: condition; lot: i64, item: i64, key: String, name: String, unit: String, size: String, expires: i64,
        booked: i64, counted: i64, booked_then: i64, counted_at: i64, counted_by: String, skipped: bool, again: bool,
        reason: String, journal: i64, shelf: i64
    }
}

/// `$1` is the person who asks.
const TAKES: &str = "select t.id, t.location, p.name as location_name, r.path, t.category, t.state, t.note,
     t.opened, coalesce(o.name, '') as opened_by, t.finished, coalesce(f.name, '') as finished_by,
     t.finished_by as finisher, t.closed, coalesce(c.name, '') as closed_by, coalesce(s.lines, 0) as lines,
     coalesce(s.left_over, 0) as left_over, coalesce(s.differences, 0) as differences,
     coalesce(s.surplus, 0) as surplus, coalesce(s.missing, 0) as missing, coalesce(s.counted_some, 0) as counted_some
     from stock_take t join location p on p.id = t.location join area r on r.id = p.area
     left join account o on o.id = t.opened_by left join account f on f.id = t.finished_by
     left join account c on c.id = t.closed_by
     left join (select stock_take, cast(count(*) as bigint) as lines,
             cast(sum(case when counted = -1 and skipped = false then 1 else 0 end) as bigint) as left_over,
             cast(sum(case when counted >= 0 and counted <> booked_then then 1 else 0 end) as bigint) as differences,
             cast(sum(case when counted > booked_then then counted - booked_then else 0 end) as bigint) as surplus,
             cast(sum(case when counted >= 0 and counted < booked_then then booked_then - counted else 0 end) as bigint)
                 as missing,
             cast(sum(case when counted >= 0 and counted_by = $1 then 1 else 0 end) as bigint) as counted_some
         from stock_take_line group by stock_take) s on s.stock_take = t.id";

/// `$1` is the sheet.
const LINES_OF: &str = "from stock_take_line n join stock_take t on t.id = n.stock_take join lot l on l.id = n.lot
     join item i on i.id = l.item
     where n.stock_take = $1 and (lower(i.name) like $2 escape '!' or lower(i.name_en) like $2 escape '!')
         and (l.item = $3 or $3 = 0) and (l.size = $4 or $4 = '')";

impl Show {
    fn condition(self) -> &'static str {
        match self {
            Show::All => "",
            Show::Left => " and n.counted = -1 and n.skipped = false",
            Show::Different => " and n.counted >= 0 and n.counted <> n.booked_then",
        }
    }
}

impl Store {
    /// The stock-takes of the actor's shops, newest first; `location` 0 means all shops.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock.
    pub async fn stock_takes(
        &self,
        actor: &Actor,
        location: LocationId,
        cursor: StockTakeId,
    ) -> Result<Page<StockTake>> {
        actor.must_somewhere(Action::ReadStock)?;
        let inside = covered("r.path", &actor.areas_for(Action::ReadStock));
        let limit = PAGE + 1;
        // The sums are made for the sheets of this page alone.
        let some = format!(
            "from stock_take_line where stock_take in (select t.id from stock_take t join location p on p.id = t.location
                 join area r on r.id = p.area where (t.location = $2 or $2 = 0) and (t.id < $3 or $3 = 0) and {inside}
                 order by t.id desc limit {limit}) group by"
        );
        let takes = TAKES.replace("from stock_take_line group by", &some);
        let sql = format!(
            "{takes} where (t.location = $2 or $2 = 0) and (t.id < $3 or $3 = 0) and {inside}
             order by t.id desc limit {limit}"
        );
        let mut db = self.reader().await?;
        let found = rows!(db, TakeRow, AssertSqlSafe(sql.as_str()), actor.account, location, cursor)?;
        let takes = found.into_iter().map(|row| row.take(actor)).collect::<Result<Vec<_>>>()?;
        Ok(page(takes, |take| take.id))
    }

    /// One stock-take, and what the person may do with it.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn stock_take(&self, actor: &Actor, id: StockTakeId) -> Result<StockTake> {
        actor.must_somewhere(Action::ReadStock)?;
        let mut db = self.reader().await?;
        let takes =
            TAKES.replace("from stock_take_line group by", "from stock_take_line where stock_take = $2 group by");
        let sql = format!("{takes} where t.id = $2");
        let found = row!(db, TakeRow, AssertSqlSafe(sql.as_str()), actor.account, id)?.ok_or(Refusal::NotFound)?;
        actor.must(Action::ReadStock, &AreaPath(found.path.clone()))?;
        found.take(actor)
    }

    /// Lines of a sheet, in the order in which one walks along the shelves: by category, name, size and date.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn stock_take_lines(&self, actor: &Actor, id: StockTakeId, query: &LineQuery) -> Result<Lines> {
        let mut db = self.reader().await?;
        must_read(&mut db.arm(), actor, id).await?;
        let condition = query.show.condition();
        let (words, limit) = (anywhere(&query.q), if query.limit == 0 { LINES } else { query.limit.clamp(1, 500) });
        let sql = format!("select count(*) {LINES_OF}{condition}");
        let total = value!(db, i64, AssertSqlSafe(sql.as_str()), id, &words, query.item, &query.size)?;
        let sql = format!(
            "select n.lot, l.item, i.key, i.name, i.unit, l.size, l.condition, l.expires, n.booked, n.counted, n.booked_then,
                 n.counted_at, coalesce((select a.name from account a where a.id = n.counted_by), '') as counted_by,
                 n.skipped, n.again, n.reason, n.journal,
                 cast(coalesce((select b.quantity from ledger_account a join balance b on b.account = a.id
                     where a.place = 'shelf' and a.owner = t.location and b.lot = n.lot), 0) as bigint) as shelf
             {LINES_OF}{condition}
             order by i.category, i.name, l.item, l.size, l.expires, n.lot limit {limit} offset $5"
        );
        let found =
            rows!(db, LineRow, AssertSqlSafe(sql.as_str()), id, &words, query.item, &query.size, query.from.max(0),)?;
        Ok(Lines { lines: found.into_iter().map(TakeLine::try_from).collect::<Result<Vec<_>>>()?, total })
    }

    /// Lots that are not on the sheet and lie on its shelves, or lay there once: what came in meanwhile, or was found
    /// though the book has none. Those with goods come first.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn stock_take_missing(&self, actor: &Actor, id: StockTakeId, q: &str) -> Result<Vec<Missing>> {
        let mut db = self.reader().await?;
        must_read(&mut db.arm(), actor, id).await?;
        Ok(rows!(
            db,
            Missing,
            "select l.id as lot, l.item, i.key, i.name, l.size, l.condition, l.expires, b.quantity as shelf
             from stock_take t join ledger_account a on a.place = 'shelf' and a.owner = t.location
                 join balance b on b.account = a.id join lot l on l.id = b.lot join item i on i.id = l.item
             where t.id = $1 and (i.category = t.category or t.category = '')
                 and (lower(i.name) like $2 escape '!' or lower(i.name_en) like $2 escape '!')
                 and not exists (select 1 from stock_take_line n where n.stock_take = t.id and n.lot = l.id)
             order by b.quantity = 0, i.name, l.id desc limit 30",
            id,
            anywhere(q),
        )?)
    }
}

async fn must_read(db: &mut Conn<'_>, actor: &Actor, id: StockTakeId) -> Result<()> {
    actor.must_somewhere(Action::ReadStock)?;
    let (location,) =
        row!(db, (i64,), "select location from stock_take where id = $1", id)?.ok_or(Refusal::NotFound)?;
    Ok(actor.must(Action::ReadStock, &location_path(db, location).await?)?)
}

impl TakeRow {
    fn take(self, actor: &Actor) -> Result<StockTake> {
        let path = AreaPath(self.path);
        Ok(StockTake {
            may_count: actor.may(Action::KeepStock, &path),
            may_approve: actor.may(Action::ApproveCounts, &path)
                && self.finisher != actor.account
                && self.counted_some == 0,
            state: parse(&self.state)?,
            id: self.id,
            location: self.location,
            location_name: self.location_name,
            category: self.category,
            note: self.note,
            opened: self.opened,
            opened_by: self.opened_by,
            finished: self.finished,
            finished_by: self.finished_by,
            closed: self.closed,
            closed_by: self.closed_by,
            lines: self.lines,
            left: self.left_over,
            differences: self.differences,
            surplus: self.surplus,
            missing: self.missing,
        })
    }
}
