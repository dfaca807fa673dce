//! Rules of areas: which families are visited how often.

use domain::{
    Code,
    accounts::Actor,
    areas::AreaPath,
    casework::visits::{NewVisitRule, VisitRule, VisitRuleId, Window},
    permission::Action,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Command, Refusal, Result, Store, Tx,
    areas::tree::{must_in, path_of},
    db::{
        area_filter::covered,
        sql::{parse, row, rows, run, value, values},
    },
};

/// Rules of one area at once; each is asked for every household.
const MOST: i64 = 20;

/// Sets a rule for an area and all below it; returns it, or the equal one that is in force there. A family has one visit
/// at a time for each of its needs, by the strictest rule: [`VisitRule::is_stricter`].
///
/// # Errors
/// Not found outside the actor's areas; invalid fields; field `area` for more than 20 rules of one area.
#[derive(Clone, Debug, Serialize)]
pub struct SetVisitRule(pub NewVisitRule);

impl Command for SetVisitRule {
    const NAME: &'static str = "visit_rule_set";
    type Output = VisitRuleId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<VisitRuleId> {
        let new = &self.0;
        must_in(tx, Action::LeadCasework, new.area).await?;
        let (now, by) = (tx.now, tx.actor.account);
        let Window { opens, due, ends } = new.checked(now)?;
        // The area's row, so that rules are counted one after the other.
        run!(tx, "update area set name = name where id = $1", new.area)?;
        let festival = new.festival.map_or("", |festival| festival.as_str());
        // A second one would ask each family for every visit twice.
        let equal = values!(
            tx,
            i64,
            "select id from visit_rule where area = $1 and ended = 0 and families = $2 and rhythm = $3 and festival = $4
                 and days = $5 and (rhythm <> 'festival' or due = $6) order by id limit 1",
            new.area,
            new.families.as_str(),
            new.rhythm.as_str(),
            festival,
            new.days,
            due,
        )?;
        if let Some(&id) = equal.first() {
            tx.audit("visit_rule", id).await?;
            return Ok(id);
        }
        let known = value!(tx, i64, "select count(*) from visit_rule where area = $1 and ended = 0", new.area)?;
        if known >= MOST {
            return Err(Refusal::field("area", Code::OutOfRange).into());
        }
        let id = value!(
            tx,
            i64,
            "insert into visit_rule (area, families, rhythm, festival, days, opens, due, ends, created, created_by, ended,
                 version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0) returning id",
            new.area,
            new.families.as_str(),
            new.rhythm.as_str(),
            festival,
            new.days,
            opens,
            due,
            ends,
            now,
            by,
        )?;
        tx.audit("visit_rule", id).await?;
        Ok(id)
    }
}

/// Takes a rule back. Visits that are due stay: the families were promised them.
///
/// # Errors
/// Not found outside the actor's areas and for a rule that ended.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct EndVisitRule {
    /// Rule to take back.
    pub rule: VisitRuleId,
}

impl Command for EndVisitRule {
    const NAME: &'static str = "visit_rule_end";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::LeadCasework)?;
        let (id, now) = (self.rule, tx.now);
        let area = row!(tx, (i64,), "select area from visit_rule where id = $1 and ended = 0", id)?;
        let (area,) = area.ok_or(Refusal::NotFound)?;
        let path = path_of(&mut tx.arm(), area).await?.ok_or(Refusal::NotFound)?;
        tx.actor.must(Action::LeadCasework, &path)?;
        run!(tx, "update visit_rule set ended = $2, version = version + 1 where id = $1 and ended = 0", id, now)?;
        tx.audit("visit_rule", id).await
    }
}

#[derive(sqlx::FromRow)]
struct RuleRow {
    id: i64,
    area: i64,
    area_name: String,
    families: String,
    rhythm: String,
    festival: String,
    days: i64,
    opens: i64,
    due: i64,
    ends: i64,
    path: String,
}

impl TryFrom<RuleRow> for VisitRule {
    type Error = crate::Error;

    fn try_from(row: RuleRow) -> Result<VisitRule> {
        Ok(VisitRule {
            id: row.id,
            area: row.area,
            area_name: row.area_name,
            families: parse(&row.families)?,
            rhythm: parse(&row.rhythm)?,
            festival: if row.festival.is_empty() { None } else { Some(parse(&row.festival)?) },
            days: row.days,
            window: Window { opens: row.opens, due: row.due, ends: row.ends },
            yields_to: None,
        })
    }
}

impl Store {
    /// Lists the rules of the actor's areas, and those of areas around them that count there too; at most 400.
    ///
    /// # Errors
    /// Not allowed without a role that reads visits.
    pub async fn visit_rules(&self, actor: &Actor) -> Result<Vec<VisitRule>> {
        actor.must_somewhere(Action::ReadVisits)?;
        let own = actor.areas_for(Action::ReadVisits);
        let sql = format!(
            "select r.id, r.area, a.name as area_name, r.families, r.rhythm, r.festival, r.days, r.opens, r.due, r.ends,
                 a.path
             from visit_rule r join area a on a.id = r.area
             where r.ended = 0 and ({} or exists (select 1 from area b where {} and b.path like a.path || '%'))
             order by a.path, r.id limit 400",
            covered("a.path", &own),
            covered("b.path", &own),
        );
        let mut db = self.reader().await?;
        let found = rows!(db, RuleRow, AssertSqlSafe(sql.as_str()))?;
        let paths: Vec<AreaPath> = found.iter().map(|row| AreaPath(row.path.clone())).collect();
        let mut rules = found.into_iter().map(VisitRule::try_from).collect::<Result<Vec<_>>>()?;
        let listed = || rules.iter().zip(&paths);
        let yielding = |(rule, path): (&VisitRule, &AreaPath)| {
            let stricter = listed().filter(|(other, above)| above.covers(path) && other.is_stricter(rule));
            stricter.min_by_key(|(other, _)| other.strictness()).map(|(other, _)| other.id)
        };
        let yielding: Vec<Option<VisitRuleId>> = listed().map(yielding).collect();
        for (rule, yields_to) in rules.iter_mut().zip(yielding) {
            rule.yields_to = yields_to;
        }
        Ok(rules)
    }
}
