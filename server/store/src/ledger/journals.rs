//! Read models of journals, by location, item, kind, time and reference.
//! Every total on a page of the shop links here, so these filters must select what the total sums up.

use domain::{
    Timestamp,
    accounts::Actor,
    ledger::{JournalId, JournalKind, LocationId},
    permission::Action,
    wishes::Page,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Result, Store,
    db::{
        area_filter::covered,
        pagination::{PAGE, page},
        sql::{rows, value},
    },
    ledger::views::{JOURNALS, JournalFile, JournalRow},
};

/// Filters of journals; 0, an empty text and `None` do not filter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct JournalQuery {
    /// Location, including direct transfers to it and reversals that touch it.
    pub location: LocationId,
    /// Item that they moved.
    pub item: i64,
    /// Size; used only with `item`.
    pub size: String,
    /// Kinds, including reversals of such journals.
    pub kinds: Vec<JournalKind>,
    /// Earliest time, inclusive.
    pub from: Timestamp,
    /// Latest time, exclusive.
    pub to: Timestamp,
    /// Claim, including reversals.
    pub claim: i64,
    /// Receipt, including reversals.
    pub receipt: i64,
    /// Order of the free shop, including reversals.
    pub order: i64,
    /// Transfer, including reversals.
    pub transfer: i64,
    /// Stock-take, including reversals.
    pub stock_take: i64,
    /// Import whose receipts they belong to.
    pub import: i64,
    /// Receipt whose giver and origin they share; the giver as named (or not) on the monthly notice.
    pub giver: i64,
    /// Journal whose reason they share.
    pub reason_of: JournalId,
    /// Cursor: only journals with smaller ids.
    pub cursor: JournalId,
}

/// Places of goods in a shop, reserved or not.
pub(crate) const IN_SHOP: &str = "a.place in ('quarantine', 'shelf', 'reserved', 'ordered')";

/// Sums over all journals found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sum {
    /// Number of journals.
    pub journals: i64,
    /// Units moved; those of reversals are subtracted.
    pub units: i64,
    /// Change of the location's stock; 0 when no location is selected.
    pub change: i64,
}

/// Giver of a receipt `c` on the monthly notice: its name with consent to be named, else empty.
pub(crate) const GIVER: &str = "case when c.named = false then '' when c.giver <> '' then c.giver
     else coalesce(o.name, d.name, '') end";

/// Joins that [`GIVER`] needs beside the receipt.
pub(crate) const GIVER_JOINS: &str =
    "left join organisation o on o.id = c.organisation left join account d on d.id = c.donor";

/// Builds a condition on journals of some receipts `c` and their reversals.
fn of_receipts(which: &str) -> String {
    let receipts = format!("(select c.id from receipt c {which})");
    format!(
        "((j.receipt <> 0 and j.receipt in {receipts}) or (j.reverses <> 0 and
             exists (select 1 from journal u where u.id = j.reverses and u.receipt <> 0 and u.receipt in {receipts})))"
    )
}

impl JournalQuery {
    /// Builds the conditions on `j` from numbers and the parameter `size`, such as `$1`.
    /// Filters that are not set are left out, which keeps the query plan simple.
    pub(super) fn conditions(&self, inside: &str, size: &str) -> String {
        let mut all = vec![inside.to_owned()];
        let numbers = [
            ("j.claim", self.claim),
            ("j.receipt", self.receipt),
            ("j.shop_order", self.order),
            ("j.transfer", self.transfer),
            ("j.stock_take", self.stock_take),
        ];
        // Reversals are included, so that the sum is net of them.
        all.extend(numbers.iter().filter(|(_, n)| *n != 0).map(|(column, n)| {
            let column = column.trim_start_matches("j.");
            let of = |journal: &str| format!("{journal}.{column} <> 0 and {journal}.{column} = {n}");
            let wrong = format!("select u.id from journal u where {}", of("u"));
            format!("({} or (j.reverses <> 0 and j.reverses in ({wrong})))", of("j"))
        }));
        if self.import != 0 {
            // An import writes its receipts in its own name, after it was uploaded.
            all.push(of_receipts(&format!(
                "join import m on m.location = c.location where m.id = {} and c.origin = 'opening'
                     and c.account = m.account and c.note = m.name and c.created >= m.created
                     and (c.created <= m.applied or m.applied = 0)",
                self.import
            )));
        }
        if self.giver != 0 {
            all.push(of_receipts(&format!(
                "{GIVER_JOINS} where c.origin = (select origin from receipt where id = {0})
                     and {GIVER} = (select {GIVER} from receipt c {GIVER_JOINS} where c.id = {0})",
                self.giver
            )));
        }
        if self.reason_of != 0 {
            let reason = format!("(select y.reason from journal y where y.id = {})", self.reason_of);
            all.push(format!(
                "(j.reason = {reason} or (j.reverses <> 0 and
                     exists (select 1 from journal u where u.id = j.reverses and u.reason = {reason})))"
            ));
        }
        if self.location != 0 {
            // A direct transfer between shelves belongs to both locations.
            all.push(format!(
                "(j.location = {0} or (j.kind in ('transfer', 'reverse') and exists (select 1 from entry e
                     join ledger_account a on a.id = e.account where e.journal = j.id and a.location = {0})))",
                self.location
            ));
        }
        if !self.kinds.is_empty() {
            let kinds: Vec<String> = self.kinds.iter().map(|kind| format!("'{}'", kind.as_str())).collect();
            let kinds = kinds.join(", ");
            all.push(format!(
                "(j.kind in ({kinds}) or (j.reverses <> 0 and
                     exists (select 1 from journal u where u.id = j.reverses and u.kind in ({kinds}))))"
            ));
        }
        if self.from != 0 {
            all.push(format!("j.at >= {}", self.from));
        }
        if self.to != 0 {
            all.push(format!("j.at < {}", self.to));
        }
        if self.item != 0 {
            // Goes through the balances, because entries are indexed by account and lot.
            all.push(format!(
                "j.id in (select e.journal from lot l join balance b on b.lot = l.id
                     join entry e on e.account = b.account and e.lot = b.lot where {})",
                self.thing(size)
            ));
        }
        // Every statement binds the size.
        all.push(format!("{size} = {size}"));
        all.join(" and ")
    }

    fn thing(&self, size: &str) -> String {
        let size = if self.size.is_empty() { String::new() } else { format!(" and l.size = {size}") };
        if self.item == 0 { "l.item <> 0".to_owned() } else { format!("l.item = {}{size}", self.item) }
    }

    /// Returns whether it filters by more than a location.
    #[must_use]
    pub fn is_narrow(&self) -> bool {
        let whole = JournalQuery { location: self.location, cursor: self.cursor, ..JournalQuery::default() };
        *self != whole
    }
}

impl Store {
    /// Loads a page of the journals of the actor's locations, newest first, without entries.
    /// Journals of points have no location and are left out.
    ///
    /// # Errors
    /// `NotAllowed` without a role that reads stock.
    pub async fn journals(&self, actor: &Actor, query: &JournalQuery) -> Result<Page<JournalFile>> {
        actor.must_somewhere(Action::ReadStock)?;
        let inside = covered("r.path", &actor.areas_for(Action::ReadStock));
        let conditions = query.conditions(&inside, "$1");
        let limit = PAGE + 1;
        let sql = format!("{JOURNALS} where {conditions} and (j.id < $2 or $2 = 0) order by j.id desc limit {limit}");
        let mut db = self.reader().await?;
        let found = rows!(db, JournalRow, AssertSqlSafe(sql.as_str()), &query.size, query.cursor)?;
        let files = found.into_iter().map(JournalFile::try_from).collect::<Result<Vec<_>>>()?;
        Ok(page(files, |file| file.id))
    }

    /// Sums up all journals found, on every page.
    ///
    /// # Errors
    /// `NotAllowed` without a role that reads stock.
    pub async fn journals_sum(&self, actor: &Actor, query: &JournalQuery) -> Result<Sum> {
        actor.must_somewhere(Action::ReadStock)?;
        let inside = covered("r.path", &actor.areas_for(Action::ReadStock));
        let conditions = query.conditions(&inside, "$1");
        let thing = query.thing("$1");
        let from = "from journal j join location p on p.id = j.location join area r on r.id = p.area";
        let mut db = self.reader().await?;
        let sql = format!("select count(*) {from} where {conditions}");
        let journals = value!(db, i64, AssertSqlSafe(sql.as_str()), &query.size)?;
        let sql = format!(
            "select cast(coalesce(sum(case when j.reverses = 0 then e.quantity else -e.quantity end), 0) as bigint)
             {from} join entry e on e.journal = j.id join lot l on l.id = e.lot
             where {conditions} and e.quantity > 0 and {thing}"
        );
        let units = value!(db, i64, AssertSqlSafe(sql.as_str()), &query.size)?;
        let sql = format!(
            "select cast(coalesce(sum(e.quantity), 0) as bigint)
             {from} join entry e on e.journal = j.id join ledger_account a on a.id = e.account join lot l on l.id = e.lot
             where {conditions} and a.location = $2 and $2 <> 0 and {IN_SHOP} and {thing}"
        );
        let change = value!(db, i64, AssertSqlSafe(sql.as_str()), &query.size, query.location)?;
        Ok(Sum { journals, units, change })
    }
}
