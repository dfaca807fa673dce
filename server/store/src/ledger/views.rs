//! Reading the shop's books: what is where, and the entries that every number is the sum of.

use domain::{
    Error as Refusal,
    accounts::Actor,
    ledger::{EntryLine, JournalId, JournalKind, LocationId, LotId, Place, StockLine},
    permission::Action,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Result, Store,
    areas::locations::location_path,
    db::sql::{row, rows, stored},
    stock::on_hand::StockQuery,
};

/// Units of a lot in one place, for the person who moves them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LotLine {
    /// The lot.
    pub lot: LotId,
    /// What it is.
    pub item: i64,
    /// Its pictogram's key.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// What one of it is called.
    pub unit: String,
    /// Its size, or empty.
    pub size: String,
    /// `new` or `used`.
    pub condition: String,
    /// Best before, or 0.
    pub expires: i64,
    /// Where it came from.
    pub origin: String,
    /// The receipt that it came in with, or 0.
    pub receipt: i64,
    /// What the whole lot cost, in fen, or 0.
    pub cost: i64,
    /// Whether a used appliance's check is signed.
    pub checked: bool,
    /// Whether it still needs one.
    pub needs_check: bool,
    /// The location.
    pub location: LocationId,
    /// On the shelf, in quarantine, or set aside.
    pub place: Place,
    /// How many.
    pub quantity: i64,
    /// The claim they are for, or 0: what is set aside, or waits for that claim's check.
    pub claim: i64,
    /// The order of the free shop that they are set aside for, or 0.
    pub order: i64,
}

/// A journal with its entries.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct JournalFile {
    /// Its number.
    pub id: JournalId,
    /// What happened.
    pub kind: JournalKind,
    /// When.
    pub at: i64,
    /// Who did it, or empty for the clocks.
    pub by: String,
    /// Why, or empty.
    pub reason: String,
    /// Where.
    pub location: LocationId,
    /// That location's name.
    pub location_name: String,
    /// The claim it refers to, or 0.
    pub claim: i64,
    /// The receipt it belongs to, or 0.
    pub receipt: i64,
    /// The transfer between locations, or 0.
    pub transfer: i64,
    /// The stock-take that found it, or 0.
    pub stock_take: i64,
    /// The order of the free shop, or 0.
    pub shop_order: i64,
    /// What it reverses, or 0.
    pub reverses: JournalId,
    /// What reversed it, or 0.
    pub reversed_by: JournalId,
    /// Its entries, each with the item and the place.
    pub entries: Vec<MovedLine>,
}

/// One entry of a journal, as people read it.
#[derive(Clone, Debug, PartialEq, Serialize, sqlx::FromRow)]
pub struct MovedLine {
    /// The item's number.
    pub item: i64,
    /// Its pictogram's key.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// Its size, or empty.
    pub size: String,
    /// The lot.
    pub lot: LotId,
    /// Where, as stored.
    pub place: String,
    /// Signed units.
    pub quantity: i64,
}

/// An entry `e` of a journal `j`, written by the account `w`, in the ledger account `a`: what an [`EntryRow`] is read from.
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
    /// All that the actor's shops hold, by location, item and size; every number is a sum of entries.
    /// `location` 0 means all of them; `q` narrows by the item's name. For pages there is [`Store::stock_page`].
    ///
    /// # Errors
    /// Not allowed without a role that reads stock.
    pub async fn stock(&self, actor: &Actor, location: LocationId, q: &str) -> Result<Vec<StockLine>> {
        let query = StockQuery { location, q: q.to_owned(), ..StockQuery::default() };
        Ok(self.stock_lines(actor, &query, 100_000).await?.lines)
    }

    /// The entries behind a number of the stock page, newest first; their quantities add up to it.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn entries(
        &self,
        actor: &Actor,
        item: i64,
        size: &str,
        location: LocationId,
        place: Option<Place>,
    ) -> Result<Vec<EntryLine>> {
        let mut db = self.reader().await?;
        must_read(&mut db.arm(), actor, location).await?;
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

    /// The lots of an item at a location, first-expiring first, place by place.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn lots(&self, actor: &Actor, item: i64, location: LocationId) -> Result<Vec<LotLine>> {
        let mut db = self.reader().await?;
        must_read(&mut db.arm(), actor, location).await?;
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

    /// One journal with its entries.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn journal(&self, actor: &Actor, id: JournalId) -> Result<JournalFile> {
        actor.must_somewhere(Action::ReadStock)?;
        let mut db = self.reader().await?;
        let sql = format!("{JOURNALS} where j.id = $1");
        let found = row!(db, JournalRow, AssertSqlSafe(sql.as_str()), id)?.ok_or(Refusal::NotFound)?;
        actor.must(Action::ReadStock, &location_path(&mut db.arm(), found.location).await?)?;
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

async fn must_read(db: &mut Conn<'_>, actor: &Actor, location: LocationId) -> Result<()> {
    actor.must_somewhere(Action::ReadStock)?;
    Ok(actor.must(Action::ReadStock, &location_path(db, location).await?)?)
}
