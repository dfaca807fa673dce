//! Reads visits: what is due today, what was missed, and the rows behind each figure.

use domain::{
    Timestamp,
    accounts::{AccountId, Actor},
    areas::{AreaId, AreaPath},
    casework::visits::{Timing, Visit, VisitId, Window},
    households::{HouseholdId, mask},
    permission::Action,
    time::Month,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use super::{owner_sql, timing_sql};
use crate::{
    Refusal, Result, Store,
    areas::{
        answerers::{
            chain::{is_no_caseworker, one_of, stands_in_for},
            waiting::Waiting,
        },
        staff::caseworkers,
        tree::path_of,
    },
    crypto::{secret::Secret, vault::Vault},
    db::{
        area_filter::covered,
        pagination::page,
        sql::{row, rows, value},
    },
};

/// Which visits a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VisitQuery {
    /// Where they stand; `None` for those to be made now, or, with a month, for all but cancelled ones.
    pub timing: Option<Timing>,
    /// Only those that are still to be made, whether their window has opened or not.
    pub waiting: bool,
    /// Month in which they are due.
    pub month: Option<Month>,
    /// Area they are in, or below it; 0 for all of the actor's.
    pub area: AreaId,
    /// Only the actor's own, with those of accounts for which it stands in.
    pub mine: bool,
    /// Only those that climbed to the actor because they were missed twice.
    pub raised: bool,
    /// Only those whose owner is no caseworker there any more, or that have none.
    pub unowned: bool,
    /// Household, or 0 for all.
    pub household: HouseholdId,
    /// Lists larger numbers only; 0 for the first page.
    pub cursor: VisitId,
}

#[derive(sqlx::FromRow)]
pub(super) struct VisitRow {
    id: i64,
    household: i64,
    name: String,
    area_name: String,
    rule: i64,
    opens: i64,
    due: i64,
    ends: i64,
    made: i64,
    cancelled: i64,
    owner: i64,
    owner_name: String,
    raised_name: String,
    finding: i64,
    path: String,
}

/// Columns and joins of a [`VisitRow`]; a macro because statements are literals.
macro_rules! visit_columns {
    () => {
        "v.id, v.household, h.name, a.name as area_name, v.rule, v.opens, v.due, v.ends, v.made, v.cancelled,
         case when v.owner <> 0 then v.owner else h.caseworker end as owner, coalesce(o.name, '') as owner_name,
         coalesce(u.name, '') as raised_name, v.finding, a.path
         from visit v join household h on h.id = v.household join area a on a.id = h.area
             left join account o on o.id = (case when v.owner <> 0 then v.owner else h.caseworker end)
             left join account u on u.id = v.raised_to"
    };
}
pub(super) use visit_columns;

impl VisitRow {
    /// Returns the visit; the contact's name is masked for readers who do not keep files there.
    pub(super) fn opened(self, vault: &Vault, actor: &Actor, now: Timestamp) -> Result<Visit> {
        let window = Window { opens: self.opens, due: self.due, ends: self.ends };
        let made = (self.made != 0).then_some(self.made);
        let name = vault.open(Secret::HouseholdName, &self.name)?;
        let path = AreaPath(self.path);
        let named = actor.may(Action::KeepHouseholds, &path);
        let may_record = actor.may(Action::RecordVisits, &path);
        Ok(Visit {
            id: self.id,
            household: self.household,
            name: if named { name } else { mask::name(&name) },
            area_name: self.area_name,
            rule: (self.rule != 0).then_some(self.rule),
            window,
            timing: window.timing(made, self.cancelled != 0, now),
            made,
            owner: (self.owner != 0).then_some(self.owner),
            owner_name: self.owner_name,
            raised_to: self.raised_name,
            finding: (self.finding != 0).then_some(self.finding),
            may_record,
            may_assign: may_record || actor.may(Action::LeadCasework, &path),
        })
    }
}

/// Conditions that narrow the visits that wait to be made, for the index of open ones.
const WAITING: &str = "v.made = 0 and v.cancelled = 0 and v.ends > $1 and v.opens <= $1";

/// Narrows the condition on areas to the visits of a list, of which `whose` are the accounts that ask for their own.
fn narrowed(query: &VisitQuery, inside: String, whose: &[AccountId]) -> String {
    let mut sql = inside;
    let timing = timing_sql!();
    match (query.timing, query.month) {
        (Some(one), _) => {
            let waits = matches!(one, Timing::Due | Timing::Overdue);
            let narrow = if waits { format!("{WAITING} and ") } else { String::new() };
            sql = format!("{sql} and {narrow}{timing} = '{}'", one.as_str());
        }
        (None, Some(_)) => sql += " and v.cancelled = 0",
        // A missed visit that climbed is on the list of whom it climbed to.
        (None, None) if query.raised || query.household != 0 => {}
        (None, None) => sql = format!("{sql} and {WAITING} and {timing} in ('due', 'overdue')"),
    }
    if query.unowned {
        sql = format!("{sql} and {}", is_no_caseworker(concat!("(", owner_sql!(), ")")));
    }
    if query.waiting {
        sql = format!("{sql} and {timing} in ('later', 'due', 'overdue')");
    }
    if let Some(month) = query.month {
        sql += &format!(" and v.due > {} and v.due <= {}", month.start(), month.end());
    }
    if query.household != 0 {
        sql += &format!(" and v.household = {}", query.household);
    }
    if query.mine || query.raised {
        let column = if query.raised { "v.raised_to" } else { concat!("(", owner_sql!(), ")") };
        sql = format!("{sql} and {}", one_of(column, whose));
    }
    if query.raised {
        // For its index.
        sql += " and v.raised_to <> 0";
    }
    sql
}

impl Store {
    /// Returns the areas of a list on `a.path`: all that the actor reads, or one of them.
    pub(crate) async fn visit_areas(&self, actor: &Actor, area: AreaId) -> Result<String> {
        actor.must_somewhere(Action::ReadVisits)?;
        let areas = match area {
            0 => actor.areas_for(Action::ReadVisits),
            area => {
                let mut db = self.reader().await?;
                let path = path_of(&mut db.arm(), area).await?.ok_or(Refusal::NotFound)?;
                actor.must(Action::ReadVisits, &path)?;
                vec![path]
            }
        };
        Ok(covered("a.path", &areas))
    }

    /// Builds the condition of a list; only numbers and texts of enums go into it.
    pub(crate) async fn visit_condition(&self, actor: &Actor, query: &VisitQuery) -> Result<String> {
        let inside = self.visit_areas(actor, query.area).await?;
        let mut whose = Vec::new();
        if query.mine || query.raised {
            let mut db = self.reader().await?;
            whose = stands_in_for(&mut db.arm(), actor.account, self.now()).await?;
        }
        Ok(narrowed(query, inside, &whose))
    }

    /// Lists visits of the actor's areas, by number.
    ///
    /// # Errors
    /// Not allowed without a role that reads visits; not found for an area outside the actor's.
    pub async fn visits(&self, actor: &Actor, query: &VisitQuery) -> Result<Page<Visit>> {
        let condition = self.visit_condition(actor, query).await?;
        let sql = format!(
            concat!("select ", visit_columns!(), " where v.id > $2 and $1 > 0 and {} order by v.id limit 51"),
            condition
        );
        let (now, mut db) = (self.now(), self.reader().await?);
        let found = rows!(db, VisitRow, AssertSqlSafe(sql.as_str()), now, query.cursor)?;
        let found = found.into_iter().map(|row| row.opened(&self.vault, actor, now)).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |visit| visit.id))
    }

    /// Counts the visits of a list.
    ///
    /// # Errors
    /// As [`Store::visits`].
    pub async fn visits_count(&self, actor: &Actor, query: &VisitQuery) -> Result<i64> {
        let condition = self.visit_condition(actor, query).await?;
        let sql = format!(
            "select count(*) from visit v join household h on h.id = v.household join area a on a.id = h.area
             where $1 > 0 and {condition}"
        );
        let (now, mut db) = (self.now(), self.reader().await?);
        Ok(value!(db, i64, AssertSqlSafe(sql.as_str()), now)?)
    }

    /// Counts the visits of a list of the account's areas.
    pub(crate) fn visits_waiting(of: &Waiting<'_>, query: &VisitQuery) -> Option<String> {
        let inside = covered("a.path", &of.actor.areas_for(Action::ReadVisits));
        of.actor.may_somewhere(Action::ReadVisits).then(|| {
            format!(
                "select count(*) as n, min(v.due) as at
                 from visit v join household h on h.id = v.household join area a on a.id = h.area
                 where $1 > 0 and {}",
                narrowed(query, inside, of.whose)
            )
        })
    }

    /// Loads one visit.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn visit(&self, actor: &Actor, id: VisitId) -> Result<Visit> {
        actor.must_somewhere(Action::ReadVisits)?;
        let (now, mut db) = (self.now(), self.reader().await?);
        let found = row!(db, VisitRow, concat!("select ", visit_columns!(), " where v.id = $1"), id)?;
        let row = found.ok_or(Refusal::NotFound)?;
        actor.must(Action::ReadVisits, &AreaPath(row.path.clone()))?;
        row.opened(&self.vault, actor, now)
    }

    /// Lists the caseworkers to whom a visit can be given, those of the nearest area first.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn visit_keepers(&self, actor: &Actor, id: VisitId) -> Result<Vec<(AccountId, String)>> {
        actor.must_somewhere(Action::ReadVisits)?;
        let mut db = self.reader().await?;
        let found = row!(
            db,
            (String,),
            "select a.path from visit v join household h on h.id = v.household join area a on a.id = h.area
             where v.id = $1",
            id,
        )?;
        let path = AreaPath(found.ok_or(Refusal::NotFound)?.0);
        actor.must(Action::ReadVisits, &path)?;
        let found = caseworkers(&mut db.arm(), &path).await?;
        Ok(found.into_iter().map(|one| (one.id, one.name)).collect())
    }

    /// Lists the visits of the actor's own family that wait, and the last ones; at most 20, without names of staff.
    ///
    /// # Errors
    /// Not signed in; not found for an account without a household.
    pub async fn my_visits(&self, actor: &Actor) -> Result<Vec<Visit>> {
        let household = actor.must_be_family()?;
        let (now, mut db) = (self.now(), self.reader().await?);
        let found = rows!(
            db,
            VisitRow,
            concat!(
                "select ",
                visit_columns!(),
                " where v.household = $1 and v.cancelled = 0 and v.opens <= $2 order by v.due desc, v.id desc limit 200"
            ),
            household,
            now,
        )?;
        let own =
            |row: VisitRow| Ok(Visit { owner: None, raised_to: String::new(), ..row.opened(&self.vault, actor, now)? });
        found.into_iter().map(own).collect()
    }
}
