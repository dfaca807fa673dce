//! Exports for spreadsheets: stock, movements, receipts and issues.
//! Rows must not identify a household; individual givers are named only if they agreed.

use domain::{
    Timestamp,
    accounts::{Actor, security::SecurityKind},
    ledger::LocationId,
    permission::Action,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    By, Command, Result, Store, Tx,
    db::{area_filter::covered, sql::rows},
};

/// Most rows of one export; [`Export::cut`] tells when more exist.
pub const MOST_ROWS: usize = 100_000;

/// Filter of an export.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExportQuery {
    /// Location to export; 0 for all of the actor's locations.
    pub location: LocationId,
    /// First second included; 0 for no lower bound.
    pub from: Timestamp,
    /// First second excluded; 0 for no upper bound.
    pub to: Timestamp,
}

/// Rows of an export.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Export<R> {
    /// At most [`MOST_ROWS`] rows.
    pub rows: Vec<R>,
    /// Whether rows beyond [`MOST_ROWS`] were left out.
    pub cut: bool,
}

/// Stock of one item, size, condition and date at a location.
#[derive(Clone, Debug, PartialEq, Serialize, sqlx::FromRow)]
pub struct StockRow {
    /// Id of the item.
    pub item: i64,
    /// Pictogram key of the item.
    pub key: String,
    /// Chinese name of the item.
    pub name: String,
    /// Category of the item.
    pub category: String,
    /// Unit the item is counted in, in Chinese.
    pub unit: String,
    /// Size of the item, or "" for an item without sizes.
    pub size: String,
    /// `new` or `used`.
    pub condition: String,
    /// Best-before date in Unix seconds, or 0 for none.
    pub expires: Timestamp,
    /// Name of the location.
    pub location_name: String,
    /// Free units on the shelf.
    pub on_hand: i64,
    /// Units set aside for claims and orders.
    pub reserved: i64,
    /// Units in quarantine.
    pub quarantine: i64,
}

/// Entry of a journal.
#[derive(Clone, Debug, PartialEq, Serialize, sqlx::FromRow)]
pub struct MovementRow {
    /// Journal the entry belongs to.
    pub journal: i64,
    /// Kind of the journal.
    pub kind: String,
    /// Time of the journal.
    pub at: Timestamp,
    /// Name of the journal's location.
    pub location_name: String,
    /// Id of the item.
    pub item: i64,
    /// Pictogram key of the item.
    pub key: String,
    /// Chinese name of the item.
    pub name: String,
    /// Size of the item, or "" for an item without sizes.
    pub size: String,
    /// Lot that moved.
    pub lot: i64,
    /// Place of the ledger account that changed.
    pub place: String,
    /// Units added to the place; negative when removed.
    pub quantity: i64,
    /// Name of the account that posted it; "" for jobs.
    pub by: String,
    /// Reason given, or "".
    pub reason: String,
    /// Journal that this one reverses, or 0.
    pub reverses: i64,
}

/// Received goods of one lot.
#[derive(Clone, Debug, PartialEq, Serialize, sqlx::FromRow)]
pub struct ReceiptRow {
    /// Year of the receipt's number; 0 for goods received before receipts existed.
    pub year: i64,
    /// Receipt number within the year, or 0.
    pub number: i64,
    /// Journal that booked the line.
    pub journal: i64,
    /// Time of the journal.
    pub at: Timestamp,
    /// Name of the location.
    pub location_name: String,
    /// Kind of giver.
    pub origin: String,
    /// Name of the giver if it agreed to be named; else the organisation's name, or "".
    pub giver: String,
    /// Id of the item.
    pub item: i64,
    /// Pictogram key of the item.
    pub key: String,
    /// Chinese name of the item.
    pub name: String,
    /// Unit the item is counted in, in Chinese.
    pub unit: String,
    /// Size of the item, or "" for an item without sizes.
    pub size: String,
    /// `new` or `used`.
    pub condition: String,
    /// Best-before date in Unix seconds, or 0 for none.
    pub expires: Timestamp,
    /// Units received.
    pub quantity: i64,
    /// Cost of the whole line in fen, or 0.
    pub cost: i64,
    /// Journal that reverses this one, or 0.
    pub reversed_by: i64,
}

/// Goods of one lot issued to a family.
#[derive(Clone, Debug, PartialEq, Serialize, sqlx::FromRow)]
pub struct IssueRow {
    /// Journal that issued the goods.
    pub journal: i64,
    /// Time of the journal.
    pub at: Timestamp,
    /// Name of the location.
    pub location_name: String,
    /// Id of the item.
    pub item: i64,
    /// Pictogram key of the item.
    pub key: String,
    /// Chinese name of the item.
    pub name: String,
    /// Unit the item is counted in, in Chinese.
    pub unit: String,
    /// Size of the item, or "" for an item without sizes.
    pub size: String,
    /// Units issued.
    pub quantity: i64,
    /// Name of the area the family lives in now, or "".
    pub area_name: String,
    /// Whether it was a free-shop order; else it was a wish.
    pub ordered: bool,
    /// Journal that reverses this one, or 0.
    pub reversed_by: i64,
}

fn cut<R>(mut rows: Vec<R>) -> Export<R> {
    let cut = rows.len() > MOST_ROWS;
    rows.truncate(MOST_ROWS);
    Export { rows, cut }
}

/// Checks the permission and returns the area condition; the location's area is joined as `r`.
fn inside(actor: &Actor) -> Result<String> {
    actor.must_somewhere(Action::ReadStock)?;
    Ok(covered("r.path", &actor.areas_for(Action::ReadStock)))
}

/// One row more than returned, to detect that rows are left.
const LIMIT: usize = MOST_ROWS + 1;

/// Condition on location and time; `p` is the location, `j` the journal.
const BETWEEN: &str = "(p.id = $1 or $1 = 0) and j.at >= $2 and (j.at < $3 or $3 = 0)";

/// Declares the command that inserts the audit line of an export.
macro_rules! exported {
    ($($(#[$doc:meta])* $command:ident $name:literal;)+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, Serialize)]
            struct $command {
                /// Location, or 0 for all of the actor's.
                location: LocationId,
            }

            impl Command for $command {
                const NAME: &'static str = $name;
                type Output = ();

                async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
                    tx.actor.must_somewhere(Action::ReadStock)?;
                    tx.must_be_proved().await?;
                    tx.audit("location", self.location).await
                }
            }
        )+
    };
}

exported! {
    /// Notes an export of the stock.
    StockExported "export_stock";
    /// Notes an export of movements.
    MovementsExported "export_movements";
    /// Notes an export of receipts.
    ReceiptsExported "export_receipts";
    /// Notes an export of issues.
    IssuesExported "export_issues";
}

impl Store {
    /// Inserts the audit line of an export and its security event, unless the session needs a new proof.
    async fn note_export<C: Command<Output = ()>>(&self, by: &By, exported: C) -> Result<()> {
        let what = C::NAME.trim_start_matches("export_");
        // Without a request id: an export that is repeated leaves a line of its own.
        self.run(&By { request: String::new(), ..by.clone() }, exported).await?;
        self.note_security_of(SecurityKind::Exported, what, by.actor.account);
        Ok(())
    }

    /// Exports the current stock of the actor's locations.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock; [`domain::Code::ProofNeeded`].
    pub async fn export_stock(&self, by: &By, location: LocationId) -> Result<Export<StockRow>> {
        let inside = inside(&by.actor)?;
        self.note_export(by, StockExported { location }).await?;
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

    /// Exports every ledger entry of the period, oldest first.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock; [`domain::Code::ProofNeeded`].
    pub async fn export_movements(&self, by: &By, query: ExportQuery) -> Result<Export<MovementRow>> {
        let inside = inside(&by.actor)?;
        self.note_export(by, MovementsExported { location: query.location }).await?;
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

    /// Exports received goods of the period, oldest first.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock; [`domain::Code::ProofNeeded`].
    pub async fn export_receipts(&self, by: &By, query: ExportQuery) -> Result<Export<ReceiptRow>> {
        let inside = inside(&by.actor)?;
        self.note_export(by, ReceiptsExported { location: query.location }).await?;
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

    /// Exports issued goods of the period, oldest first; of the family only its area.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock; [`domain::Code::ProofNeeded`].
    pub async fn export_issues(&self, by: &By, query: ExportQuery) -> Result<Export<IssueRow>> {
        let inside = inside(&by.actor)?;
        self.note_export(by, IssuesExported { location: query.location }).await?;
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
