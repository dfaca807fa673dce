//! Reading the shop's books: what is where, and the entries that every number is the sum of.

use domain::{
    Error as Refusal,
    areas::AreaPath,
    catalogue,
    ledger::{EntryLine, JournalId, JournalKind, LocationId, LotId, Place, StockLine},
    people::Actor,
    permission::Action,
    wishes::Page,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Error, Result, Store,
    lists::{PAGE, page},
    scope::covered,
    search,
    sql::{parse, row, rows},
};

/// Units of a lot in one place, for the person who moves them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LotLine {
    /// The lot.
    pub lot: LotId,
    /// What it is.
    pub item: i64,
    /// Its size, or empty.
    pub size: String,
    /// `new` or `used`.
    pub condition: String,
    /// Best before, or 0.
    pub expires: i64,
    /// Where it came from.
    pub origin: String,
    /// Whether a used appliance's check is signed.
    pub checked: bool,
    /// Whether it still needs one.
    pub needs_check: bool,
    /// The location.
    pub location: LocationId,
    /// On the shelf, in quarantine, or reserved.
    pub place: Place,
    /// How many.
    pub quantity: i64,
    /// The claim they are for, or 0: what is set aside, or waits for that claim's check.
    pub claim: i64,
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
    /// Its size, or empty.
    pub size: String,
    /// The lot.
    pub lot: LotId,
    /// Where, as stored.
    pub place: String,
    /// Signed units.
    pub quantity: i64,
}

#[derive(sqlx::FromRow)]
struct StockRow {
    item: i64,
    size: String,
    location: i64,
    location_name: String,
    on_hand: i64,
    reserved: i64,
    quarantine: i64,
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    journal: i64,
    kind: String,
    at: i64,
    by: String,
    reason: String,
    claim: i64,
    reverses: i64,
    reversed_by: i64,
    place: String,
    lot: i64,
    quantity: i64,
}

#[derive(sqlx::FromRow)]
struct LotRow {
    lot: i64,
    item: i64,
    size: String,
    condition: String,
    expires: i64,
    origin: String,
    checked: bool,
    location: i64,
    place: String,
    quantity: i64,
    claim: i64,
}

#[derive(sqlx::FromRow)]
pub(crate) struct JournalRow {
    id: i64,
    kind: String,
    at: i64,
    by: String,
    reason: String,
    location: i64,
    location_name: String,
    claim: i64,
    reverses: i64,
    reversed_by: i64,
    path: String,
}

pub(crate) const JOURNALS: &str =
    "select j.id, j.kind, j.at, coalesce(a.name, '') as by, j.reason, j.location, p.name as location_name,
     j.claim, j.reverses, coalesce((select r.id from journal r where r.reverses = j.id), 0) as reversed_by, r.path
     from journal j join location p on p.id = j.location join area r on r.id = p.area
     left join account a on a.id = j.account";

impl Store {
    /// What the actor's shops hold, by item, size and location; every number is a sum of entries.
    /// `location` 0 means all of them; `q` narrows by the item's name.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock.
    pub async fn stock(&self, actor: &Actor, location: LocationId, q: &str) -> Result<Vec<StockLine>> {
        actor.must_somewhere(Action::ReadStock)?;
        let mut db = self.reader().await?;
        let inside = covered("r.path", &actor.areas_for(Action::ReadStock));
        let sql = format!(
            "select l.item, l.size, a.location, p.name as location_name,
                 cast(sum(case when a.place = 'shelf' then b.quantity else 0 end) as bigint) as on_hand,
                 cast(sum(case when a.place = 'reserved' then b.quantity else 0 end) as bigint) as reserved,
                 cast(sum(case when a.place = 'quarantine' then b.quantity else 0 end) as bigint) as quarantine
             from ledger_account a join balance b on b.account = a.id join lot l on l.id = b.lot
                 join location p on p.id = a.location join area r on r.id = p.area
             where a.place in ('shelf', 'reserved', 'quarantine') and b.quantity > 0
                 and (a.location = $1 or $1 = 0) and {inside}
             group by l.item, l.size, a.location, p.name order by p.name, l.item, l.size"
        );
        let folded = search::fold(q.trim());
        let found = rows!(db, StockRow, AssertSqlSafe(sql.as_str()), location)?;
        let lines = found.into_iter().filter_map(|row| {
            let item = catalogue::find(row.item)?;
            search::fold(&format!("{} {} {}", item.zh, item.en, item.key)).contains(&folded).then(|| StockLine {
                item: row.item,
                key: item.key.to_owned(),
                name: item.zh.to_owned(),
                size: row.size,
                location: row.location,
                location_name: row.location_name,
                on_hand: row.on_hand,
                reserved: row.reserved,
                quarantine: row.quarantine,
            })
        });
        Ok(lines.collect())
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
        let found = rows!(
            db,
            EntryRow,
            "select e.journal, j.kind, j.at, coalesce(p.name, '') as by, j.reason, j.claim, j.reverses,
                 coalesce((select r.id from journal r where r.reverses = j.id), 0) as reversed_by,
                 a.place, e.lot, e.quantity
             from ledger_account a join entry e on e.account = a.id join lot l on l.id = e.lot
                 join journal j on j.id = e.journal left join account p on p.id = j.account
             where a.location = $1 and l.item = $2 and l.size = $3 and (a.place = $4 or $4 = '')
             order by e.id desc limit 1000",
            location,
            item,
            size,
            place.map_or("", Place::as_str),
        )?;
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
            "select l.id as lot, l.item, l.size, l.condition, l.expires, l.origin, l.checked, a.location, a.place, b.quantity,
                 case when a.place = 'reserved' then a.owner when a.place = 'quarantine' then
                     coalesce((select max(c.id) from claim c where c.id = l.claim and c.awaiting_check = true), 0)
                 else 0 end as claim
             from ledger_account a join balance b on b.account = a.id join lot l on l.id = b.lot
             where a.location = $1 and (l.item = $2 or $2 = 0) and b.quantity > 0
                 and a.place in ('shelf', 'quarantine', 'reserved')
             order by a.place desc, l.expires = 0, l.expires, l.id limit 1000",
            location,
            item,
        )?;
        let lines = found.into_iter().map(|row| {
            let electrical = catalogue::find(row.item).is_some_and(|i| i.electrical);
            Ok(LotLine {
                needs_check: electrical && row.condition == "used" && !row.checked,
                place: parse(&row.place)?,
                lot: row.lot,
                item: row.item,
                size: row.size,
                condition: row.condition,
                expires: row.expires,
                origin: row.origin,
                checked: row.checked,
                location: row.location,
                quantity: row.quantity,
                claim: row.claim,
            })
        });
        lines.collect()
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
        actor.must(Action::ReadStock, &AreaPath(found.path.clone()))?;
        let entries = rows!(
            db,
            MovedLine,
            "select l.item, l.size, e.lot, a.place, e.quantity from entry e join lot l on l.id = e.lot
             join ledger_account a on a.id = e.account where e.journal = $1 order by e.lot, e.quantity",
            id,
        )?;
        Ok(JournalFile { entries, ..JournalFile::try_from(found)? })
    }

    /// The journals of the actor's shops, newest first, without their entries. `location` 0 means all.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock.
    pub async fn journals(&self, actor: &Actor, location: LocationId, cursor: JournalId) -> Result<Page<JournalFile>> {
        actor.must_somewhere(Action::ReadStock)?;
        let mut db = self.reader().await?;
        let inside = covered("r.path", &actor.areas_for(Action::ReadStock));
        let limit = PAGE + 1;
        let sql = format!(
            "{JOURNALS} where (j.location = $1 or $1 = 0) and (j.id < $2 or $2 = 0) and {inside}
             order by j.id desc limit {limit}"
        );
        let found = rows!(db, JournalRow, AssertSqlSafe(sql.as_str()), location, cursor)?;
        let files = found.into_iter().map(JournalFile::try_from).collect::<Result<Vec<_>>>()?;
        Ok(page(files, |file| file.id))
    }
}

async fn must_read(db: &mut Conn<'_>, actor: &Actor, location: LocationId) -> Result<()> {
    actor.must_somewhere(Action::ReadStock)?;
    let path = crate::locations::location_path(db, location).await?;
    Ok(actor.must(Action::ReadStock, &path)?)
}

impl TryFrom<EntryRow> for EntryLine {
    type Error = Error;

    fn try_from(row: EntryRow) -> Result<EntryLine> {
        Ok(EntryLine {
            kind: parse(&row.kind)?,
            place: parse(&row.place)?,
            journal: row.journal,
            at: row.at,
            by: row.by,
            reason: row.reason,
            claim: row.claim,
            reverses: row.reverses,
            reversed_by: row.reversed_by,
            lot: row.lot,
            quantity: row.quantity,
        })
    }
}

impl TryFrom<JournalRow> for JournalFile {
    type Error = Error;

    fn try_from(row: JournalRow) -> Result<JournalFile> {
        Ok(JournalFile {
            kind: parse(&row.kind)?,
            id: row.id,
            at: row.at,
            by: row.by,
            reason: row.reason,
            location: row.location,
            location_name: row.location_name,
            claim: row.claim,
            reverses: row.reverses,
            reversed_by: row.reversed_by,
            entries: Vec::new(),
        })
    }
}
