//! Reads findings: for the staff of the area, and for the family itself.

use domain::{
    DAY,
    accounts::{AccountId, Actor},
    areas::{AreaId, AreaPath},
    casework::findings::{Finding, FindingAnswer, FindingId, FindingOutcome, FindingState, OLD_DAYS},
    households::{HouseholdId, mask},
    permission::Action,
    time::Month,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use crate::{
    Refusal, Result, Store, Tx,
    areas::{
        answerers::{
            chain::{is_no_caseworker, one_of, stands_in_for},
            waiting::Waiting,
        },
        staff::caseworkers,
    },
    crypto::{secret::Secret, vault::Vault},
    db::{
        area_filter::{covered, is_own},
        pagination::page,
        sql::{parse, row, rows, value},
    },
    households::reveal,
};

/// Which findings a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FindingQuery {
    /// Their state; `None` for open ones, or, with a month, for all.
    pub state: Option<FindingState>,
    /// Outcome of closed ones.
    pub outcome: Option<FindingOutcome>,
    /// Only open ones that are old.
    pub old: bool,
    /// Month in which they were found.
    pub month: Option<Month>,
    /// Area they are in, or below it; 0 for all of the actor's.
    pub area: AreaId,
    /// Only the actor's own, with those of accounts for which it stands in.
    pub mine: bool,
    /// Only those that climbed to the actor.
    pub raised: bool,
    /// Only those whose owner is no caseworker there any more, or that have none.
    pub unowned: bool,
    /// Household, or 0 for all.
    pub household: HouseholdId,
    /// Lists larger numbers only; 0 for the first page.
    pub cursor: FindingId,
}

#[derive(sqlx::FromRow)]
struct FindingRow {
    id: i64,
    household: i64,
    name: String,
    area_name: String,
    need: String,
    words: String,
    state: String,
    outcome: String,
    owner: i64,
    owner_name: String,
    step: String,
    record: i64,
    created: i64,
    due: i64,
    climbs: i64,
    raised_name: String,
    closed: i64,
    path: String,
}

/// Columns and joins of a [`FindingRow`]; a macro because statements are literals.
macro_rules! finding_columns {
    () => {
        "f.id, f.household, h.name, a.name as area_name, f.need, f.words, f.state, f.outcome,
         case when f.owner <> 0 then f.owner else h.caseworker end as owner, coalesce(o.name, '') as owner_name,
         f.step, f.record, f.created, f.due, f.climbs, coalesce(u.name, '') as raised_name, f.closed, a.path
         from finding f join household h on h.id = f.household join area a on a.id = h.area
             left join account o on o.id = (case when f.owner <> 0 then f.owner else h.caseworker end)
             left join account u on u.id = f.raised_to"
    };
}

impl FindingRow {
    /// Returns the finding; with `opened` its words.
    fn opened(self, vault: &Vault, actor: &Actor, opened: bool) -> Result<Finding> {
        let name = vault.open(Secret::HouseholdName, &self.name)?;
        let path = AreaPath(self.path);
        let may_record = actor.may(Action::RecordVisits, &path);
        let named = is_own(actor, self.household) || actor.may(Action::KeepHouseholds, &path);
        let words = if opened { vault.open(Secret::FindingWords, &self.words)? } else { String::new() };
        Ok(Finding {
            id: self.id,
            household: self.household,
            name: if named { name } else { mask::name(&name) },
            area_name: self.area_name,
            need: parse(&self.need)?,
            words,
            state: parse(&self.state)?,
            outcome: if self.outcome.is_empty() { None } else { Some(parse(&self.outcome)?) },
            owner: (self.owner != 0).then_some(self.owner),
            owner_name: self.owner_name,
            step: parse(&self.step)?,
            record: (self.record != 0).then_some(self.record),
            created: self.created,
            due: self.due,
            climbs: self.climbs,
            raised_to: self.raised_name,
            closed: (self.closed != 0).then_some(self.closed),
            may_record,
            may_assign: may_record || actor.may(Action::LeadCasework, &path),
        })
    }
}

/// Narrows the condition on areas to the findings of a list, of which `whose` are the accounts that ask for their own;
/// `now` is the present as SQL.
fn narrowed(query: &FindingQuery, inside: String, whose: &[AccountId], now: &str) -> String {
    let mut sql = inside;
    let state = match (query.state, query.month, query.outcome) {
        (Some(state), ..) => Some(state),
        (None, None, None) if query.household == 0 => Some(FindingState::Open),
        _ => None,
    };
    if let Some(state) = state {
        sql += &format!(" and f.state = '{}'", state.as_str());
    }
    if let Some(outcome) = query.outcome {
        sql += &format!(" and f.outcome = '{}'", outcome.as_str());
    }
    if query.old {
        sql += &format!(" and f.state = 'open' and f.created <= {now} - {}", OLD_DAYS * DAY);
    }
    if let Some(month) = query.month {
        sql += &format!(" and f.created >= {} and f.created < {}", month.start(), month.end());
    }
    if query.household != 0 {
        sql += &format!(" and f.household = {}", query.household);
    }
    let owner = "(case when f.owner <> 0 then f.owner else h.caseworker end)";
    if query.unowned {
        sql = format!("{sql} and {}", is_no_caseworker(owner));
    }
    if query.mine || query.raised {
        sql = format!("{sql} and {}", one_of(if query.raised { "f.raised_to" } else { owner }, whose));
    }
    if query.raised {
        // For its index.
        sql += " and f.raised_to <> 0";
    }
    sql
}

impl Store {
    /// Builds the condition of a list; only numbers and texts of enums go into it.
    pub(crate) async fn finding_condition(&self, actor: &Actor, query: &FindingQuery) -> Result<String> {
        let inside = self.visit_areas(actor, query.area).await?;
        let mut whose = Vec::new();
        if query.mine || query.raised {
            let mut db = self.reader().await?;
            whose = stands_in_for(&mut db.arm(), actor.account, self.now()).await?;
        }
        Ok(narrowed(query, inside, &whose, &self.now().to_string()))
    }

    /// Lists findings of the actor's areas without their words, by number.
    ///
    /// # Errors
    /// Not allowed without a role that reads visits; not found for an area outside the actor's.
    pub async fn findings(&self, actor: &Actor, query: &FindingQuery) -> Result<Page<Finding>> {
        let condition = self.finding_condition(actor, query).await?;
        let sql = format!(
            concat!("select ", finding_columns!(), " where f.id > $1 and {} order by f.id limit 51"),
            condition
        );
        let mut db = self.reader().await?;
        let found = rows!(db, FindingRow, AssertSqlSafe(sql.as_str()), query.cursor)?;
        let found = found.into_iter().map(|row| row.opened(&self.vault, actor, false)).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |finding| finding.id))
    }

    /// Counts the findings of a list.
    ///
    /// # Errors
    /// As [`Store::findings`].
    pub async fn findings_count(&self, actor: &Actor, query: &FindingQuery) -> Result<i64> {
        let condition = self.finding_condition(actor, query).await?;
        let sql = format!(
            "select count(*) from finding f join household h on h.id = f.household join area a on a.id = h.area
             where {condition}"
        );
        let mut db = self.reader().await?;
        Ok(value!(db, i64, AssertSqlSafe(sql.as_str()))?)
    }

    /// Counts the findings of a list of the account's areas.
    pub(crate) fn findings_waiting(of: &Waiting<'_>, query: &FindingQuery) -> Option<String> {
        let inside = covered("a.path", &of.actor.areas_for(Action::ReadVisits));
        of.actor.may_somewhere(Action::ReadVisits).then(|| {
            format!(
                "select count(*) as n, min(nullif(f.due, 0)) as at
                 from finding f join household h on h.id = f.household join area a on a.id = h.area
                 where {}",
                narrowed(query, inside, of.whose, "$1")
            )
        })
    }

    /// Loads one finding with the family's answers, newest first; words only of a file that the actor has revealed.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn finding(&self, actor: &Actor, id: FindingId) -> Result<(Finding, Vec<FindingAnswer>)> {
        actor.must_somewhere(Action::ReadVisits)?;
        let mut db = self.reader().await?;
        let found = row!(db, FindingRow, concat!("select ", finding_columns!(), " where f.id = $1"), id)?;
        let row = found.ok_or(Refusal::NotFound)?;
        actor.must(Action::ReadVisits, &AreaPath(row.path.clone()))?;
        let reads = actor.may(Action::ReadHouseholds, &AreaPath(row.path.clone()));
        db = self.note_new_role(db, actor, row.household).await?;
        let opened = reads && reveal::is_open(&mut db.arm(), actor, row.household, self.now()).await?;
        let found = rows!(
            db,
            AnswerRow,
            "select n.asked, n.way, n.answer, n.words, n.at,
                 case when n.asked = 'family' then '' else coalesce(a.name, '') end as by
             from finding_answer n left join account a on a.id = n.account
             where n.finding = $1 order by n.id desc limit 50",
            id,
        )?;
        let answers = found.into_iter().map(|row| row.opened(&self.vault, opened)).collect::<Result<Vec<_>>>()?;
        Ok((row.opened(&self.vault, actor, opened)?, answers))
    }

    /// Lists the caseworkers to whom a finding can be given, those of the nearest area first.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn finding_keepers(&self, actor: &Actor, id: FindingId) -> Result<Vec<(AccountId, String)>> {
        actor.must_somewhere(Action::ReadVisits)?;
        let mut db = self.reader().await?;
        let found = row!(
            db,
            (String,),
            "select a.path from finding f join household h on h.id = f.household join area a on a.id = h.area
             where f.id = $1",
            id,
        )?;
        let path = AreaPath(found.ok_or(Refusal::NotFound)?.0);
        actor.must(Action::ReadVisits, &path)?;
        let found = caseworkers(&mut db.arm(), &path).await?;
        Ok(found.into_iter().map(|one| (one.id, one.name)).collect())
    }

    /// Lists the last findings of the actor's own family, newest first; at most 20, without names of staff.
    ///
    /// # Errors
    /// Not signed in; not found for an account without a household.
    pub async fn my_findings(&self, actor: &Actor) -> Result<Vec<Finding>> {
        let household = actor.must_be_family()?;
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            FindingRow,
            concat!("select ", finding_columns!(), " where f.household = $1 order by f.id desc limit 200"),
            household,
        )?;
        let own = |row: FindingRow| {
            let finding = row.opened(&self.vault, actor, true)?;
            Ok(Finding { owner: None, owner_name: String::new(), raised_to: String::new(), ..finding })
        };
        found.into_iter().map(own).collect()
    }
}

/// Loads the latest finding of a household, for scripts.
///
/// # Errors
/// Not found without one.
pub async fn latest_finding(tx: &mut Tx<'_>, household: HouseholdId) -> Result<FindingId> {
    let found = row!(tx, (i64,), "select id from finding where household = $1 order by id desc limit 1", household)?;
    Ok(found.ok_or(Refusal::NotFound)?.0)
}

/// Finds an open finding of a household, for scripts.
///
/// # Errors
/// Only when the database fails.
pub async fn open_finding(tx: &mut Tx<'_>, household: HouseholdId) -> Result<Option<FindingId>> {
    let found = row!(
        tx,
        (i64,),
        "select id from finding where household = $1 and state = 'open' order by id desc limit 1",
        household,
    )?;
    Ok(found.map(|(id,)| id))
}

#[derive(sqlx::FromRow)]
struct AnswerRow {
    asked: String,
    way: String,
    answer: String,
    words: String,
    at: i64,
    by: String,
}

impl AnswerRow {
    fn opened(self, vault: &Vault, opened: bool) -> Result<FindingAnswer> {
        let words = if opened { vault.open(Secret::FindingAnswerWords, &self.words)? } else { String::new() };
        Ok(FindingAnswer {
            asked: parse(&self.asked)?,
            way: parse(&self.way)?,
            said: parse(&self.answer)?,
            words,
            at: self.at,
            by: self.by,
        })
    }
}
