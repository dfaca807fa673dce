//! Reads cases: a family its own, staff those of their areas. Words and fields show only while a file is revealed.

use std::collections::BTreeMap;

use domain::{
    DAY, Timestamp,
    accounts::{AccountId, Actor},
    areas::{AreaId, AreaPath},
    casework::cases::{
        Case, CaseFile, CaseId, CaseKind, CaseLine, CaseState, FamilyAsked, REOPEN_DAYS, figures::CaseAge,
    },
    households::HouseholdId,
    permission::Action,
    time::Month,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Error, Refusal, Result, Store,
    areas::staff::caseworkers,
    crypto::{secret::Secret, vault::Vault},
    db::{
        area_filter::{covered, is_own},
        pagination::{page, signed_in},
        sql::{parse, row, rows},
    },
    households::{reveal, views::household_path},
};

/// Which cases a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CaseStage {
    /// Open ones, the oldest first.
    #[default]
    Open,
    /// Open ones whose step is overdue.
    Late,
    /// Those that have ended, newest first.
    Over,
}

/// Filters of the list of cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseQuery {
    /// Which ones.
    pub stage: CaseStage,
    /// Area with those below it; none for all of the actor's.
    pub area: Option<AreaId>,
    /// Kind of case.
    pub kind: Option<CaseKind>,
    /// How long they have been open.
    pub age: Option<CaseAge>,
    /// Key of the outcome, or empty.
    pub outcome: String,
    /// Month in which they were closed.
    pub month: Option<Month>,
    /// Account that owns them.
    pub owner: Option<AccountId>,
    /// Where the page begins.
    pub cursor: CaseId,
}

#[derive(sqlx::FromRow)]
pub(crate) struct CaseRow {
    id: i64,
    household: i64,
    area: i64,
    area_name: String,
    path: String,
    member: i64,
    kind: String,
    urgency: String,
    state: String,
    step: String,
    due: i64,
    climbs: i64,
    owner: i64,
    owner_name: String,
    in_charge: String,
    finding: i64,
    family_said: String,
    opened: i64,
    outcome: String,
    closed: i64,
}

/// Columns and joins of a [`CaseRow`]; a macro because statements are literals.
macro_rules! case_columns {
    () => {
        "c.id, c.household, h.area, a.name as area_name, a.path, c.member, c.kind, c.urgency, c.state, c.step, c.due,
         c.climbs, c.owner, coalesce(own.name, '') as owner_name, coalesce(chg.name, '') as in_charge, c.finding,
         c.family_said, c.opened, c.outcome, c.closed
         from case_file c join household h on h.id = c.household join area a on a.id = h.area
             left join account own on own.id = c.owner left join account chg on chg.id = c.in_charge"
    };
}
pub(crate) use case_columns;

/// Returns `None` for a number that stands for none in a row.
pub(crate) fn some(number: i64) -> Option<i64> {
    (number != 0).then_some(number)
}

impl CaseRow {
    pub(crate) fn read(self, now: Timestamp) -> Result<Case> {
        let state: CaseState = parse(&self.state)?;
        let said = self.family_said;
        Ok(Case {
            id: self.id,
            household: self.household,
            area: self.area,
            area_name: self.area_name,
            member: some(self.member),
            kind: parse(&self.kind)?,
            urgency: parse(&self.urgency)?,
            state,
            step: self.step,
            due: self.due,
            late: state == CaseState::Open && self.due < now,
            climbs: self.climbs,
            owner: some(self.owner),
            owner_name: self.owner_name,
            in_charge: self.in_charge,
            finding: some(self.finding),
            family_said: if said.is_empty() { None } else { Some(parse(&said)?) },
            opened: self.opened,
            outcome: (!self.outcome.is_empty()).then_some(self.outcome),
            closed: some(self.closed),
        })
    }
}

/// Tells whether the actor sees words about a household: its family, and staff during a reveal.
pub(crate) async fn sees_words(
    db: &mut Conn<'_>,
    actor: &Actor,
    household: HouseholdId,
    now: Timestamp,
) -> Result<bool> {
    Ok(is_own(actor, household) || reveal::is_open(db, actor, household, now).await?)
}

/// Condition of a list and the values that it takes from `$1` on: area, kind, outcome, owner, opened after and until,
/// closed from and before, now, and the cursor.
pub(crate) fn condition(actor: &Actor, stage: CaseStage) -> String {
    let stage = match stage {
        CaseStage::Open => "c.state = 'open' and c.id > $10",
        CaseStage::Late => "c.state = 'open' and c.due < $9 and c.id > $10",
        CaseStage::Over => "c.state <> 'open' and (c.id < $10 or $10 = 0)",
    };
    format!(
        "where {} and {stage} and (cast($1 as bigint) = 0
                 or a.path like '%/' || cast(cast($1 as bigint) as text) || '/%')
             and ($2 = '' or c.kind = $2) and ($3 = '' or c.outcome = $3) and (c.owner = $4 or $4 = 0)
             and c.opened > $5 and c.opened <= $6 and c.closed >= $7 and (c.closed < $8 or $8 = 0) and c.opened <= $9",
        covered("a.path", &actor.areas_for(Action::ReadCases)),
    )
}

/// Returns the times between which cases of an age were opened.
pub(crate) fn opened_between(age: Option<CaseAge>, now: Timestamp) -> (Timestamp, Timestamp) {
    age.map_or((-1, now), |age| age.opened(now))
}

impl Store {
    /// Lists the cases of families in the actor's areas. The next page begins after `cursor`.
    ///
    /// # Errors
    /// Not allowed without a role that reads cases.
    pub async fn cases(&self, actor: &Actor, query: &CaseQuery) -> Result<Page<Case>> {
        actor.must_somewhere(Action::ReadCases)?;
        let now = self.now();
        let order = if query.stage == CaseStage::Over { "c.id desc" } else { "c.id" };
        let sql = format!(
            concat!("select ", case_columns!(), " {} order by {} limit 51"),
            condition(actor, query.stage),
            order
        );
        let (after, until) = opened_between(query.age, now);
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            CaseRow,
            AssertSqlSafe(sql.as_str()),
            query.area.unwrap_or_default(),
            query.kind.map_or("", CaseKind::as_str),
            &query.outcome,
            query.owner.unwrap_or_default(),
            after,
            until,
            query.month.map_or(0, |month| month.start()),
            query.month.map_or(0, |month| month.end()),
            now,
            query.cursor,
        )?;
        let found = found.into_iter().map(|row| row.read(now)).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |case| case.id))
    }

    /// Lists the last 100 cases of a household, open ones first, for staff who read its cases.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn household_cases(&self, actor: &Actor, household: HouseholdId) -> Result<Vec<Case>> {
        actor.must_somewhere(Action::ReadCases)?;
        let now = self.now();
        let mut db = self.reader().await?;
        actor.must(Action::ReadCases, &household_path(&mut db.arm(), household).await?)?;
        let found = rows!(
            db,
            CaseRow,
            concat!(
                "select ",
                case_columns!(),
                " where c.household = $1 order by case c.state when 'open' then 0 else 1 end, c.id desc limit 100"
            ),
            household,
        )?;
        found.into_iter().map(|row| row.read(now)).collect()
    }

    /// Lists the open cases of the actor's own family, and those that ended a short time ago; newest first.
    ///
    /// # Errors
    /// Not signed in; not found for an account without a household.
    pub async fn my_cases(&self, actor: &Actor) -> Result<Vec<Case>> {
        let household = actor.must_be_family()?;
        let now = self.now();
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            CaseRow,
            concat!(
                "select ",
                case_columns!(),
                " where c.household = $1 and (c.state = 'open' or c.closed > $2) order by c.id desc limit 50"
            ),
            household,
            now - REOPEN_DAYS * DAY,
        )?;
        found.into_iter().map(|row| row.read(now)).collect()
    }

    /// Loads one case with its history, for its family and the staff of the family's area.
    ///
    /// # Errors
    /// Not signed in; not found for all others.
    pub async fn case(&self, actor: &Actor, id: CaseId) -> Result<CaseFile> {
        signed_in(actor)?;
        let now = self.now();
        let mut db = self.reader().await?;
        let found = row!(db, CaseRow, concat!("select ", case_columns!(), " where c.id = $1"), id)?;
        let row = found.ok_or(Refusal::NotFound)?;
        let (own, path) = (is_own(actor, row.household), AreaPath(row.path.clone()));
        if !own && !actor.may(Action::ReadCases, &path) {
            return Err(Refusal::NotFound.into());
        }
        let opened_up = sees_words(&mut db.arm(), actor, row.household, now).await?;
        let case = row.read(now)?;
        let (fields, asked) =
            if opened_up { details(&mut db.arm(), &self.vault, id).await? } else { (BTreeMap::new(), None) };
        let lines = lines(&mut db.arm(), &self.vault, id, opened_up).await?;
        let works = !own && case.state == CaseState::Open;
        Ok(CaseFile {
            opened_up,
            fields,
            asked,
            lines,
            may_keep: !own && actor.may(Action::KeepCases, &path),
            may_assign: works && actor.may(Action::FollowCases, &path),
            case,
        })
    }

    /// Lists caseworkers who may own the cases of a household: account and name.
    ///
    /// # Errors
    /// Not allowed without a role that follows cases; not found outside the actor's areas.
    pub async fn case_owners(&self, actor: &Actor, household: HouseholdId) -> Result<Vec<(AccountId, String)>> {
        actor.must_somewhere(Action::FollowCases)?;
        let mut db = self.reader().await?;
        let path = household_path(&mut db.arm(), household).await?;
        actor.must(Action::FollowCases, &path)?;
        let found = caseworkers(&mut db.arm(), &path).await?;
        Ok(found.into_iter().map(|caseworker| (caseworker.id, caseworker.name)).collect())
    }
}

#[derive(sqlx::FromRow)]
struct DetailRow {
    fields: String,
    asked_how: String,
    asked_whom: String,
    asked_at: i64,
    answer: String,
    answer_words: String,
}

/// Loads what is sealed of a case.
async fn details(
    db: &mut Conn<'_>,
    vault: &Vault,
    id: CaseId,
) -> Result<(BTreeMap<String, String>, Option<FamilyAsked>)> {
    let row = row!(
        db,
        DetailRow,
        "select fields, asked_how, asked_whom, asked_at, answer, answer_words from case_file where id = $1",
        id,
    )?
    .ok_or(Refusal::NotFound)?;
    let fields = vault.open(Secret::CaseFields, &row.fields)?;
    let fields = match fields.as_str() {
        "" => BTreeMap::new(),
        // The parser's message could quote the family.
        fields => serde_json::from_str(fields).map_err(|_| Error::Broken(format!("case {id}: unreadable fields")))?,
    };
    let asked = match row.asked_how.as_str() {
        "" => None,
        how => Some(FamilyAsked {
            how: parse(how)?,
            whom: vault.open(Secret::CaseWhom, &row.asked_whom)?,
            at: row.asked_at,
            answer: parse(&row.answer)?,
            words: vault.open(Secret::CaseAnswer, &row.answer_words)?,
        }),
    };
    Ok((fields, asked))
}

#[derive(sqlx::FromRow)]
struct LineRow {
    kind: String,
    key: String,
    at: i64,
    by: String,
    about: String,
    words: String,
}

/// Loads the last 200 lines of a case. The family's accounts are not named.
async fn lines(db: &mut Conn<'_>, vault: &Vault, id: CaseId, opened_up: bool) -> Result<Vec<CaseLine>> {
    let found = rows!(
        db,
        LineRow,
        "select l.kind, l.key, l.at,
             case when coalesce(b.household, 0) <> 0 then '' else coalesce(b.name, '') end as by,
             coalesce(o.name, '') as about, l.words
         from case_line l left join account b on b.id = l.account left join account o on o.id = l.about
         where l.case_file = $1 order by l.id desc limit 200",
        id,
    )?;
    let line = |row: LineRow| {
        let LineRow { kind, key, at, by, about, words } = row;
        let words = if opened_up { vault.open(Secret::CaseLineWords, &words)? } else { String::new() };
        Ok(CaseLine { kind: parse(&kind)?, key, at, by, about, words })
    };
    found.into_iter().map(line).collect()
}
