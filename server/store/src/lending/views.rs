//! Read models of loans: for the shop, its staff, the family, and the caseworker of the family.

use domain::{
    Timestamp,
    accounts::Actor,
    areas::AreaPath,
    catalogue::items::barcode,
    households::HouseholdId,
    ledger::LocationId,
    lending::{Lendable, Loan, LoanEnding, LoanId, LoanState, UNDO_SECONDS},
    permission::Action,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use crate::{
    Refusal, Result, Store,
    areas::{answerers::waiting::Waiting, locations::must_at},
    db::{
        area_filter::{covered, is_own},
        folding::fold,
        pagination::{PAGE, anywhere, page, signed_in},
        sql::{parse, row, rows},
    },
    households::views::household_path,
};

/// Which loans a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LoanList {
    /// Those that are out, overdue ones first.
    #[default]
    Out,
    /// Those that wait for the shop or its coordinators: overdue, denied, to be kept longer, or about to end.
    Waiting,
    /// Those that are over, newest first.
    Over,
}

/// Rows of a list of loans.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LoanPage {
    pub list: LoanList,
    /// Shop, or 0 for all of the actor's.
    pub location: LocationId,
    /// Last loan of the page before, or 0.
    pub cursor: LoanId,
    /// Most rows.
    pub rows: usize,
}

#[derive(sqlx::FromRow)]
struct LoanRow {
    id: i64,
    household: i64,
    size_of_family: i64,
    home: String,
    caseworker_name: String,
    location: i64,
    location_name: String,
    path: String,
    item: i64,
    key: String,
    name: String,
    size: String,
    state: String,
    lent: i64,
    due: i64,
    wished: i64,
    received: i64,
    denied: i64,
    ending: String,
    ending_by: i64,
    condition: String,
    ended: i64,
}

/// Columns and joins of a [`LoanRow`]; a macro because statements are literals.
macro_rules! loan_columns {
    () => {
        "n.id, n.household, h.size as size_of_family, a.path as home, coalesce(k.name, '') as caseworker_name,
         n.location, p.name as location_name, r.path, l.item, i.key, i.name, l.size, n.state, n.lent, n.due, n.wished,
         n.received, n.denied, n.ending, n.ending_by, n.condition, n.ended
         from loan n join household h on h.id = n.household join area a on a.id = h.area
             join location p on p.id = n.location join area r on r.id = p.area
             join lot l on l.id = n.lot join item i on i.id = l.item left join account k on k.id = h.caseworker"
    };
}

/// Condition on `n` and `$1` (now): the loans of [`LoanList::Waiting`].
const WAITING: &str = "n.state = 'out' and (n.due < $1 or n.denied > 0 or n.wished > 0 or n.ending <> '')";

impl LoanRow {
    fn seen(self, actor: &Actor, now: Timestamp) -> Result<Loan> {
        let (own, path) = (is_own(actor, self.household), AreaPath(self.path));
        let state: LoanState = parse(&self.state)?;
        let out = state == LoanState::Out;
        let may_keep = out && !own && actor.may(Action::KeepStock, &path);
        let ending: Option<LoanEnding> = if out && !self.ending.is_empty() { Some(parse(&self.ending)?) } else { None };
        let second = !own && self.ending_by != actor.account && actor.may(Action::ApproveCounts, &path);
        let some = |at: i64| (at != 0).then_some(at);
        let undo = self.lent + UNDO_SECONDS;
        Ok(Loan {
            id: self.id,
            household: self.household,
            family_size: self.size_of_family,
            caseworker_name: if own { String::new() } else { self.caseworker_name },
            location: self.location,
            location_name: self.location_name,
            item: self.item,
            key: self.key,
            name: self.name,
            size: self.size,
            state,
            lent: self.lent,
            due: self.due,
            overdue: out && self.due < now,
            wished: some(self.wished),
            received: self.received > 0,
            denied: self.denied > 0,
            ending,
            may_answer: ending.is_some() && second,
            may_keep,
            undo_until: (may_keep && now <= undo).then_some(undo),
            condition: if self.condition.is_empty() { None } else { Some(parse(&self.condition)?) },
            ended: some(self.ended),
        })
    }
}

impl Store {
    /// Lists the loans of the actor's shops, or (with a location) of one of them.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock.
    pub async fn loans(
        &self,
        actor: &Actor,
        list: LoanList,
        location: LocationId,
        cursor: LoanId,
    ) -> Result<Page<Loan>> {
        let found = self.loan_rows(actor, &LoanPage { list, location, cursor, rows: PAGE + 1 }).await?;
        Ok(page(found, |loan| loan.id))
    }

    /// Lists loans as [`Store::loans`], as many rows as asked for.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock.
    pub(crate) async fn loan_rows(&self, actor: &Actor, page: &LoanPage) -> Result<Vec<Loan>> {
        actor.must_somewhere(Action::ReadStock)?;
        let &LoanPage { list, location, cursor, rows } = page;
        let now = self.now();
        let mut db = self.reader().await?;
        let after = match cursor {
            0 => None,
            cursor => row!(db, (i64, i64), "select due, id from loan where id = $1", cursor)?,
        };
        let (due, id) = after.unwrap_or_default();
        // Every statement binds the time and the cursor.
        let (which, order) = match list {
            LoanList::Out => ("n.state = 'out' and (n.due, n.id) > ($3, $4) and $1 = $1", "n.due, n.id"),
            LoanList::Waiting => ("(n.due, n.id) > ($3, $4)", "n.due, n.id"),
            LoanList::Over => ("n.state <> 'out' and (n.id < $4 or $4 = 0) and $3 = $3 and $1 = $1", "n.id desc"),
        };
        let waiting = if list == LoanList::Waiting { WAITING } else { "1 = 1" };
        let sql = format!(
            concat!(
                "select ",
                loan_columns!(),
                " where {} and {} and (n.location = $2 or $2 = 0) and {} order by {} limit {}"
            ),
            waiting,
            which,
            covered("r.path", &actor.areas_for(Action::ReadStock)),
            order,
            rows,
        );
        let found = rows!(db, LoanRow, AssertSqlSafe(sql.as_str()), now, location, due, id)?;
        found.into_iter().map(|row| row.seen(actor, now)).collect()
    }

    /// Loads one loan: for its family, the staff of its shop, and those who read the family's file.
    ///
    /// # Errors
    /// Not signed in; not found for all others.
    pub async fn loan(&self, actor: &Actor, id: LoanId) -> Result<Loan> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let found = row!(db, LoanRow, concat!("select ", loan_columns!(), " where n.id = $1"), id)?;
        let row = found.ok_or(Refusal::NotFound)?;
        let reads = is_own(actor, row.household)
            || actor.may(Action::ReadStock, &AreaPath(row.path.clone()))
            || actor.may(Action::ReadHouseholds, &AreaPath(row.home.clone()));
        if reads { row.seen(actor, self.now()) } else { Err(Refusal::NotFound.into()) }
    }

    /// Lists the loans of the actor's own family: those that are out first, at most 50.
    ///
    /// # Errors
    /// Not signed in; not found for an account without a household.
    pub async fn own_loans(&self, actor: &Actor) -> Result<Vec<Loan>> {
        let household = actor.must_be_family()?;
        self.loans_of(actor, household).await
    }

    /// Lists the loans of a household for those who read its file, as above.
    ///
    /// # Errors
    /// Not found outside the actor's areas; not allowed without a role that reads households.
    pub async fn household_loans(&self, actor: &Actor, household: HouseholdId) -> Result<Vec<Loan>> {
        actor.must_somewhere(Action::ReadHouseholds)?;
        let mut db = self.reader().await?;
        let path = household_path(&mut db.arm(), household).await?;
        drop(db);
        actor.must(Action::ReadHouseholds, &path)?;
        self.loans_of(actor, household).await
    }

    async fn loans_of(&self, actor: &Actor, household: HouseholdId) -> Result<Vec<Loan>> {
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            LoanRow,
            concat!(
                "select ",
                loan_columns!(),
                " where n.household = $1 order by case when n.state = 'out' then 0 else 1 end, n.id desc limit 50"
            ),
            household,
        )?;
        found.into_iter().map(|row| row.seen(actor, self.now())).collect()
    }

    /// Lists lots on a shelf from which a unit may be lent, the most costly items first; at most 50.
    /// `q` is a part of the item's name, or a barcode. Goods with a best-before day are left out.
    ///
    /// # Errors
    /// Not found outside the actor's areas; not allowed without a role that keeps stock.
    pub async fn lendable(&self, actor: &Actor, location: LocationId, q: &str) -> Result<Vec<Lendable>> {
        let mut db = self.reader().await?;
        must_at(&mut db.arm(), actor, Action::KeepStock, location).await?;
        let pattern = anywhere(&fold(q.trim()));
        let found = rows!(
            db,
            (i64, i64, String, String, String, String, i64),
            "select l.id, l.item, i.key, i.name, l.size, l.condition, b.quantity
             from ledger_account a join balance b on b.account = a.id join lot l on l.id = b.lot
                 join item i on i.id = l.item
             where a.place = 'shelf' and a.owner = $1 and b.quantity > 0 and l.expires = 0 and i.perishable = false
                 and (i.find like $2 escape '!'
                      or exists (select 1 from barcode c where c.root = l.root and c.code = $3 and c.item = i.id))
             order by i.cost desc, l.item, l.id limit 50",
            location,
            &pattern,
            barcode(q).unwrap_or_default(),
        )?;
        found
            .into_iter()
            .map(|(lot, item, key, name, size, condition, quantity)| {
                Ok(Lendable { lot, item, key, name, size, condition: parse(&condition)?, quantity })
            })
            .collect()
    }

    /// Counts loans of the account's shop, or as a coordinator, that wait for it.
    pub(crate) fn loans_waiting(of: &Waiting<'_>) -> Option<String> {
        let keeps = of.actor.may_somewhere(Action::KeepStock);
        let (action, which) = if keeps {
            (Action::KeepStock, WAITING)
        } else {
            (Action::ApproveCounts, "n.state = 'out' and (n.step >= 4 or n.denied > 0 or n.ending <> '')")
        };
        of.actor.may_somewhere(action).then(|| {
            format!(
                "select count(*) as n, min(n.due) as at
                 from loan n join location p on p.id = n.location join area r on r.id = p.area
                 where {which} and {}",
                covered("r.path", &of.actor.areas_for(action)),
            )
        })
    }
}
