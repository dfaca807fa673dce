//! The books page by page: the entries behind a number with their running sum, and what belongs
//! together.

use domain::{
    items::Item,
    ledger::{EntryLine, JournalId, LocationId, Place},
    people::Actor,
    permission::Action,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Result, Store,
    books::{JOURNALS, JournalFile, JournalRow},
    items,
    locations::location_path,
    scope::covered,
    sql::{parse, rows, value},
};

/// Entries on one page.
const ENTRIES: usize = 100;

/// One page of the entries behind a number, newest first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EntryPage {
    /// The entries.
    pub entries: Vec<EntryLine>,
    /// Where the next page begins, or `None` at the end.
    pub next: Option<i64>,
    /// What all entries add up to.
    pub total: i64,
    /// What the entries from the first of this page back to the beginning add up to.
    pub until: i64,
    /// What they are about.
    pub item: Item,
}

/// What a journal moved, in units of one thing.
#[derive(Clone, Debug, PartialEq, Serialize, sqlx::FromRow)]
pub struct Moved {
    /// The journal.
    pub journal: JournalId,
    /// The item's number.
    pub item: i64,
    /// Its pictogram.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// Its size, or empty.
    pub size: String,
    /// How many units changed their place.
    pub quantity: i64,
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    id: i64,
    journal: i64,
    kind: String,
    at: i64,
    by: String,
    reason: String,
    claim: i64,
    reverses: i64,
    reversed_by: i64,
    lot: i64,
    quantity: i64,
}

impl Store {
    /// A page of the entries of one item and size in one place of a location. What is set aside for orders of the
    /// free shop counts with what is set aside for claims. `cursor` is 0 or the `next` of the page before.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn entry_page(
        &self,
        actor: &Actor,
        item: i64,
        size: &str,
        location: LocationId,
        place: Place,
        cursor: i64,
    ) -> Result<EntryPage> {
        actor.must_somewhere(Action::ReadStock)?;
        let mut db = self.reader().await?;
        actor.must(Action::ReadStock, &location_path(&mut db.arm(), location).await?)?;
        let root = value!(db, i64, "select root from location where id = $1", location)?;
        let item = items::item(&mut db.arm(), root, item).await?;
        let found = rows!(
            db,
            EntryRow,
            "select e.id, e.journal, j.kind, j.at, coalesce(p.name, '') as by, j.reason, j.claim, j.reverses,
                 coalesce((select r.id from journal r where r.reverses = j.id and r.reverses <> 0), 0) as reversed_by,
                 e.lot, e.quantity
             from ledger_account a join entry e on e.account = a.id join lot l on l.id = e.lot
                 join journal j on j.id = e.journal left join account p on p.id = j.account
             where a.location = $1 and l.item = $2 and l.size = $3 and (a.place = $4 or (a.place = 'ordered' and $4 = 'reserved')) and (e.id < $5 or $5 = 0)
             order by e.id desc limit 101",
            location,
            item.id,
            size,
            place.as_str(),
            cursor,
        )?;
        let mut sums = [0, 0];
        for (sum, before) in sums.iter_mut().zip([0, cursor]) {
            *sum = value!(
                db,
                i64,
                "select cast(coalesce(sum(e.quantity), 0) as bigint)
                 from ledger_account a join entry e on e.account = a.id join lot l on l.id = e.lot
                 where a.location = $1 and l.item = $2 and l.size = $3 and (a.place = $4 or (a.place = 'ordered' and $4 = 'reserved')) and (e.id < $5 or $5 = 0)",
                location,
                item.id,
                size,
                place.as_str(),
                before,
            )?;
        }
        let next = found.get(ENTRIES - 1).filter(|_| found.len() > ENTRIES).map(|row| row.id);
        let entries = found.into_iter().take(ENTRIES).map(|row| row.line(place)).collect::<Result<Vec<_>>>()?;
        Ok(EntryPage { entries, next, total: sums[0], until: sums[1], item })
    }

    /// What these journals moved, so that a list of them can say it in a word.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock; journals elsewhere are left out.
    pub async fn moved_by(&self, actor: &Actor, journals: &[JournalId]) -> Result<Vec<Moved>> {
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
        Ok(rows!(db, Moved, AssertSqlSafe(sql.as_str()))?)
    }

    /// The other journals of the same goods, newest first: what happened to them before and after.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock; journals elsewhere are left out.
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

impl EntryRow {
    fn line(self, place: Place) -> Result<EntryLine> {
        Ok(EntryLine {
            kind: parse(&self.kind)?,
            place,
            journal: self.journal,
            at: self.at,
            by: self.by,
            reason: self.reason,
            claim: self.claim,
            reverses: self.reverses,
            reversed_by: self.reversed_by,
            lot: self.lot,
            quantity: self.quantity,
        })
    }
}
