//! The journals behind a number: by location, thing, kind, days, and what they refer to. Every total on a page of the
//! shop leads here.

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

/// Which journals. 0, an empty text or `None` narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct JournalQuery {
    /// Of one location.
    pub location: LocationId,
    /// That moved this item.
    pub item: i64,
    /// In this size.
    pub size: String,
    /// Of one of these kinds, with the reversals of such journals.
    pub kinds: Vec<JournalKind>,
    /// Written at this time or later.
    pub from: Timestamp,
    /// Written before this time.
    pub to: Timestamp,
    /// Of this claim.
    pub claim: i64,
    /// Of this receipt.
    pub receipt: i64,
    /// Of this order.
    pub order: i64,
    /// Of this transfer.
    pub transfer: i64,
    /// Of this stock-take.
    pub stock_take: i64,
    /// Of what this sheet brought in.
    pub import: i64,
    /// Of receipts of the same giver as this one, as it is named (or not) on the notice of the month.
    pub giver: i64,
    /// With the same reason as this journal.
    pub reason_of: JournalId,
    /// Before this journal, for the next page.
    pub cursor: JournalId,
}

/// Where goods can be in a shop, whoever they are set aside for.
pub(crate) const IN_SHOP: &str = "a.place in ('quarantine', 'shelf', 'reserved', 'ordered')";

/// What the found journals moved in all, in units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sum {
    /// How many journals.
    pub journals: i64,
    /// How many units changed their place, with every reversal taken away again.
    pub units: i64,
    /// How many more (or fewer) the location has since; 0 when no location is asked for.
    pub change: i64,
}

/// Whom a receipt `c` names on the notice of the month: whoever agreed to be named, else nobody.
pub(crate) const GIVER: &str = "case when c.named = false then '' when c.giver <> '' then c.giver
     else coalesce(o.name, d.name, '') end";

/// What [`GIVER`] reads beside the receipt.
pub(crate) const GIVER_JOINS: &str =
    "left join organisation o on o.id = c.organisation left join account d on d.id = c.donor";

/// Journals of some receipts `c`, and what puts them right.
fn of_receipts(which: &str) -> String {
    let receipts = format!("(select c.id from receipt c {which})");
    format!(
        "((j.receipt <> 0 and j.receipt in {receipts}) or (j.reverses <> 0 and
             exists (select 1 from journal u where u.id = j.reverses and u.receipt <> 0 and u.receipt in {receipts})))"
    )
}

impl JournalQuery {
    /// Conditions on `j`, made of numbers and of `$1` (the size) only. Those that are not asked for are left out, so
    /// the database need not think about them.
    fn conditions(&self, inside: &str) -> String {
        let mut all = vec![inside.to_owned()];
        let numbers = [
            ("j.claim", self.claim),
            ("j.receipt", self.receipt),
            ("j.shop_order", self.order),
            ("j.transfer", self.transfer),
            ("j.stock_take", self.stock_take),
        ];
        // With what puts such a journal right, so that the sum is what is left of it.
        all.extend(numbers.iter().filter(|(_, n)| *n != 0).map(|(column, n)| {
            let column = column.trim_start_matches("j.");
            let of = |journal: &str| format!("{journal}.{column} <> 0 and {journal}.{column} = {n}");
            let wrong = format!("select u.id from journal u where {}", of("u"));
            format!("({} or (j.reverses <> 0 and j.reverses in ({wrong})))", of("j"))
        }));
        if self.import != 0 {
            // A sheet writes its receipts in its own name, after it was brought.
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
            // What came straight from another shelf is in the book of both shops.
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
            // By way of the balances: entries are found by account and lot.
            all.push(format!(
                "j.id in (select e.journal from lot l join balance b on b.lot = l.id
                     join entry e on e.account = b.account and e.lot = b.lot where {})",
                self.thing()
            ));
        }
        // The size is bound even when nothing asks for it.
        all.push("$1 = $1".to_owned());
        all.join(" and ")
    }

    fn thing(&self) -> String {
        let size = if self.size.is_empty() { "" } else { " and l.size = $1" };
        if self.item == 0 { "l.item <> 0".to_owned() } else { format!("l.item = {}{size}", self.item) }
    }

    /// Whether it asks for more than a location's whole book.
    #[must_use]
    pub fn is_narrow(&self) -> bool {
        let whole = JournalQuery { location: self.location, cursor: self.cursor, ..JournalQuery::default() };
        *self != whole
    }
}

impl Store {
    /// The journals of the actor's shops, newest first, without their entries. Journals of points alone are in no
    /// shop's book.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock.
    pub async fn journals(&self, actor: &Actor, query: &JournalQuery) -> Result<Page<JournalFile>> {
        actor.must_somewhere(Action::ReadStock)?;
        let inside = covered("r.path", &actor.areas_for(Action::ReadStock));
        let conditions = query.conditions(&inside);
        let limit = PAGE + 1;
        let sql = format!("{JOURNALS} where {conditions} and (j.id < $2 or $2 = 0) order by j.id desc limit {limit}");
        let mut db = self.reader().await?;
        let found = rows!(db, JournalRow, AssertSqlSafe(sql.as_str()), &query.size, query.cursor)?;
        let files = found.into_iter().map(JournalFile::try_from).collect::<Result<Vec<_>>>()?;
        Ok(page(files, |file| file.id))
    }

    /// What all of these journals moved, whatever page is shown.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock.
    pub async fn journals_sum(&self, actor: &Actor, query: &JournalQuery) -> Result<Sum> {
        actor.must_somewhere(Action::ReadStock)?;
        let inside = covered("r.path", &actor.areas_for(Action::ReadStock));
        let conditions = query.conditions(&inside);
        let thing = query.thing();
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
