//! Questions to a person who was hired, after 30 and 90 days: still there, paid? "Not paid" opens a wage case.

use std::collections::BTreeMap;

use domain::{
    Code, Timestamp,
    accounts::Actor,
    areas::AreaPath,
    casework::cases::{CaseId, CaseKind, NewCase, OPEN_CASES, Urgency},
    community::jobs::proposals::{JobCheck, JobCheckId, JobYesNo},
    households::HouseholdId,
    permission::Action,
    wishes::Page,
};
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

use super::seekers::must_read;
use crate::{
    Command, Refusal, Result, Store, Tx,
    areas::answerers::waiting::Waiting,
    casework::cases::{choose_owner, opening::insert_case},
    db::{
        area_filter::{covered, is_own},
        locks::{HeldFile, Writers, lock_open_household},
        pagination::{page, signed_in},
        sql::{parse, row, rows, run, value},
    },
    households::views::household_path,
};

/// Records what a person who was hired says: by the family itself, or by its caseworker.
///
/// # Errors
/// Not found outside the actor's areas and for other families; not allowed without a role that keeps files;
/// [`Code::TooSoon`] before the day; [`Code::WrongState`] once it was answered or missed; [`Code::FileClosed`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct AnswerJobCheck {
    /// The question.
    pub check: JobCheckId,
    /// Whether the person is still there.
    pub still_there: JobYesNo,
    /// Whether it was paid.
    pub paid: JobYesNo,
}

#[derive(sqlx::FromRow)]
struct CheckFacts {
    proposal: i64,
    due: i64,
    answered: i64,
    missed: i64,
    seeker: i64,
    member: i64,
    organisation_name: String,
    pay_from: i64,
}

impl Command for AnswerJobCheck {
    const NAME: &'static str = "job_check_answer";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        if tx.actor.household == 0 {
            tx.actor.must_somewhere(Action::KeepHouseholds)?;
        }
        let found = row!(tx, (i64,), "select household from job_check where id = $1", self.check)?;
        let (household,) = found.ok_or(Refusal::NotFound)?;
        if tx.actor.household != 0 && tx.actor.household != household && !tx.actor.is_staff() {
            return Err(Refusal::NotFound.into());
        }
        let file = lock_open_household(tx, household, Writers::FamilyAnd(Action::KeepHouseholds)).await?;
        let facts = row!(
            tx,
            CheckFacts,
            "select c.proposal, c.due, c.answered, c.missed, p.seeker, s.member, o.name as organisation_name, v.pay_from
             from job_check c join job_proposal p on p.id = c.proposal join job_seeker s on s.id = p.seeker
                 join vacancy v on v.id = p.vacancy join organisation o on o.id = v.organisation
             where c.id = $1 and c.household = $2",
            self.check,
            file.id,
        )?
        .ok_or(Refusal::NotFound)?;
        let (now, account) = (tx.now, tx.actor.account);
        if facts.answered != 0 || facts.missed != 0 {
            return Err(Code::WrongState.into());
        }
        if facts.due > now {
            return Err(Code::TooSoon.into());
        }
        let case = if self.paid == JobYesNo::No { wage_case(tx, &file, &facts).await? } else { 0 };
        run!(
            tx,
            "update job_check set answered = $2, answered_by = $3, still_there = $4, paid = $5, case_file = $6
             where id = $1",
            self.check,
            now,
            account,
            self.still_there.as_str(),
            self.paid.as_str(),
            case,
        )?;
        if self.still_there == JobYesNo::No {
            left(tx, &file, &facts).await?;
        }
        tx.audit("job_proposal", facts.proposal).await
    }
}

/// Looks for work again: the later question is not needed, and the person can be proposed anew. A person who was hired
/// elsewhere meanwhile, and has not left there, stays as it is. One who took its name off the list, and so said that it
/// does not look for work, is only no longer employed.
async fn left(tx: &mut Tx<'_>, file: &HeldFile, facts: &CheckFacts) -> Result<()> {
    let now = tx.now;
    run!(
        tx,
        "update job_check set missed = $2 where proposal = $1 and answered = 0 and missed = 0",
        facts.proposal,
        now,
    )?;
    let later = value!(
        tx,
        i64,
        "select count(*) from job_proposal p join job_proposal q on q.id = $2
         where p.seeker = $1 and p.state = 'hired' and p.id <> q.id and p.decided >= q.decided
             and not exists (select 1 from job_check c where c.proposal = p.id and c.still_there = 'no')",
        facts.seeker,
        facts.proposal,
    )?;
    if later > 0 {
        return Ok(());
    }
    let looks = run!(
        tx,
        "update job_seeker set state = 'looking', version = version + 1 where id = $1 and state = 'hired' and member <> 0",
        facts.seeker,
    )?;
    let work = if looks > 0 { "seeking" } else { "unsaid" };
    run!(
        tx,
        "update person set work = $3 where id = $1 and household = $2 and work = 'employed'",
        facts.member,
        file.id,
        work,
    )?;
    Ok(())
}

/// Opens a wage case of the member, or returns the one that is open; 0 when the file has too many open cases.
async fn wage_case(tx: &mut Tx<'_>, file: &HeldFile, facts: &CheckFacts) -> Result<CaseId> {
    let known = value!(
        tx,
        i64,
        "select coalesce(max(id), 0) from case_file
         where household = $1 and member = $2 and kind = 'wages' and state = 'open'",
        file.id,
        facts.member,
    )?;
    let open = value!(tx, i64, "select count(*) from case_file where household = $1 and state = 'open'", file.id)?;
    if known != 0 || open >= OPEN_CASES {
        return Ok(known);
    }
    let fields = BTreeMap::from([
        ("employer".to_owned(), facts.organisation_name.clone()),
        ("amount".to_owned(), facts.pay_from.to_string()),
    ]);
    let new = NewCase {
        kind: CaseKind::Wages,
        member: (facts.member != 0).then_some(facts.member),
        urgency: Urgency::Soon,
        fields,
        words: String::new(),
        finding: None,
    };
    // The family answers on its own page, and owns no case.
    let owner = if is_own(&tx.actor, file.id) { choose_owner(tx, file).await? } else { tx.actor.account };
    insert_case(tx, file, &new.checked()?, owner).await
}

#[derive(sqlx::FromRow)]
struct CheckRow {
    id: i64,
    proposal: i64,
    household: i64,
    path: String,
    title: String,
    organisation_name: String,
    days: i64,
    due: i64,
    answered: i64,
    missed: i64,
    still_there: String,
    paid: String,
    case_file: i64,
}

/// Columns and joins of a [`CheckRow`]; a macro because statements are literals.
macro_rules! check_columns {
    () => {
        "c.id, c.proposal, c.household, a.path, v.title, o.name as organisation_name, c.days, c.due, c.answered,
         c.missed, c.still_there, c.paid, c.case_file
         from job_check c join job_proposal p on p.id = c.proposal join vacancy v on v.id = p.vacancy
             join organisation o on o.id = v.organisation join household h on h.id = c.household
             join area a on a.id = h.area"
    };
}

impl CheckRow {
    fn seen(self, actor: &Actor, now: Timestamp) -> Result<JobCheck> {
        let speaks = is_own(actor, self.household) || actor.may(Action::KeepHouseholds, &AreaPath(self.path));
        let some = |n: i64| (n != 0).then_some(n);
        let said = |text: &str| if text.is_empty() { Ok(None) } else { parse(text).map(Some) };
        Ok(JobCheck {
            id: self.id,
            proposal: self.proposal,
            household: self.household,
            title: self.title,
            organisation_name: self.organisation_name,
            days: self.days,
            due: self.due,
            answered: some(self.answered),
            missed: self.missed != 0,
            still_there: said(&self.still_there)?,
            paid: said(&self.paid)?,
            case: some(self.case_file),
            may_answer: speaks && self.answered == 0 && self.missed == 0 && self.due <= now,
        })
    }
}

/// Which questions a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CheckList {
    /// Those to be asked now.
    #[default]
    Due,
    /// Answered after 90 days: still there, and paid.
    Stayed,
    /// Not paid.
    Unpaid,
}

impl CheckList {
    /// Condition of the list on a row `c`, with the time as `$1`.
    fn condition(self) -> &'static str {
        match self {
            CheckList::Due => "c.answered = 0 and c.missed = 0 and c.due <= $1",
            CheckList::Stayed => "c.days = 90 and c.still_there = 'yes' and c.paid = 'yes' and c.due <= $1",
            CheckList::Unpaid => "c.paid = 'no' and c.due <= $1",
        }
    }
}

impl Store {
    /// Lists later questions of the actor's areas, by number.
    ///
    /// # Errors
    /// Not allowed without a role that reads jobs.
    pub async fn job_checks(&self, actor: &Actor, list: CheckList, cursor: JobCheckId) -> Result<Page<JobCheck>> {
        actor.must_somewhere(Action::ReadJobs)?;
        let now = self.now();
        let sql = format!(
            concat!("select ", check_columns!(), " where {} and c.id > $2 and {} order by c.id limit 51"),
            list.condition(),
            covered("a.path", &actor.areas_for(Action::ReadJobs)),
        );
        let mut db = self.reader().await?;
        let found = rows!(db, CheckRow, AssertSqlSafe(sql.as_str()), now, cursor)?;
        let found = found.into_iter().map(|row| row.seen(actor, now)).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |check| check.id))
    }

    /// Lists the later questions of a household, for the family and for staff of its area; at most 50.
    ///
    /// # Errors
    /// Not signed in; not found for all others.
    pub async fn household_job_checks(&self, actor: &Actor, household: HouseholdId) -> Result<Vec<JobCheck>> {
        signed_in(actor)?;
        let now = self.now();
        let mut db = self.reader().await?;
        let path = household_path(&mut db.arm(), household).await?;
        must_read(actor, household, &path)?;
        let found = rows!(
            db,
            CheckRow,
            concat!("select ", check_columns!(), " where c.household = $1 order by c.due, c.id limit 50"),
            household,
        )?;
        found.into_iter().map(|row| row.seen(actor, now)).collect()
    }

    /// Loads a later question, for the family and for staff of its area.
    ///
    /// # Errors
    /// Not signed in; not found for all others.
    pub async fn job_check(&self, actor: &Actor, id: JobCheckId) -> Result<JobCheck> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let found = row!(db, CheckRow, concat!("select ", check_columns!(), " where c.id = $1"), id)?;
        let row = found.ok_or(Refusal::NotFound)?;
        must_read(actor, row.household, &AreaPath(row.path.clone()))?;
        row.seen(actor, self.now())
    }

    /// Counts questions to people who were hired, to be asked now.
    pub(crate) fn job_checks_due(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::KeepHouseholds).then(|| {
            format!(
                "select count(*) as n, min(c.due) as at
                 from job_check c join household h on h.id = c.household join area a on a.id = h.area
                 where c.answered = 0 and c.missed = 0 and c.due <= $1 and {}",
                covered("a.path", &of.actor.areas_for(Action::KeepHouseholds)),
            )
        })
    }
}
