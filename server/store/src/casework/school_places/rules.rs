//! Rules of districts, version by version. Entering, changing or withdrawing one wakes every case that it may concern;
//! the clock computes their dates anew and tells those affected.

use domain::{
    Code,
    accounts::Actor,
    areas::{AreaId, AreaPath},
    casework::school_places::rules::{NewSchoolRule, SchoolRule, SchoolRuleId, SchoolTerms},
    permission::Action,
    time::Day,
    wishes::Page,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Command, Conn, Refusal, Result, Store, Tx,
    areas::{
        reorganisation::derivations::wake_school_places,
        tree::{must_in, path_of},
    },
    db::{
        area_filter::covered,
        pagination::page,
        sql::{parse, row, rows, run, value},
    },
};

/// Months as they are stored: -1 means that a rule does not ask for them.
fn stored(months: Option<i64>) -> i64 {
    months.unwrap_or(-1)
}

/// Locks the root area's row, so that versions of a rule and their cases are counted one after the other.
async fn lock_root(tx: &mut Tx<'_>, area: AreaId) -> Result<AreaId> {
    let root = value!(tx, i64, "select root from area where id = $1", area)?;
    run!(tx, "update area set created = created where id = $1", root)?;
    Ok(root)
}

/// Enters a version of an area's rule, which takes the place of the one before; returns its id.
///
/// # Errors
/// Not found outside the actor's areas; invalid fields and impossible days; field `area` for the installation;
/// [`Code::ChangedMeanwhile`] when another version was entered since.
#[derive(Clone, Debug, Serialize)]
pub struct SetSchoolRule(pub NewSchoolRule);

impl Command for SetSchoolRule {
    const NAME: &'static str = "school_rule_set";
    type Output = SchoolRuleId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<SchoolRuleId> {
        let path = must_in(tx, Action::LeadCasework, self.0.area).await?;
        let new = self.0.clone().checked(Day::of(tx.now))?;
        if new.area == 0 {
            return Err(Refusal::field("area", Code::Unknown).into());
        }
        let root = lock_root(tx, new.area).await?;
        let current = row!(tx, (i64,), "select id from school_rule where area = $1 and ended = 0", new.area)?;
        if current.map(|(id,)| id) != new.replaces {
            return Err(Code::ChangedMeanwhile.into());
        }
        let (now, by) = (tx.now, tx.actor.account);
        run!(tx, "update school_rule set ended = $2, ended_by = $3 where area = $1 and ended = 0", new.area, now, by,)?;
        let version =
            value!(tx, i64, "select coalesce(max(version), 0) + 1 from school_rule where area = $1", new.area)?;
        let SchoolTerms { months, counting, back_payment, residence_months, contract_months, .. } = new.terms;
        let SchoolTerms { cut_off, first_day, last_day, .. } = new.terms;
        let id = value!(
            tx,
            i64,
            "insert into school_rule (root, area, version, months, counting, back_payment, residence_months,
                 contract_months, cut_off, first_day, last_day, papers, source, checked_by, entered, entered_by, ended,
                 ended_by)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 0, 0) returning id",
            root,
            new.area,
            version,
            months,
            counting.as_str(),
            back_payment.as_str(),
            stored(residence_months),
            stored(contract_months),
            cut_off.number(),
            first_day.number(),
            last_day.number(),
            new.papers.join("\n"),
            &new.source,
            &new.checked_by,
            now,
            by,
        )?;
        wake_school_places(tx, &path.0).await?;
        tx.audit("school_rule", id).await?;
        Ok(id)
    }
}

/// Withdraws a rule. Cases in its area follow the rule of the area above, or have none.
///
/// # Errors
/// Not found outside the actor's areas and for a rule that has ended.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct WithdrawSchoolRule {
    /// Rule to withdraw.
    pub rule: SchoolRuleId,
}

impl Command for WithdrawSchoolRule {
    const NAME: &'static str = "school_rule_withdraw";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::LeadCasework)?;
        let (id, now, by) = (self.rule, tx.now, tx.actor.account);
        let area = row!(tx, (i64,), "select area from school_rule where id = $1", id)?;
        let (area,) = area.ok_or(Refusal::NotFound)?;
        let path = path_of(&mut tx.arm(), area).await?.ok_or(Refusal::NotFound)?;
        tx.actor.must(Action::LeadCasework, &path)?;
        lock_root(tx, area).await?;
        let ended =
            run!(tx, "update school_rule set ended = $2, ended_by = $3 where id = $1 and ended = 0", id, now, by)?;
        if ended == 0 {
            return Err(Refusal::NotFound.into());
        }
        wake_school_places(tx, &path.0).await?;
        tx.audit("school_rule", id).await
    }
}

#[derive(sqlx::FromRow)]
pub(crate) struct RuleRow {
    pub(crate) id: i64,
    area: i64,
    pub(crate) area_name: String,
    pub(crate) version: i64,
    months: i64,
    counting: String,
    back_payment: String,
    residence_months: i64,
    contract_months: i64,
    cut_off: i64,
    first_day: i64,
    last_day: i64,
    papers: String,
    pub(crate) source: String,
    checked_by: String,
    entered: i64,
    entered_by: String,
    ended: i64,
    cases: i64,
}

/// Columns and joins of a [`RuleRow`] but for its cases; a macro because statements are literals.
macro_rules! school_rule_columns {
    () => {
        "r.id, r.area, a.name as area_name, r.version, r.months, r.counting, r.back_payment, r.residence_months,
         r.contract_months, r.cut_off, r.first_day, r.last_day, r.papers, r.source, r.checked_by, r.entered,
         coalesce(k.name, '') as entered_by, r.ended"
    };
}

impl RuleRow {
    pub(crate) fn terms(&self) -> Result<SchoolTerms> {
        let asked = |months: i64| (months >= 0).then_some(months);
        Ok(SchoolTerms {
            months: self.months,
            counting: parse(&self.counting)?,
            back_payment: parse(&self.back_payment)?,
            residence_months: asked(self.residence_months),
            contract_months: asked(self.contract_months),
            cut_off: Day::numbered(self.cut_off),
            first_day: Day::numbered(self.first_day),
            last_day: Day::numbered(self.last_day),
        })
    }

    pub(crate) fn papers(&self) -> Vec<String> {
        self.papers.lines().map(str::to_owned).collect()
    }

    fn read(self) -> Result<SchoolRule> {
        Ok(SchoolRule {
            terms: self.terms()?,
            papers: self.papers(),
            id: self.id,
            area: self.area,
            area_name: self.area_name,
            version: self.version,
            source: self.source,
            checked_by: self.checked_by,
            entered: self.entered,
            entered_by: self.entered_by,
            ended: (self.ended != 0).then_some(self.ended),
            cases: self.cases,
        })
    }
}

/// Loads the rule that holds for a family's area: that of the smallest area around it.
pub(crate) async fn rule_for(db: &mut Conn<'_>, root: AreaId, path: &AreaPath) -> Result<Option<RuleRow>> {
    Ok(row!(
        db,
        RuleRow,
        concat!(
            "select ",
            school_rule_columns!(),
            ", cast(0 as bigint) as cases
             from school_rule r join area a on a.id = r.area left join account k on k.id = r.entered_by
             where r.root = $1 and r.ended = 0 and $2 like a.path || '%' order by length(a.path) desc limit 1"
        ),
        root,
        &path.0,
    )?)
}

/// Which rules a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RuleList {
    /// Those that hold.
    #[default]
    Current,
    /// Those that were replaced or withdrawn.
    Ended,
}

impl Store {
    /// Lists rules of the actor's root areas, newest first; rules are no secret, but staff only work with them.
    ///
    /// # Errors
    /// Not allowed without a role that reads cases.
    pub async fn school_rules(&self, actor: &Actor, list: RuleList, cursor: SchoolRuleId) -> Result<Page<SchoolRule>> {
        actor.must_somewhere(Action::ReadCases)?;
        let which = match list {
            RuleList::Current => "r.ended = 0",
            RuleList::Ended => "r.ended > 0",
        };
        // Also those of areas around the actor's, because they hold there.
        let areas = actor.areas_for(Action::ReadCases);
        let around: Vec<String> = areas
            .iter()
            .filter(|area| area.0.bytes().all(|b| b.is_ascii_digit() || b == b'/'))
            .map(|area| format!("'{}' like a.path || '%'", area.0))
            .collect();
        let sql = format!(
            concat!(
                "select ",
                school_rule_columns!(),
                ", (select count(*) from school_place p where p.rule = r.id and p.state = 'open') as cases
                 from school_rule r join area a on a.id = r.area left join account k on k.id = r.entered_by
                 where {} and ({} or {}) and (r.id < $1 or $1 = 0) order by r.id desc limit 51"
            ),
            which,
            covered("a.path", &areas),
            if around.is_empty() { "1 = 0".to_owned() } else { around.join(" or ") },
        );
        let mut db = self.reader().await?;
        let found = rows!(db, RuleRow, AssertSqlSafe(sql.as_str()), cursor)?;
        let found = found.into_iter().map(RuleRow::read).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |rule| rule.id))
    }

    /// Loads the rule of an area that holds now, to be changed by those who lead casework there.
    ///
    /// # Errors
    /// Not allowed without the role; not found outside the actor's areas and for a rule that has ended.
    pub async fn school_rule(&self, actor: &Actor, id: SchoolRuleId) -> Result<SchoolRule> {
        actor.must_somewhere(Action::LeadCasework)?;
        let mut db = self.reader().await?;
        let found = row!(
            db,
            RuleRow,
            concat!(
                "select ",
                school_rule_columns!(),
                ", (select count(*) from school_place p where p.rule = r.id and p.state = 'open') as cases
                 from school_rule r join area a on a.id = r.area left join account k on k.id = r.entered_by
                 where r.id = $1 and r.ended = 0"
            ),
            id,
        )?;
        let rule = found.ok_or(Refusal::NotFound)?;
        let path = path_of(&mut db.arm(), rule.area).await?.ok_or(Refusal::NotFound)?;
        actor.must(Action::LeadCasework, &path)?;
        rule.read()
    }
}
