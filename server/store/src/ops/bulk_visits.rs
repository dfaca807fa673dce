//! A period of visits for the demo data, by three statements: due, met, and made or missed.
//! Nothing here checks permissions: call it only from a script on an empty database.

use domain::{
    areas::AreaPath,
    casework::visits::{VisitRuleId, Window},
};

use crate::{Result, Tx, db::sql::run};

/// Visits of one rule in one period.
#[derive(Clone, Debug)]
pub struct Period {
    /// Rule that asks for them.
    pub rule: VisitRuleId,
    /// Path of its area.
    pub area: AreaPath,
    /// Families that it is about, as stored.
    pub families: &'static str,
    /// Window of the period.
    pub window: Window,
    /// Number that varies which families are met late or missed.
    pub turn: i64,
}

/// Inserts the visits of a period, and the reports of those that were made until now: one family in 23 is missed, one
/// in eleven is met late, the others on a day of the first three weeks.
///
/// # Errors
/// Only when the database fails.
pub async fn period(tx: &mut Tx<'_>, period: &Period) -> Result<()> {
    let Period { rule, area, families, window: Window { opens, due, ends }, turn } = period.clone();
    let now = tx.now;
    let judged = if ends <= now { ends } else { 0 };
    run!(
        tx,
        "insert into visit (household, rule, opens, due, ends, owner, made, report, cancelled, finding, judged, level,
             raised_to)
         select h.id, $1, $2, $3, $4, 0, 0, 0, 0, 0, $5, '', 0
         from household h join area a on a.id = h.area
         where a.path like $6 || '%' and h.state = 'open' and h.created <= $2
             and ($7 = 'all' or ($7 = 'hardship' and h.hardship = true))",
        rule,
        opens,
        due,
        ends,
        judged,
        &area.0,
        families,
    )?;
    run!(
        tx,
        "insert into visit_report (household, way, met, mood, words, at, account, recorded)
         select m.household, 'home', case when (m.household + $3) % 4 = 0 then 'adult' else 'contact' end,
             case when (m.household + $3) % 5 = 0 then 'well' when (m.household + $3) % 17 = 0 then 'worse' else 'same' end,
             '', m.at, m.caseworker, m.at
         from (select v.household, h.caseworker,
                   case when (v.household + $3) % 11 = 0 then v.due + 36000
                        else v.opens + ((v.household * 37 + $3 * 11) % 20) * 86400 + 36000 end as at
               from visit v join household h on h.id = v.household
               where v.rule = $1 and v.opens = $2 and (v.household * 7 + $3) % 23 <> 0) m
         where m.at <= $4 and m.at < $5",
        rule,
        opens,
        turn,
        now,
        ends,
    )?;
    run!(
        tx,
        "update visit set judged = 0,
             made = (select min(p.at) from visit_report p
                 where p.household = visit.household and p.at >= visit.opens and p.at < visit.ends),
             report = (select p.id from visit_report p where p.household = visit.household and p.at >= visit.opens
                 and p.at < visit.ends order by p.at, p.id limit 1)
         where rule = $1 and opens = $2 and exists (select 1 from visit_report p
             where p.household = visit.household and p.at >= visit.opens and p.at < visit.ends)",
        rule,
        opens,
    )?;
    Ok(())
}
