//! What leaves the books as a table: stock, movements, receipts, issues. Nothing in it leads to a household, and
//! givers are named only as they agreed.

use domain::{Timestamp, accounts::Actor, ledger::LocationId, permission::Action};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Result, Store,
    db::{area_filter::covered, sql::rows},
};

/// The most rows of one table; more are told to be missing.
pub const MOST_ROWS: usize = 100_000;

/// What part of the books.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExportQuery {
    /// One location; 0 for all of the actor's.
    pub location: LocationId,
    /// From this time on; 0 for the beginning.
    pub from: Timestamp,
    /// Until before this time; 0 for now.
    pub to: Timestamp,
}

/// Rows, and whether there were more than are taken.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Export<R> {
    /// The rows.
    pub rows: Vec<R>,
    /// Whether later ones are missing.
    pub cut: bool,
}

/// Goods of one lot's kind at a location.
#[derive(Clone, Debug, PartialEq, Serialize, sqlx::FromRow)]
pub struct StockRow {
    /// The item's number.
    pub item: i64,
    /// Its pictogram.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// Its shelf.
    pub category: String,
    /// What one is called.
    pub unit: String,
    /// Its size, or empty.
    pub size: String,
    /// New or used.
    pub condition: String,
    /// Best before, or 0.
    pub expires: Timestamp,
    /// Where.
    pub location_name: String,
    /// Free on the shelf.
    pub on_hand: i64,
    /// Set aside for claims and orders.
    pub reserved: i64,
    /// Waiting to be looked at.
    pub quarantine: i64,
}

/// One entry of one journal.
#[derive(Clone, Debug, PartialEq, Serialize, sqlx::FromRow)]
pub struct MovementRow {
    /// The journal.
    pub journal: i64,
    /// What happened.
    pub kind: String,
    /// When.
    pub at: Timestamp,
    /// Where it was written.
    pub location_name: String,
    /// The item's number.
    pub item: i64,
    /// Its pictogram.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// Its size, or empty.
    pub size: String,
    /// The lot.
    pub lot: i64,
    /// From or to which place.
    pub place: String,
    /// Signed units.
    pub quantity: i64,
    /// Who did it, or empty for the clocks.
    pub by: String,
    /// Why, or empty.
    pub reason: String,
    /// The journal it puts right, or 0.
    pub reverses: i64,
}

/// One line of what came in.
#[derive(Clone, Debug, PartialEq, Serialize, sqlx::FromRow)]
pub struct ReceiptRow {
    /// The year of the receipt's number; 0 for goods from before there were receipts.
    pub year: i64,
    /// The number itself.
    pub number: i64,
    /// The journal.
    pub journal: i64,
    /// When.
    pub at: Timestamp,
    /// Where.
    pub location_name: String,
    /// From what kind of giver.
    pub origin: String,
    /// The giver who agreed to be named, else empty.
    pub giver: String,
    /// The item's number.
    pub item: i64,
    /// Its pictogram.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// What one is called.
    pub unit: String,
    /// Its size, or empty.
    pub size: String,
    /// New or used.
    pub condition: String,
    /// Best before, or 0.
    pub expires: Timestamp,
    /// How many.
    pub quantity: i64,
    /// What they cost, in fen, or 0.
    pub cost: i64,
    /// The journal that put it right, or 0.
    pub reversed_by: i64,
}

/// One line of what families were given.
#[derive(Clone, Debug, PartialEq, Serialize, sqlx::FromRow)]
pub struct IssueRow {
    /// The journal.
    pub journal: i64,
    /// When.
    pub at: Timestamp,
    /// Where.
    pub location_name: String,
    /// The item's number.
    pub item: i64,
    /// Its pictogram.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// What one is called.
    pub unit: String,
    /// Its size, or empty.
    pub size: String,
    /// How many.
    pub quantity: i64,
    /// The area the family lives in.
    pub area_name: String,
    /// Whether it was an order of the free shop; else it was for a wish.
    pub ordered: bool,
    /// The journal that put it right, or 0.
    pub reversed_by: i64,
}

fn cut<R>(mut rows: Vec<R>) -> Export<R> {
    let cut = rows.len() > MOST_ROWS;
    rows.truncate(MOST_ROWS);
    Export { rows, cut }
}

/// The actor's part of the books: `p` is the location, `r` its area.
fn inside(actor: &Actor) -> Result<String> {
    actor.must_somewhere(Action::ReadStock)?;
    Ok(covered("r.path", &actor.areas_for(Action::ReadStock)))
}

/// One more than is taken tells that there are more.
const LIMIT: usize = MOST_ROWS + 1;

/// Journals of the time and the location that are asked for.
const BETWEEN: &str = "(p.id = $1 or $1 = 0) and j.at >= $2 and (j.at < $3 or $3 = 0)";

impl Store {
    /// What is in the actor's shops now.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock.
    pub async fn export_stock(&self, actor: &Actor, location: LocationId) -> Result<Export<StockRow>> {
        let inside = inside(actor)?;
        let sum =
            |places: &str| format!("cast(sum(case when a.place in ({places}) then b.quantity else 0 end) as bigint)");
        let (on_hand, reserved, quarantine) = (sum("'shelf'"), sum("'reserved', 'ordered'"), sum("'quarantine'"));
        let sql = format!(
            "select i.id as item, i.key, i.name, i.category, i.unit, l.size, l.condition, l.expires, p.name as location_name,
                 {on_hand} as on_hand, {reserved} as reserved, {quarantine} as quarantine
             from ledger_account a join balance b on b.account = a.id join lot l on l.id = b.lot
                 join item i on i.id = l.item join location p on p.id = a.location join area r on r.id = p.area
             where a.place in ('shelf', 'reserved', 'ordered', 'quarantine') and b.quantity > 0
                 and (a.location = $1 or $1 = 0) and {inside}
             group by i.id, i.key, i.name, i.category, i.unit, l.size, l.condition, l.expires, p.id, p.name
             order by p.id, i.id, l.size, l.condition, l.expires limit {LIMIT}"
        );
        let mut db = self.reader().await?;
        Ok(cut(rows!(db, StockRow, AssertSqlSafe(sql.as_str()), location)?))
    }

    /// Every entry of every journal of the time, oldest first.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock.
    pub async fn export_movements(&self, actor: &Actor, query: ExportQuery) -> Result<Export<MovementRow>> {
        let inside = inside(actor)?;
        let sql = format!(
            "select j.id as journal, j.kind, j.at, p.name as location_name, i.id as item, i.key, i.name, l.size, l.id as lot,
                 a.place, e.quantity, coalesce(w.name, '') as by, j.reason, j.reverses
             from journal j join location p on p.id = j.location join area r on r.id = p.area
                 join entry e on e.journal = j.id join ledger_account a on a.id = e.account
                 join lot l on l.id = e.lot join item i on i.id = l.item left join account w on w.id = j.account
             where {BETWEEN} and {inside} order by j.id, e.id limit {LIMIT}"
        );
        let mut db = self.reader().await?;
        let ExportQuery { location, from, to } = query;
        Ok(cut(rows!(db, MovementRow, AssertSqlSafe(sql.as_str()), location, from, to)?))
    }

    /// What came in, line by line, oldest first.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock.
    pub async fn export_receipts(&self, actor: &Actor, query: ExportQuery) -> Result<Export<ReceiptRow>> {
        let inside = inside(actor)?;
        let sql = format!(
            "select coalesce(c.year, 0) as year, coalesce(c.number, 0) as number, j.id as journal, j.at,
                 p.name as location_name, l.origin,
                 case when c.named = true and c.giver <> '' then c.giver when c.named = true then coalesce(o.name, d.name, '')
                      else coalesce(o.name, '') end as giver,
                 i.id as item, i.key, i.name, i.unit, l.size, l.condition, l.expires, e.quantity, l.cost,
                 coalesce((select u.id from journal u where u.reverses = j.id), 0) as reversed_by
             from journal j join location p on p.id = j.location join area r on r.id = p.area
                 join entry e on e.journal = j.id and e.quantity > 0 join lot l on l.id = e.lot
                 join item i on i.id = l.item left join receipt c on c.id = j.receipt
                 left join organisation o on o.id = c.organisation left join account d on d.id = c.donor
             where j.kind = 'receive' and {BETWEEN} and {inside} order by j.id, e.id limit {LIMIT}"
        );
        let mut db = self.reader().await?;
        let ExportQuery { location, from, to } = query;
        Ok(cut(rows!(db, ReceiptRow, AssertSqlSafe(sql.as_str()), location, from, to)?))
    }

    /// What families were given, line by line, oldest first; of the family only where it lives.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock.
    pub async fn export_issues(&self, actor: &Actor, query: ExportQuery) -> Result<Export<IssueRow>> {
        let inside = inside(actor)?;
        let sql = format!(
            "select j.id as journal, j.at, p.name as location_name, i.id as item, i.key, i.name, i.unit, l.size, e.quantity,
                 coalesce(z.name, '') as area_name, j.shop_order <> 0 as ordered,
                 coalesce((select u.id from journal u where u.reverses = j.id), 0) as reversed_by
             from journal j join location p on p.id = j.location join area r on r.id = p.area
                 join entry e on e.journal = j.id and e.quantity > 0
                 join ledger_account a on a.id = e.account and a.place = 'issued'
                 join lot l on l.id = e.lot join item i on i.id = l.item
                 left join household h on h.id = a.owner left join area z on z.id = h.area
             where j.kind = 'issue' and {BETWEEN} and {inside} order by j.id, e.id limit {LIMIT}"
        );
        let mut db = self.reader().await?;
        let ExportQuery { location, from, to } = query;
        Ok(cut(rows!(db, IssueRow, AssertSqlSafe(sql.as_str()), location, from, to)?))
    }
}
