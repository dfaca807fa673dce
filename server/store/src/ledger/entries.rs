//! Read models of entries: those behind a number, with a running sum, and related journals.

use domain::{
    accounts::Actor,
    catalogue::{
        Category,
        items::{Item, ItemId, barcode},
    },
    ledger::{EntryLine, JournalId, LocationId, LotId, Place},
    permission::Action,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Result, Store,
    areas::locations::{location_root, must_at},
    catalogue::items,
    db::{
        area_filter::covered,
        folding::fold,
        pagination::anywhere,
        sql::{row, rows},
    },
    ledger::views::{ENTRY, EntryRow, JOURNALS, JournalFile, JournalRow},
};

/// Entries per page.
const ENTRIES: usize = 100;

/// Filter that selects the entries behind a number; 0 and empty texts do not filter.
#[derive(Clone, Debug)]
pub struct EntryQuery {
    /// Item, or 0 for all.
    pub item: ItemId,
    /// Exact size; used only with `item`.
    pub size: String,
    /// Lot, or 0 for all.
    pub lot: LotId,
    /// Part of an item's name, as on the stock page.
    pub q: String,
    /// Category of the catalogue, or `None` for all.
    pub category: Option<Category>,
    /// Location, or 0 for all of the actor's.
    pub location: LocationId,
    /// Place at the location. `Reserved` includes goods of free-shop orders (`Ordered`).
    pub place: Place,
    /// 0, or `next` of the previous page.
    pub cursor: i64,
}

impl EntryQuery {
    /// Selects all entries of a place.
    #[must_use]
    pub fn of(place: Place) -> Self {
        EntryQuery {
            item: 0,
            size: String::new(),
            lot: 0,
            q: String::new(),
            category: None,
            location: 0,
            place,
            cursor: 0,
        }
    }
}

/// Entry with the item and location that it moved.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BookLine {
    /// Entry with its journal.
    pub entry: EntryLine,
    /// Id of the item.
    pub item: ItemId,
    /// Key of its pictogram.
    pub key: String,
    /// Chinese name of the item.
    pub name: String,
    /// Size, or empty.
    pub size: String,
    /// Location of the ledger account.
    pub location: LocationId,
    /// Name of that location.
    pub location_name: String,
}

/// Page of the entries behind a number, newest first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EntryPage {
    /// Entries of this page.
    pub entries: Vec<BookLine>,
    /// Cursor of the next page, or `None` at the end.
    pub next: Option<i64>,
    /// Sum of all entries.
    pub total: i64,
    /// Running sum after the first entry of this page: of that entry and all older ones.
    pub until: i64,
    /// Item, when the query is about one.
    pub item: Option<Item>,
}

/// Units of an item moved by a journal.
#[derive(Clone, Debug, PartialEq, Serialize, sqlx::FromRow)]
pub struct MovedUnits {
    /// Id of the journal.
    pub journal: JournalId,
    /// Id of the item.
    pub item: i64,
    /// Key of its pictogram.
    pub key: String,
    /// Chinese name of the item.
    pub name: String,
    /// Size, or empty.
    pub size: String,
    /// Units moved: the sum of the positive entries.
    pub quantity: i64,
}

#[derive(sqlx::FromRow)]
struct BookRow {
    id: i64,
    #[sqlx(flatten)]
    entry: EntryRow,
    item: i64,
    key: String,
    name: String,
    size: String,
    location: i64,
    location_name: String,
}

impl Store {
    /// Loads a page of the entries behind a number of the stock page, or behind one of its sums.
    ///
    /// # Errors
    /// `NotAllowed` without a role that reads stock; `NotFound` outside the actor's areas.
    pub async fn entry_page(&self, actor: &Actor, query: &EntryQuery) -> Result<EntryPage> {
        actor.must_somewhere(Action::ReadStock)?;
        let mut db = self.reader().await?;
        let mut root = actor.root;
        if query.location != 0 {
            must_at(&mut db.arm(), actor, Action::ReadStock, query.location).await?;
            root = location_root(&mut db.arm(), query.location).await?;
        }
        let item = match query.item {
            0 => None,
            id => Some(items::item(&mut db.arm(), root, id).await?),
        };
        let behind = query.behind(actor);
        let (pattern, size, limit) = (anywhere(&fold(query.q.trim())), &query.size, ENTRIES + 1);
        let code = barcode(&query.q).unwrap_or_default();
        let sql = format!(
            "select e.id, {ENTRY}, l.item, i.key, i.name, l.size, a.location, p.name as location_name
             {behind} and (e.id < $3 or $3 = 0) order by e.id desc limit {limit}"
        );
        let found = rows!(db, BookRow, AssertSqlSafe(sql.as_str()), &pattern, size, query.cursor, &code)?;
        let sql = format!(
            "select cast(coalesce(sum(e.quantity), 0) as bigint),
                 cast(coalesce(sum(case when e.id < $3 or $3 = 0 then e.quantity else 0 end), 0) as bigint) {behind}"
        );
        let sums = row!(db, (i64, i64), AssertSqlSafe(sql.as_str()), &pattern, size, query.cursor, &code)?;
        let (total, until) = sums.unwrap_or_default();
        let next = found.get(ENTRIES - 1).filter(|_| found.len() > ENTRIES).map(|row| row.id);
        let entries = found.into_iter().take(ENTRIES).map(BookRow::line).collect::<Result<Vec<_>>>()?;
        Ok(EntryPage { entries, next, total, until, item })
    }

    /// Loads what these journals moved; journals outside the actor's areas are left out.
    ///
    /// # Errors
    /// `NotAllowed` without a role that reads stock.
    pub async fn moved_by(&self, actor: &Actor, journals: &[JournalId]) -> Result<Vec<MovedUnits>> {
        actor.must_somewhere(Action::ReadStock)?;
        let numbers: Vec<String> = journals.iter().map(ToString::to_string).collect();
        if numbers.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "select e.journal, l.item, i.key, i.name, l.size, cast(sum(e.quantity) as bigint) as quantity
             from entry e join lot l on l.id = e.lot join item i on i.id = l.item join journal j on j.id = e.journal
                 join location p on p.id = j.location join area r on r.id = p.area
             where e.quantity > 0 and e.journal in ({}) and {}
             group by e.journal, l.item, i.key, i.name, l.size order by e.journal, l.item, l.size",
            numbers.join(", "),
            covered("r.path", &actor.areas_for(Action::ReadStock)),
        );
        let mut db = self.reader().await?;
        Ok(rows!(db, MovedUnits, AssertSqlSafe(sql.as_str()))?)
    }

    /// Loads up to 20 other journals that moved the same lots, newest first.
    /// Journals outside the actor's areas are left out.
    ///
    /// # Errors
    /// `NotAllowed` without a role that reads stock.
    pub async fn journals_of_same_goods(&self, actor: &Actor, journal: JournalId) -> Result<Vec<JournalFile>> {
        actor.must_somewhere(Action::ReadStock)?;
        let inside = covered("r.path", &actor.areas_for(Action::ReadStock));
        let sql = format!(
            "{JOURNALS} where j.id <> $1 and {inside} and j.id in (select e.journal from entry o join balance b on b.lot = o.lot
                 join entry e on e.account = b.account and e.lot = o.lot
                 join lot l on l.id = o.lot where o.journal = $1 and l.item <> 0)
             order by j.id desc limit 20"
        );
        let mut db = self.reader().await?;
        let found = rows!(db, JournalRow, AssertSqlSafe(sql.as_str()), journal)?;
        found.into_iter().map(JournalFile::try_from).collect()
    }
}

impl EntryQuery {
    /// Builds the from and where clauses; `$1` is a pattern for the item's name, `$2` a size, `$4` a barcode.
    fn behind(&self, actor: &Actor) -> String {
        let inside = covered("r.path", &actor.areas_for(Action::ReadStock));
        let place = match self.place {
            Place::Reserved => "a.place in ('reserved', 'ordered')".to_owned(),
            place => format!("a.place = '{}'", place.as_str()),
        };
        let location = if self.location == 0 { "a.location <> 0".into() } else { format!("p.id = {}", self.location) };
        let item = if self.item == 0 { "$2 = $2".into() } else { format!("l.item = {} and l.size = $2", self.item) };
        let lot = if self.lot == 0 { String::new() } else { format!(" and e.lot = {}", self.lot) };
        let category = self.category.map_or(String::new(), |c| format!(" and i.category = '{}'", c.as_str()));
        format!(
            "from location p join area r on r.id = p.area join ledger_account a on a.location = p.id
                 join entry e on e.account = a.id join lot l on l.id = e.lot join item i on i.id = l.item
                 join journal j on j.id = e.journal left join account w on w.id = j.account
             where {inside} and {location} and {place} and {item}{category}{lot} and (i.find like $1 escape '!'
                 or exists (select 1 from barcode c where c.root = l.root and c.code = $4 and c.item = i.id))"
        )
    }
}

impl BookRow {
    fn line(self) -> Result<BookLine> {
        let BookRow { entry, item, key, name, size, location, location_name, .. } = self;
        Ok(BookLine { entry: entry.try_into()?, item, key, name, size, location, location_name })
    }
}
