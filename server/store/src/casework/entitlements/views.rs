//! Reads rules, what came of them, and which caseworkers are late. Readers who may not open files in all of a rule's
//! area get counts in steps of five, and none over fewer than five families.

use domain::{
    accounts::Actor,
    casework::entitlements::{
        EntitlementCount, EntitlementState, RuleId,
        disclosure::coarse,
        rules::{LateEntries, NewRule, Rule},
    },
    permission::Action,
};
use sqlx::AssertSqlSafe;

use super::{load_rule, load_version, set, some};
use crate::{
    Refusal, Result, Store,
    areas::answerers::waiting::Waiting,
    db::{
        area_filter::covered,
        sql::{parse, read_json, row, rows},
    },
};

#[derive(sqlx::FromRow)]
struct RuleRow {
    id: i64,
    area: i64,
    area_name: String,
    path: String,
    state: String,
    latest: i64,
    used: i64,
    tried: i64,
    since: i64,
    withdrawn: i64,
    reason: String,
    made: i64,
    by_name: String,
    name: String,
    gives: String,
    source: String,
    unit: String,
    cut_off: i64,
    apply_by: i64,
    ask_days: i64,
    conditions: String,
    papers: String,
}

/// Columns and joins of a [`RuleRow`]; a macro because statements are literals.
macro_rules! rule_columns {
    () => {
        "r.id, r.area, a.name as area_name, a.path, r.state, r.latest, r.used, r.tried, r.since, r.withdrawn, r.reason,
         v.made, coalesce(k.name, '') as by_name, v.name, v.gives, v.source, v.unit, v.cut_off, v.apply_by, v.ask_days,
         v.conditions, v.papers
         from entitlement_rule r join area a on a.id = r.area
             join entitlement_version v on v.rule = r.id and v.version = r.latest
             left join account k on k.id = v.made_by"
    };
}

impl RuleRow {
    fn opened(self, actor: &Actor) -> Result<Rule> {
        let may_lead = actor.may(Action::LeadEntitlements, &domain::areas::AreaPath(self.path));
        Ok(Rule {
            id: self.id,
            area: self.area,
            area_name: self.area_name,
            state: parse(&self.state)?,
            latest: self.latest,
            used: some(self.used),
            tried: some(self.tried),
            since: some(self.since),
            withdrawn: some(self.withdrawn),
            reason: if self.reason.is_empty() { None } else { Some(parse(&self.reason)?) },
            made: self.made,
            by: self.by_name,
            content: NewRule {
                name: self.name,
                gives: self.gives,
                source: self.source,
                unit: parse(&self.unit)?,
                cut_off: self.cut_off,
                apply_by: some(self.apply_by),
                ask_days: self.ask_days,
                groups: read_json(&self.conditions)?,
                papers: set(&self.papers)?,
            },
            may_lead,
        })
    }
}

/// Builds the condition on `a.path` of rules that the actor reads: those of its areas, and of areas around them.
fn readable(actor: &Actor) -> String {
    let own = actor.areas_for(Action::ReadEntitlements);
    format!(
        "({} or exists (select 1 from area b where {} and b.path like a.path || '%'))",
        covered("a.path", &own),
        covered("b.path", &own),
    )
}

/// What a reader may learn of the numbers of a rule.
enum Sharpness {
    /// All of them, inside the condition on `a.path`.
    Exact(String),
    /// Steps of five, inside the condition.
    Coarse(String),
}

fn sharpness(actor: &Actor, rule: &super::LockedRule) -> Sharpness {
    let all = covered("a.path", &[rule.path()]);
    if actor.may(Action::ReadHouseholds, &rule.path()) {
        return Sharpness::Exact(all);
    }
    if actor.may(Action::ReadEntitlements, &rule.path()) {
        return Sharpness::Coarse(all);
    }
    let opens = actor.areas_for(Action::ReadHouseholds);
    if opens.is_empty() {
        Sharpness::Coarse(covered("a.path", &actor.areas_for(Action::ReadEntitlements)))
    } else {
        Sharpness::Exact(covered("a.path", &opens))
    }
}

impl Store {
    /// Lists the rules that hold in the actor's areas, those in use first; at most 400.
    ///
    /// # Errors
    /// Not allowed without a role that reads entitlements.
    pub async fn entitlement_rules(&self, actor: &Actor) -> Result<Vec<Rule>> {
        actor.must_somewhere(Action::ReadEntitlements)?;
        let sql = format!(
            concat!(
                "select ",
                rule_columns!(),
                " where {} order by case r.state when 'in_use' then 0 when 'withdrawn' then 2 else 1 end, r.id desc
                 limit 400"
            ),
            readable(actor),
        );
        let mut db = self.reader().await?;
        let found = rows!(db, RuleRow, AssertSqlSafe(sql.as_str()))?;
        found.into_iter().map(|row| row.opened(actor)).collect()
    }

    /// Loads a rule with what its newest version says.
    ///
    /// # Errors
    /// Not allowed without a role that reads entitlements; not found for a rule that holds elsewhere only.
    pub async fn entitlement_rule(&self, actor: &Actor, id: RuleId) -> Result<Rule> {
        actor.must_somewhere(Action::ReadEntitlements)?;
        let sql = format!(concat!("select ", rule_columns!(), " where r.id = $1 and {}"), readable(actor));
        let mut db = self.reader().await?;
        let found = row!(db, RuleRow, AssertSqlSafe(sql.as_str()), id)?;
        found.ok_or(Refusal::NotFound)?.opened(actor)
    }

    /// Loads what the version in use of a rule says; `None` before its first use.
    ///
    /// # Errors
    /// As [`Store::entitlement_rule`].
    pub async fn entitlement_rule_used(&self, actor: &Actor, id: RuleId) -> Result<Option<NewRule>> {
        let Some(used) = self.entitlement_rule(actor, id).await?.used else { return Ok(None) };
        let mut db = self.reader().await?;
        Ok(Some(load_version(&mut db.arm(), id, used).await?))
    }

    /// Counts the entries of a rule by state, for each state.
    ///
    /// # Errors
    /// As [`Store::entitlement_rule`].
    pub async fn entitlement_counts(&self, actor: &Actor, id: RuleId) -> Result<Vec<EntitlementCount>> {
        self.entitlement_rule(actor, id).await?;
        let mut db = self.reader().await?;
        let rule = load_rule(&mut db.arm(), id).await?;
        let (inside, exact) = match sharpness(actor, &rule) {
            Sharpness::Exact(inside) => (inside, true),
            Sharpness::Coarse(inside) => (inside, false),
        };
        let sql = format!(
            "select e.state, count(*), count(distinct e.household) from entitlement e
                 join household h on h.id = e.household join area a on a.id = h.area
             where e.rule = $1 and {inside} group by e.state"
        );
        let found = rows!(db, (String, i64, i64), AssertSqlSafe(sql.as_str()), id)?;
        let count = |state: EntitlementState| {
            let of = found.iter().find(|(text, ..)| text == state.as_str());
            let (units, families) = of.map_or((0, 0), |(_, units, families)| (*units, *families));
            EntitlementCount { state, count: if exact { Some(units) } else { coarse(units, families) } }
        };
        Ok(EntitlementState::ALL.iter().copied().map(count).collect())
    }

    /// Lists by rule and caseworker what was not dealt with in time; at most 200 lines, none of which names a family.
    ///
    /// # Errors
    /// Not allowed without a role that leads entitlements.
    pub async fn entitlements_late(&self, actor: &Actor) -> Result<Vec<LateEntries>> {
        actor.must_somewhere(Action::LeadEntitlements)?;
        let sql = format!(
            "select e.rule, v.name, h.caseworker, coalesce(k.name, ''), count(*), count(distinct e.household)
             from entitlement e join entitlement_rule r on r.id = e.rule
                 join entitlement_version v on v.rule = r.id and v.version = r.used
                 join household h on h.id = e.household join area a on a.id = h.area
                 left join account k on k.id = h.caseworker
             where e.ended = 0 and e.raised > 0 and {}
             group by e.rule, v.name, h.caseworker, k.name order by e.rule, h.caseworker limit 200",
            covered("a.path", &actor.areas_for(Action::LeadEntitlements)),
        );
        let mut db = self.reader().await?;
        let found = rows!(db, (i64, String, i64, String, i64, i64), AssertSqlSafe(sql.as_str()))?;
        let late = |(rule, rule_name, caseworker, caseworker_name, units, families)| LateEntries {
            rule,
            rule_name,
            caseworker: some(caseworker),
            caseworker_name,
            count: coarse(units, families),
        };
        Ok(found.into_iter().map(late).collect())
    }

    /// Counts rules of which something was not dealt with in time, for those who lead them.
    pub(crate) fn late_rules(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::LeadEntitlements).then(|| {
            format!(
                "select count(*) as n, 0 as at from entitlement_rule r where r.used > 0
                     and exists (select 1 from entitlement e join household h on h.id = e.household
                         join area a on a.id = h.area
                         where e.rule = r.id and e.ended = 0 and e.raised > 0 and {})",
                covered("a.path", &of.actor.areas_for(Action::LeadEntitlements)),
            )
        })
    }
}
