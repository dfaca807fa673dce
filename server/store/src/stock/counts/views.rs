//! Reading stock-takes: the list, one stock-take, its lines, and lots that could be added to it.

use domain::{
    accounts::Actor,
    areas::AreaPath,
    catalogue::items::barcode,
    ledger::{LocationId, LotId},
    permission::Action,
    stock::counts::{StockTake, StockTakeId, TakeLine, TakeState},
    wishes::Page,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Refusal, Result, Store,
    areas::locations::must_at,
    db::{
        area_filter::covered,
        folding::fold,
        pagination::{PAGE, anywhere, page},
        sql::{parse, row, rows, stored, value},
    },
};

/// Default lines per page.
pub const LINES: i64 = 50;

/// Filter of a stock-take's lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// No filter.
    #[default]
    All,
    /// Neither counted nor skipped.
    Left,
    /// Counted, with a difference to the ledger.
    Different,
}

/// Filter and page of a stock-take's lines.
#[derive(Clone, Debug, Default)]
pub struct LineQuery {
    /// State of the lines to list.
    pub show: Show,
    /// Words to find in the item's name; "" for all.
    pub q: String,
    /// Item id; 0 for all.
    pub item: i64,
    /// Size of the item; "" for all.
    pub size: String,
    /// Lines to skip.
    pub from: i64,
    /// Lines to return, at most 500; 0 for [`LINES`].
    pub limit: i64,
}

/// Page of a stock-take's lines.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lines {
    /// Lines of this page.
    pub lines: Vec<TakeLine>,
    /// Number of lines that match the filter.
    pub total: i64,
}

/// Lot booked on this shelf, now or before, without a line in the stock-take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Missing {
    /// Lot without a line.
    pub lot: LotId,
    /// Id of the item.
    pub item: i64,
    /// Pictogram key of the item.
    pub key: String,
    /// Chinese name of the item.
    pub name: String,
    /// Size of the item, or "" for an item without sizes.
    pub size: String,
    /// `new` or `used`.
    pub condition: String,
    /// Best-before date in Unix seconds, or 0 for none.
    pub expires: i64,
    /// Units on the shelf by the ledger now.
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
    blind: bool,
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

/// `$1` is the actor's account: `counted_some` is the number of lines it counted.
const TAKES: &str = "select t.id, t.location, p.name as location_name, r.path, t.category, t.state, t.note,
     t.opened, coalesce(o.name, '') as opened_by, t.finished, coalesce(f.name, '') as finished_by,
     t.finished_by as finisher, t.closed, coalesce(c.name, '') as closed_by, t.blind,
     coalesce(s.lines, 0) as lines,
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

/// `$1` is the stock-take, `$2` a name pattern, `$3` an item or 0, `$4` a size or "", `$5` a barcode or "".
const LINES_OF: &str = "from stock_take_line n join stock_take t on t.id = n.stock_take join lot l on l.id = n.lot
     join item i on i.id = l.item
     where n.stock_take = $1 and (i.find like $2 escape '!'
             or exists (select 1 from barcode c where c.root = l.root and c.code = $5 and c.item = i.id))
         and (l.item = $3 or $3 = 0) and (l.size = $4 or $4 = '')";

/// Stands for a number of the book that a blind sheet does not show yet.
pub const HIDDEN: i64 = -1;

/// Whether a blind sheet still has lines to be counted, so that it shows nothing of the book.
async fn hides(db: &mut Conn<'_>, id: StockTakeId) -> Result<bool> {
    let left = value!(
        db,
        i64,
        "select count(*) from stock_take t join stock_take_line n on n.stock_take = t.id
         where t.id = $1 and t.blind = true and t.state = 'counting' and n.counted = -1 and n.skipped = false",
        id,
    )?;
    Ok(left > 0)
}

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
    /// Lists the stock-takes of the actor's locations, newest first; `location` 0 means all.
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
        // Sum only the lines of this page's stock-takes.
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

    /// Returns one stock-take with the actor's permissions on it.
    ///
    /// # Errors
    /// Not found outside the actor's areas; not allowed without a role that reads stock.
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

    /// Lists lines by category, name, size and date: the order of the shelves.
    ///
    /// # Errors
    /// Not found outside the actor's areas; not allowed without a role that reads stock.
    pub async fn stock_take_lines(&self, actor: &Actor, id: StockTakeId, query: &LineQuery) -> Result<Lines> {
        let mut db = self.reader().await?;
        must_read(&mut db.arm(), actor, id).await?;
        let hides = hides(&mut db.arm(), id).await?;
        let condition = match (hides, query.show) {
            (true, Show::Different) => " and 1 = 0",
            (_, show) => show.condition(),
        };
        let (words, code) = (anywhere(&fold(query.q.trim())), barcode(&query.q).unwrap_or_default());
        let limit = if query.limit == 0 { LINES } else { query.limit.clamp(1, 500) };
        let sql = format!("select count(*) {LINES_OF}{condition}");
        let total = value!(db, i64, AssertSqlSafe(sql.as_str()), id, &words, query.item, &query.size, &code)?;
        let sql = format!(
            "select n.lot, l.item, i.key, i.name, i.unit, l.size, l.condition, l.expires, n.booked, n.counted, n.booked_then,
                 n.counted_at, coalesce((select a.name from account a where a.id = n.counted_by), '') as counted_by,
                 n.skipped, n.again, n.reason, n.journal,
                 cast(coalesce((select b.quantity from ledger_account a join balance b on b.account = a.id
                     where a.place = 'shelf' and a.owner = t.location and b.lot = n.lot), 0) as bigint) as shelf
             {LINES_OF}{condition}
             order by i.category, i.name, l.item, l.size, l.expires, n.lot limit {limit} offset $6"
        );
        let found = rows!(
            db,
            LineRow,
            AssertSqlSafe(sql.as_str()),
            id,
            &words,
            query.item,
            &query.size,
            &code,
            query.from.max(0),
        )?;
        let mut lines = found.into_iter().map(TakeLine::try_from).collect::<Result<Vec<_>>>()?;
        if hides {
            for line in &mut lines {
                (line.booked, line.booked_then, line.shelf) = (HIDDEN, line.counted.max(0), HIDDEN);
            }
        }
        Ok(Lines { lines, total })
    }

    /// Lists up to 30 lots of the shelf without a line, those in stock first.
    /// They arrived after the stock-take was opened, or were found although the ledger has none.
    ///
    /// # Errors
    /// Not found outside the actor's areas; not allowed without a role that reads stock.
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
                 and (i.find like $2 escape '!'
                      or exists (select 1 from barcode c where c.root = l.root and c.code = $3 and c.item = i.id))
                 and not exists (select 1 from stock_take_line n where n.stock_take = t.id and n.lot = l.id)
             order by b.quantity = 0, i.name, l.id desc limit 30",
            id,
            anywhere(&fold(q.trim())),
            barcode(q).unwrap_or_default(),
        )?)
    }
}

async fn must_read(db: &mut Conn<'_>, actor: &Actor, id: StockTakeId) -> Result<()> {
    actor.must_somewhere(Action::ReadStock)?;
    let (location,) =
        row!(db, (i64,), "select location from stock_take where id = $1", id)?.ok_or(Refusal::NotFound)?;
    must_at(db, actor, Action::ReadStock, location).await
}

impl TakeRow {
    fn take(self, actor: &Actor) -> Result<StockTake> {
        let path = AreaPath(self.path);
        let state: TakeState = parse(&self.state)?;
        let shown = |n: i64| if self.blind && state == TakeState::Counting && self.left_over > 0 { 0 } else { n };
        let (differences, surplus, missing) = (shown(self.differences), shown(self.surplus), shown(self.missing));
        Ok(StockTake {
            may_count: actor.may(Action::KeepStock, &path),
            may_approve: actor.may(Action::ApproveCounts, &path)
                && self.finisher != actor.account
                && self.counted_some == 0,
            state,
            blind: self.blind,
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
            differences,
            surplus,
            missing,
        })
    }
}
