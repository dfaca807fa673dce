//! Read models of the ledger: stock, lots, and journals with their entries.

use domain::{
    accounts::Actor,
    catalogue::Category,
    ledger::{EntryLine, JournalId, JournalKind, LocationId, LotId, Place, StockLine},
    permission::Action,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Refusal, Result, Store,
    areas::locations::must_at,
    db::sql::{row, rows, stored},
};

/// Filter and page of the stock list; the default lists all of the actor's locations.
#[derive(Clone, Debug, Default)]
pub struct StockQuery {
    /// Location to list; 0 for all.
    pub location: LocationId,
    /// Words to find in the item's name, in simplified or traditional script or English, its initials, or a barcode.
    pub q: String,
    /// Category to list; `None` for all.
    pub category: Option<Category>,
    /// Lines to skip; a multiple of a page.
    pub from: i64,
}

/// Units of a lot in one place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LotLine {
    /// Id of the lot.
    pub lot: LotId,
    /// Id of the item.
    pub item: i64,
    /// Key of its pictogram.
    pub key: String,
    /// Chinese name of the item.
    pub name: String,
    /// Name of one unit.
    pub unit: String,
    /// Size, or empty.
    pub size: String,
    /// `new` or `used`.
    pub condition: String,
    /// Best-before time, or 0.
    pub expires: i64,
    /// Origin as stored.
    pub origin: String,
    /// Receipt that it came in with, or 0.
    pub receipt: i64,
    /// Cost of the whole lot in fen, or 0.
    pub cost: i64,
    /// Whether a used appliance's check is signed.
    pub checked: bool,
    /// Whether it must stay in quarantine until its check is signed.
    pub needs_check: bool,
    /// Location of the units.
    pub location: LocationId,
    /// `Shelf`, `Quarantine`, `Reserved` or `Ordered`.
    pub place: Place,
    /// Units of the lot in this place.
    pub quantity: i64,
    /// Claim they are reserved for, or whose check they await; else 0.
    pub claim: i64,
    /// Order of the free shop that they are reserved for, or 0.
    pub order: i64,
}

/// Journal with its entries.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct JournalFile {
    /// Id of the journal.
    pub id: JournalId,
    /// Kind of event.
    pub kind: JournalKind,
    /// Time of posting.
    pub at: i64,
    /// Name of the account that posted it; empty for clocks.
    pub by: String,
    /// Reason, or empty.
    pub reason: String,
    /// Location where it happened.
    pub location: LocationId,
    /// Name of that location.
    pub location_name: String,
    /// Claim it refers to, or 0.
    pub claim: i64,
    /// Receipt it belongs to, or 0.
    pub receipt: i64,
    /// Transfer between locations, or 0.
    pub transfer: i64,
    /// Stock-take that found the difference, or 0.
    pub stock_take: i64,
    /// Order of the free shop, or 0.
    pub shop_order: i64,
    /// Journal that it reverses, or 0.
    pub reverses: JournalId,
    /// Journal that reversed it, or 0.
    pub reversed_by: JournalId,
    /// Entries; empty in lists.
    pub entries: Vec<MovedLine>,
}

/// Entry of a journal with item and place.
#[derive(Clone, Debug, PartialEq, Serialize, sqlx::FromRow)]
pub struct MovedLine {
    /// Id of the item.
    pub item: i64,
    /// Key of its pictogram.
    pub key: String,
    /// Chinese name of the item.
    pub name: String,
    /// Size, or empty.
    pub size: String,
    /// Id of the lot.
    pub lot: LotId,
    /// Place as stored.
    pub place: String,
    /// Units, negative when taken from the place.
    pub quantity: i64,
}

/// Columns of an [`EntryRow`]: entry `e`, its journal `j` and ledger account `a`, its poster `w`.
pub(crate) const ENTRY: &str = "e.journal, j.kind, j.at, coalesce(w.name, '') as by, j.reason, j.claim, j.reverses,
     coalesce((select x.id from journal x where x.reverses = j.id and x.reverses <> 0), 0) as reversed_by,
     a.place, e.lot, e.quantity";

stored! {
    pub(crate) struct EntryRow => EntryLine {
        parsed: kind, place; journal: i64, at: i64, by: String, reason: String, claim: i64, reverses: i64,
        reversed_by: i64, lot: i64, quantity: i64
    }
}

stored! {
    struct LotRow => LotLine {
        parsed: place; lot: i64, item: i64, key: String, name: String, unit: String, size: String, condition: String,
        expires: i64, origin: String, receipt: i64, cost: i64, checked: bool, needs_check: bool, location: i64,
        quantity: i64, claim: i64, order: i64
    }
}

stored! {
    pub(crate) struct JournalRow => JournalFile {
        parsed: kind; id: i64, at: i64, by: String, reason: String, location: i64, location_name: String, claim: i64,
        receipt: i64, transfer: i64, stock_take: i64, shop_order: i64, reverses: i64, reversed_by: i64;
        entries = Vec::new()
    }
}

pub(crate) const JOURNALS: &str =
    "select j.id, j.kind, j.at, coalesce(a.name, '') as by, j.reason, j.location, p.name as location_name,
     j.claim, j.receipt, j.transfer, j.stock_take, j.shop_order, j.reverses,
     coalesce((select m.id from journal m where m.reverses = j.id and m.reverses <> 0), 0) as reversed_by
     from journal j join location p on p.id = j.location join area r on r.id = p.area
     left join account a on a.id = j.account";

impl Store {
    /// Loads the stock of the actor's locations, by location, item and size.
    /// `location` 0 means all of them; `q` filters by item name. Pages use [`Store::stock_page`].
    ///
    /// # Errors
    /// `NotAllowed` without a role that reads stock.
    pub async fn stock(&self, actor: &Actor, location: LocationId, q: &str) -> Result<Vec<StockLine>> {
        let query = StockQuery { location, q: q.to_owned(), ..StockQuery::default() };
        Ok(self.stock_lines(actor, &query, 100_000).await?.lines)
    }

    /// Loads the entries that a number of the stock page sums up, newest first, at most 1000.
    ///
    /// # Errors
    /// `NotAllowed` without a role that reads stock; `NotFound` outside the actor's areas.
    pub async fn entries(
        &self,
        actor: &Actor,
        item: i64,
        size: &str,
        location: LocationId,
        place: Option<Place>,
    ) -> Result<Vec<EntryLine>> {
        let mut db = self.reader().await?;
        must_at(&mut db.arm(), actor, Action::ReadStock, location).await?;
        let sql = format!(
            "select {ENTRY} from ledger_account a join entry e on e.account = a.id join lot l on l.id = e.lot
                 join journal j on j.id = e.journal left join account w on w.id = j.account
             where a.location = $1 and l.item = $2 and l.size = $3 and (a.place = $4 or $4 = '')
             order by e.id desc limit 1000"
        );
        let place = place.map_or("", Place::as_str);
        let found = rows!(db, EntryRow, AssertSqlSafe(sql.as_str()), location, item, size, place)?;
        found.into_iter().map(EntryLine::try_from).collect()
    }

    /// Loads the lots of an item (0 for all) at a location, by place, first-expiring first.
    ///
    /// # Errors
    /// `NotAllowed` without a role that reads stock; `NotFound` outside the actor's areas.
    pub async fn lots(&self, actor: &Actor, item: i64, location: LocationId) -> Result<Vec<LotLine>> {
        let mut db = self.reader().await?;
        must_at(&mut db.arm(), actor, Action::ReadStock, location).await?;
        let found = rows!(
            db,
            LotRow,
            "select l.id as lot, l.item, i.key, i.name, i.unit, l.size, l.condition, l.expires, l.origin, l.receipt, l.cost, l.checked,
                 case when l.checked = false and l.condition = 'used' then i.electrical else false end as needs_check,
                 a.location, a.place, b.quantity,
                 case when a.place = 'reserved' then a.owner when a.place = 'quarantine' then
                     coalesce((select max(c.id) from claim c where c.id = l.claim and c.awaiting_check = true), 0)
                 else 0 end as claim,
                 case when a.place = 'ordered' then a.owner else 0 end as \"order\"
             from ledger_account a join balance b on b.account = a.id join lot l on l.id = b.lot join item i on i.id = l.item
             where a.location = $1 and (l.item = $2 or $2 = 0) and b.quantity > 0
                 and a.place in ('shelf', 'quarantine', 'reserved', 'ordered')
             order by a.place desc, l.expires = 0, l.expires, l.id limit 1000",
            location,
            item,
        )?;
        found.into_iter().map(LotLine::try_from).collect()
    }

    /// Loads a journal with its entries.
    ///
    /// # Errors
    /// `NotAllowed` without a role that reads stock; `NotFound` outside the actor's areas.
    pub async fn journal(&self, actor: &Actor, id: JournalId) -> Result<JournalFile> {
        actor.must_somewhere(Action::ReadStock)?;
        let mut db = self.reader().await?;
        let sql = format!("{JOURNALS} where j.id = $1");
        let found = row!(db, JournalRow, AssertSqlSafe(sql.as_str()), id)?.ok_or(Refusal::NotFound)?;
        must_at(&mut db.arm(), actor, Action::ReadStock, found.location).await?;
        let entries = rows!(
            db,
            MovedLine,
            "select l.item, coalesce(i.key, '') as key, coalesce(i.name, '') as name, l.size, e.lot, a.place, e.quantity from entry e join lot l on l.id = e.lot
             left join item i on i.id = l.item join ledger_account a on a.id = e.account where e.journal = $1 order by e.lot, e.quantity",
            id,
        )?;
        Ok(JournalFile { entries, ..JournalFile::try_from(found)? })
    }
}
